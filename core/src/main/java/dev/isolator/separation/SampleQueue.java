package dev.isolator.separation;

/// Samples of several channels that wait to be taken, first in, first out. It grows as it must, and
/// stays as large as it once was: what bounds it is how far the one who takes lags behind.
final class SampleQueue {
  private final float[][] samples;
  private int start;
  private int count;

  /// @param rows channels, of however many stems
  SampleQueue(int rows) {
    this.samples = new float[rows][StemReceiver.MAX_FRAMES];
  }

  /// Frames that wait.
  int frames() {
    return count;
  }

  /// Where the next `frames` frames of each row are to be written, from [#end()] on; then
  /// [#advance].
  float[][] room(int frames) {
    int capacity = samples[0].length;
    if (start + count + frames > capacity) {
      int wanted = count + frames > capacity ? Math.max(count + frames, 2 * capacity) : capacity;
      for (int row = 0; row < samples.length; row++) {
        float[] from = samples[row];
        float[] to = wanted == capacity ? from : new float[wanted];
        System.arraycopy(from, start, to, 0, count);
        samples[row] = to;
      }
      start = 0;
    }
    return samples;
  }

  /// One past the last frame that waits, in [#room].
  int end() {
    return start + count;
  }

  /// Takes in what was written.
  void advance(int frames) {
    count += frames;
  }

  /// Adds frames of all rows.
  ///
  /// @param from the first frame in each row of `block` that counts
  void add(float[][] block, int from, int frames) {
    float[][] room = room(frames);
    for (int row = 0; row < room.length; row++) {
      System.arraycopy(block[row], from, room[row], end(), frames);
    }
    advance(frames);
  }

  /// Takes the next frames out.
  ///
  /// @param block `[rows][≥ frames]`, written from 0 on
  void take(float[][] block, int frames) {
    for (int row = 0; row < samples.length; row++) {
      System.arraycopy(samples[row], start, block[row], 0, frames);
    }
    start += frames;
    count -= frames;
  }
}
