package dev.isolator.dataset.effect;

/// Adds a copy with a modulated delay, in opposite phase on the two channels: a flanger with about
/// 2 ms and feedback, a chorus with about 20 ms and none.
///
/// Source: Dattorro, *Effect Design, Part 2: Delay-Line Modulation and Chorus*, J. Audio Eng. Soc.
/// 45(10), 1997; here with linear interpolation between samples.
///
/// @param seconds mean delay
/// @param swing modulation depth as a share of the delay, 0 to 1
/// @param hertz modulation rate
/// @param feedback share of the delayed signal that is fed back, −0.9 to 0.9
/// @param wetDb level of the copy
public record Chorus(double seconds, double swing, double hertz, double feedback, double wetDb) {

  /// Adds the copy in place.
  public void apply(float[][] track, int sampleRate) {
    double wet = StrictDecibels.gain(wetDb);
    double mean = seconds * sampleRate;
    int length = (int) Math.ceil(mean * (1 + swing)) + 3;
    for (int c = 0; c < track.length; c++) {
      var line = new float[length];
      double phase = c * Math.PI;
      for (int i = 0; i < track[c].length; i++) {
        double turn = 2 * Math.PI * hertz * i / sampleRate + phase;
        double back = Math.max(1, mean * (1 + swing * StrictMath.sin(turn)));
        int whole = (int) back;
        double rest = back - whole;
        float near = line[Math.floorMod(i - whole, length)];
        float far = line[Math.floorMod(i - whole - 1, length)];
        double copy = near + rest * (far - near);
        line[i % length] = (float) (track[c][i] + feedback * copy);
        track[c][i] += (float) (wet * copy);
      }
    }
  }
}
