package dev.isolator.voice;

import java.util.Arrays;

/// Hears probabilities, and tells their running median: lone frames that differ from those around
/// them do not count. What it tells comes half a window late, and [#finish] tells the rest; before
/// the first frame and after the last there is no voice.
///
/// A frame's window is that of so many frames as fit into the time when the first one is heard. One
/// song, one thread.
public final class VoiceMedian implements VoiceListener {
  private final double seconds;
  private final VoiceListener listener;

  /// Frame `t` at `t` modulo the length; made with the first frame.
  private float[] probabilities = new float[0];

  private double[] starts = new double[0];
  private double[] ends = new double[0];
  private float[] sorted = new float[0];
  private int reach;
  private long heard;
  private long told;

  /// @param seconds of the window, above 0
  public VoiceMedian(double seconds, VoiceListener listener) {
    if (!(seconds > 0)) {
      throw new IllegalArgumentException("seconds must be above 0, were " + seconds);
    }
    this.seconds = seconds;
    this.listener = listener;
  }

  @Override
  public void heard(double startSeconds, double endSeconds, float probability) {
    if (heard == 0) {
      begin(endSeconds - startSeconds);
    }
    int place = (int) (heard % probabilities.length);
    probabilities[place] = probability >= 0 ? probability : 0;
    starts[place] = startSeconds;
    ends[place] = endSeconds;
    heard++;
    if (heard > reach) {
      tell();
    }
  }

  private void begin(double frameSeconds) {
    reach = (int) Math.round(seconds / 2 / frameSeconds);
    probabilities = new float[2 * reach + 1];
    starts = new double[probabilities.length];
    ends = new double[probabilities.length];
    sorted = new float[probabilities.length];
  }

  private void tell() {
    System.arraycopy(probabilities, 0, sorted, 0, sorted.length);
    Arrays.sort(sorted);
    int place = (int) (told % probabilities.length);
    told++;
    listener.heard(starts[place], ends[place], sorted[reach]);
  }

  /// The song has ended: tells the frames that wait.
  public void finish() {
    for (long beyond = heard; told < heard; beyond++) {
      probabilities[(int) (beyond % probabilities.length)] = 0;
      if (beyond >= told + reach) {
        tell();
      }
    }
  }
}
