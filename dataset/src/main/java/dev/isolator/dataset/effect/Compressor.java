package dev.isolator.dataset.effect;

/// A feed-forward compressor with one gain for both channels.
///
/// Source: Giannoulis, Massberg and Reiss, J. Audio Eng. Soc. 60(6), 2012: the log-domain,
/// branching design with a hard knee.
///
/// @param thresholdDb threshold, compared with the louder channel
/// @param ratio input to output above the threshold, at least 1
/// @param attackSeconds time constant downwards
/// @param releaseSeconds time constant upwards
/// @param makeUpDb gain afterwards
public record Compressor(
    double thresholdDb,
    double ratio,
    double attackSeconds,
    double releaseSeconds,
    double makeUpDb) {
  /// Frames between two computed gains; in between the gain is interpolated linearly.
  private static final int STEP = 16;

  /// Compresses in place.
  public void apply(float[][] track, int sampleRate) {
    double attack = StrictMath.exp(-STEP / (attackSeconds * sampleRate));
    double release = StrictMath.exp(-STEP / (releaseSeconds * sampleRate));
    double reduction = 0;
    double last = StrictDecibels.gain(makeUpDb);
    for (int at = 0; at < track[0].length; at += STEP) {
      int n = Math.min(STEP, track[0].length - at);
      double most = 0;
      for (float[] channel : track) {
        for (int i = at; i < at + n; i++) {
          most = Math.max(most, Math.abs(channel[i]));
        }
      }
      double over = most > 1e-6 ? StrictDecibels.of(most) - thresholdDb : -1;
      double wanted = over > 0 ? over * (1 - 1 / ratio) : 0;
      double keep = wanted > reduction ? attack : release;
      reduction = keep * reduction + (1 - keep) * wanted;
      double gain = StrictDecibels.gain(makeUpDb - reduction);
      for (float[] channel : track) {
        for (int i = 0; i < n; i++) {
          channel[at + i] = (float) (channel[at + i] * (last + (gain - last) * (i + 1) / n));
        }
      }
      last = gain;
    }
  }
}
