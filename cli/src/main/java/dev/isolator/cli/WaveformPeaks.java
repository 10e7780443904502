package dev.isolator.cli;

import java.util.Arrays;

/// The lowest and highest sample of each of a song's intervals, for a picture of its waveform. When
/// there are too many intervals, neighbours are joined: memory does not grow with the song.
final class WaveformPeaks {
  private static final int MOST = 4096;

  private final float[] low = new float[MOST];
  private final float[] high = new float[MOST];

  /// Frames in an interval.
  private long each = 64;

  private int intervals;
  private long filled;

  /// Takes the song's next frames, `[channels][≥ frames]`.
  void add(float[][] samples, int frames) {
    for (int i = 0; i < frames; i++) {
      if (filled == 0) {
        begin();
      }
      for (float[] channel : samples) {
        low[intervals - 1] = Math.min(low[intervals - 1], channel[i]);
        high[intervals - 1] = Math.max(high[intervals - 1], channel[i]);
      }
      filled = (filled + 1) % each;
    }
  }

  private void begin() {
    if (intervals == MOST) {
      for (int i = 0; i < MOST / 2; i++) {
        low[i] = Math.min(low[2 * i], low[2 * i + 1]);
        high[i] = Math.max(high[2 * i], high[2 * i + 1]);
      }
      intervals = MOST / 2;
      each *= 2;
    }
    low[intervals] = 0;
    high[intervals] = 0;
    intervals++;
  }

  /// The peaks of the song in a number of columns, `[columns][low, high]`; silence reads 0.
  float[][] columns(int columns) {
    var outline = new float[columns][2];
    for (int x = 0; x < columns && intervals > 0; x++) {
      int from = (int) ((long) x * intervals / columns);
      int to = Math.max(from + 1, (int) ((x + 1L) * intervals / columns));
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
