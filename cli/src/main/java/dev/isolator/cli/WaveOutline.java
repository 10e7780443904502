package dev.isolator.cli;

import java.util.Arrays;

/// Lowest and highest sample of every stretch of a song, for a picture of it. When there are too
/// many stretches, neighbours are joined: memory does not grow with the song.
final class WaveOutline {
  private static final int MOST = 4096;

  private final float[] low = new float[MOST];
  private final float[] high = new float[MOST];

  /// Frames in a stretch.
  private long each = 64;

  private int stretches;
  private long filled;

  /// Takes the song's next frames, `[channels][≥ frames]`.
  void add(float[][] samples, int frames) {
    for (int i = 0; i < frames; i++) {
      if (filled == 0) {
        begin();
      }
      for (float[] channel : samples) {
        low[stretches - 1] = Math.min(low[stretches - 1], channel[i]);
        high[stretches - 1] = Math.max(high[stretches - 1], channel[i]);
      }
      filled = (filled + 1) % each;
    }
  }

  private void begin() {
    if (stretches == MOST) {
      for (int i = 0; i < MOST / 2; i++) {
        low[i] = Math.min(low[2 * i], low[2 * i + 1]);
        high[i] = Math.max(high[2 * i], high[2 * i + 1]);
      }
      stretches = MOST / 2;
      each *= 2;
    }
    low[stretches] = 0;
    high[stretches] = 0;
    stretches++;
  }

  /// The song in so many columns, `[columns][low, high]`; silence reads 0.
  float[][] columns(int columns) {
    var outline = new float[columns][2];
    for (int x = 0; x < columns && stretches > 0; x++) {
      int from = (int) ((long) x * stretches / columns);
      int to = Math.max(from + 1, (int) ((x + 1L) * stretches / columns));
      for (float least : Arrays.copyOfRange(low, from, to)) {
        outline[x][0] = Math.min(outline[x][0], least);
      }
      for (float most : Arrays.copyOfRange(high, from, to)) {
        outline[x][1] = Math.max(outline[x][1], most);
      }
    }
    return outline;
  }
}
