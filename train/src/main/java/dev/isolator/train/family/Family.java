package dev.isolator.train.family;

import java.util.List;

/// What the settings choose of a network, apart from its stems.
public sealed interface Family {
  /// The name in the model card.
  String name();

  /// The network for these stems.
  Architecture of(List<String> stems);

  /// Masks by [Studio].
  ///
  /// @param channels of each level
  /// @param frequencyTransform 0 = no frequency transforms, else their bottleneck factor
  record StudioMasks(List<Integer> channels, int frequencyTransform) implements Family {
    public StudioMasks {
      channels = List.copyOf(channels);
    }

    @Override
    public String name() {
      return "studio";
    }

    @Override
    public Architecture of(List<String> stems) {
      return Studio.of(stems, channels, frequencyTransform);
    }
  }

  /// Masks by [Live].
  ///
  /// @param channels of each level
  /// @param frequencyTransform 0 = no frequency transforms, else their bottleneck factor
  record LiveMasks(List<Integer> channels, int frequencyTransform) implements Family {
    public LiveMasks {
      channels = List.copyOf(channels);
    }

    @Override
    public String name() {
      return "live";
    }

    @Override
    public Architecture of(List<String> stems) {
      return Live.of(stems, channels, frequencyTransform);
    }
  }

  /// Masks by [Binary].
  record BinaryMasks(Head.Target target, Binary.Time time) implements Family {
    @Override
    public String name() {
      return "binary";
    }

    @Override
    public Architecture of(List<String> stems) {
      return Binary.masks(stems, target, time);
    }
  }

  /// Masks by [Cepstral].
  ///
  /// @param channels of each block
  /// @param exemplars how many are learnt
  /// @param causal whether frames of the future are left out
  record CepstralMasks(List<Integer> channels, int exemplars, boolean causal) implements Family {
    public CepstralMasks {
      channels = List.copyOf(channels);
    }

    @Override
    public String name() {
      return "cepstral";
    }

    @Override
    public Architecture of(List<String> stems) {
      return Cepstral.of(stems, channels, exemplars, causal);
    }
  }

  /// Voice activity by [Binary].
  record BinaryVoice(Binary.Time time) implements Family {
    @Override
    public String name() {
      return "binary";
    }

    @Override
    public Architecture of(List<String> stems) {
      return Binary.voice(stems, time);
    }
  }
}
