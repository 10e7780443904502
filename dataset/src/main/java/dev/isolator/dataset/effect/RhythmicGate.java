package dev.isolator.dataset.effect;

import java.util.SplittableRandom;

/// Chops a track in time: sixteenths of a bar that sound, and others that do not, with edges of 4
/// ms.
///
/// @param beatsPerMinute four sixteenths each
/// @param closed share of the sixteenths that are silent, 0 to 1
public record RhythmicGate(double beatsPerMinute, double closed) {
  private static final int BAR = 16;
  private static final double EDGE_SECONDS = 0.004;

  /// Chops in place, every bar alike.
  ///
  /// @param random which sixteenths are silent
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
