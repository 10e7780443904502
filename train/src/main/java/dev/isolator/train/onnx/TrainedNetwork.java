package dev.isolator.train.onnx;

import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Head;
import dev.isolator.train.layer.WeightValues;
import java.util.List;

/// A network with its weights, to be exported.
///
/// @param stems of the model: the network's own, or for a network with more than two, `vocals` and
///   `music`, the sum of all others
public record TrainedNetwork(Architecture architecture, WeightValues weights, List<String> stems) {
  /// Prefix of the names of a voice network's weights in another network's graph.
  static final String VOICE_PREFIX = "voice.";

  private static final List<String> FOLDED = List.of("vocals", "music");

  public TrainedNetwork {
    stems = List.copyOf(stems);
    boolean foldable = stems.equals(FOLDED) && architecture.stems().size() > 2;
    if (!stems.equals(architecture.stems()) && !foldable) {
      throw new IllegalArgumentException(
          "a network for %s gives those%s, was asked for %s"
              .formatted(
                  String.join(", ", architecture.stems()),
                  architecture.stems().size() > 2 ? " or vocals, music" : "",
                  String.join(", ", stems)));
    }
  }

  /// A network with its weights and its own stems.
  public TrainedNetwork(Architecture architecture, WeightValues weights) {
    this(architecture, weights, architecture.stems());
  }

  /// Whether all stems but the first are added up to one.
  boolean isFolded() {
    return stems.size() < architecture.stems().size();
  }

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
    if (!architecture.grid().equals(masks.grid())) {
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
