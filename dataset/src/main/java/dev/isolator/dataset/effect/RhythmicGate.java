package dev.isolator.dataset.effect;

import java.util.SplittableRandom;

/// Mutes some of the sixteenths of each bar in a fixed pattern (a trance gate), with ramps of 4 ms.
///
/// @param beatsPerMinute tempo; a beat is four sixteenths
/// @param closed probability that a sixteenth is muted, 0 to 1
public record RhythmicGate(double beatsPerMinute, double closed) {
  private static final int BAR = 16;
  private static final double EDGE_SECONDS = 0.004;

  /// Processes in place; every bar has the same pattern.
  ///
  /// @param random draws the pattern
  public void apply(float[][] track, int sampleRate, SplittableRandom random) {
    var open = new boolean[BAR];
    for (int k = 0; k < BAR; k++) {
      open[k] = random.nextDouble() >= closed;
    }
    double sixteenth = sampleRate * 15 / beatsPerMinute;
    double most = 1 / (EDGE_SECONDS * sampleRate);
    double gain = open[0] ? 1 : 0;
    for (int i = 0; i < track[0].length; i++) {
      double wanted = open[(int) (i / sixteenth) % BAR] ? 1 : 0;
      gain += Math.clamp(wanted - gain, -most, most);
      for (float[] channel : track) {
        channel[i] = (float) (channel[i] * gain);
      }
    }
  }
}
