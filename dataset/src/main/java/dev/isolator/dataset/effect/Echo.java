package dev.isolator.dataset.effect;

/// A delay with feedback and a low-pass filter in its loop.
///
/// @param seconds delay time
/// @param feedback share of the delayed signal that is fed back, 0 to 0.8
/// @param wetDb level of the first echo
/// @param crossed whether echoes alternate between the channels (ping-pong)
public record Echo(double seconds, double feedback, double wetDb, boolean crossed) {

  /// Adds the echoes in place.
  public void apply(float[][] track, int sampleRate) {
    int delay = Math.max(1, (int) (seconds * sampleRate));
    var line = new float[2][delay];
    var low = new double[2];
    double wet = StrictDecibels.gain(wetDb);
    int at = 0;
    for (int i = 0; i < track[0].length; i++) {
      double left = line[0][at];
      double right = line[1][at];
      low[0] += 0.4 * (left - low[0]) + 1e-25;
      low[1] += 0.4 * (right - low[1]) + 1e-25;
      double backLeft = crossed ? low[1] : low[0];
      double backRight = crossed ? low[0] : low[1];
      line[0][at] = (float) (track[0][i] + feedback * backLeft);
      line[1][at] = (float) (track[1][i] + feedback * backRight);
      track[0][i] += (float) (wet * left);
      track[1][i] += (float) (wet * right);
      at = at + 1 == delay ? 0 : at + 1;
    }
  }
}
