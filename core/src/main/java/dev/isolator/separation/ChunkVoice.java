package dev.isolator.separation;

import dev.isolator.mask.GateSettings;
import dev.isolator.mask.VoiceGate;
import dev.isolator.model.ChunkPlan;
import dev.isolator.voice.VoiceListener;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The network's `voice` output → probabilities in the song's order, and the gains of the voice
/// gate. Only frames of a chunk's core are told, and the gate sees them and those that the plan
/// adds for it: so chunks do not show. Of several pairs of channels the likeliest voice is told;
/// the gate works on each pair by itself.
final class ChunkVoice {
  private final ChunkPlan plan;
  private final FloatBuffer voice;
  private final double frameSeconds;
  private final VoiceListener listener;
  private final Map<ChannelPair, VoiceGate> gates = new HashMap<>();

  /// Of the core, `[coreFrames]`.
  private final float[] likeliest;

  private final float @Nullable [] gains;

  /// Of the last pair that was read, `[coreFrames]`.
  private final float[] said;

  /// @param voice the network's answer, `[chunkFrames]`
  /// @param gated how the gate works, for which the plan must know the gate's reach; null = no gate
  ChunkVoice(
      ChunkPlan plan,
      FloatBuffer voice,
      List<ChannelPair> pairs,
      double frameSeconds,
      @Nullable GateSettings gated,
      VoiceListener listener) {
    this.plan = plan;
    this.voice = voice;
    this.frameSeconds = frameSeconds;
    this.listener = listener;
    this.likeliest = new float[plan.coreFrames()];
    this.said = new float[plan.coreFrames()];
    this.gains = gated == null ? null : new float[plan.coreFrames()];
    if (gated != null) {
      pairs.forEach(pair -> gates.put(pair, new VoiceGate(gated, frameSeconds)));
    }
  }

  /// Reads a pair's answer to a chunk.
  ///
  /// @param songFrames frames that the song has; nobody sings after them
  /// @return what the gate leaves of the voice in each frame of the core; null without a gate. The
  ///   array is used again
  float @Nullable [] read(long chunk, long songFrames, ChannelPair pair) {
    long core = chunk * plan.coreFrames();
    for (int t = 0; t < likeliest.length && core + t < songFrames; t++) {
      said[t] = voice.get(plan.haloBack() + t);
      likeliest[t] = Math.max(likeliest[t], said[t]);
    }
    VoiceGate gate = gates.get(pair);
    if (gate == null || gains == null) {
      return null;
    }
    for (int t = 0; t < gains.length; t++) {
      while (gate.given() <= core + t + gate.reach()) {
        long frame = gate.given();
        gate.give(frame < songFrames ? voice.get((int) (frame - core) + plan.haloBack()) : 0);
      }
      gains[t] = gate.gain();
    }
    return gains;
  }

  /// What the network said of the last pair that was read, `[coreFrames]`; used again.
  float[] said() {
    return said;
  }

  /// Tells the core's frames, once all pairs were read.
  void tell(long chunk, long songFrames) {
    long core = chunk * plan.coreFrames();
    for (int t = 0; t < likeliest.length && core + t < songFrames; t++) {
      double centre = (core + t) * frameSeconds;
      listener.heard(centre - frameSeconds / 2, centre + frameSeconds / 2, likeliest[t]);
    }
    Arrays.fill(likeliest, 0);
  }
}
