package dev.isolator.train.onnx;

import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Head;
import dev.isolator.train.layer.WeightValues;

/// A network with its weights, ready to be written.
public record Trained(Architecture architecture, WeightValues weights) {
  /// Of the names of a voice network's weights, where it stands beside another one.
  static final String VOICE_PREFIX = "voice.";

  /// Refuses anything but a network for voice activity on the other one's grid.
  void requireVoiceFor(Architecture masks) {
    if (masks.head() instanceof Head.VoiceAndShares) {
      throw new IllegalArgumentException(
          "a network of family %s says itself who sings; leave the network for voice activity out"
              .formatted(masks.family()));
    }
    if (!(architecture.head() instanceof Head.Voice)) {
      throw new IllegalArgumentException(
          "expected a network for voice activity (output: voice), found one of family %s that puts masks out"
              .formatted(architecture.family()));
    }
    boolean fits =
        architecture.sampleRate() == masks.sampleRate()
            && architecture.fftLength() == masks.fftLength()
            && architecture.hopLength() == masks.hopLength();
    if (!fits) {
      throw new IllegalArgumentException(
          "both networks must be on one grid, masks are on %d/%d at %d Hz, voice on %d/%d at %d Hz"
              .formatted(
                  masks.fftLength(),
                  masks.hopLength(),
                  masks.sampleRate(),
                  architecture.fftLength(),
                  architecture.hopLength(),
                  architecture.sampleRate()));
    }
  }
}
