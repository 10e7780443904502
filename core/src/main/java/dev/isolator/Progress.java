package dev.isolator;

/// How far a song is.
///
/// @param doneFrames samples per channel whose stems are out
/// @param totalFrames samples per channel in all, or -1 where nobody can know (a pipe)
/// @param sampleRate in Hz
/// @param elapsedSeconds since the separation of this song began
public record Progress(long doneFrames, long totalFrames, int sampleRate, double elapsedSeconds) {

  /// Share of the song that is done, 0 to 1, or NaN where the total is unknown.
  public double fraction() {
    if (totalFrames < 0) {
      return Double.NaN;
    }
    return totalFrames == 0 ? 1 : Math.min(1, (double) doneFrames / totalFrames);
  }

  /// Seconds until the song is done at the pace so far, or NaN where nobody can know.
  public double remainingSeconds() {
    double fraction = fraction();
    return fraction > 0 ? elapsedSeconds * (1 - fraction) / fraction : Double.NaN;
  }

  /// Seconds of music done a second.
  public double realTimeFactor() {
    return doneFrames / (double) sampleRate / Math.max(1e-9, elapsedSeconds);
  }
}
