package dev.isolator.train.family;

import java.util.List;

/// Which network, apart from its stems: what a configuration chooses.
public sealed interface Family {
  /// As in the model card.
  String name();

  /// The network for these stems.
  Architecture of(List<String> stems);

  /// See [dev.isolator.train.family.Studio].
  ///
  /// @param channels of each level
  /// @param across 0 = no maps along frequency, else by how much their middle is narrower
  record Studio(List<Integer> channels, int across) implements Family {
    public Studio {
      channels = List.copyOf(channels);
    }

    @Override
    public String name() {
      return "studio";
    }

    @Override
    public Architecture of(List<String> stems) {
      return dev.isolator.train.family.Studio.of(stems, channels, across);
    }
  }

  /// See [dev.isolator.train.family.Live].
  ///
  /// @param channels of each level
  /// @param across 0 = no maps along frequency, else by how much their middle is narrower
  record Live(List<Integer> channels, int across) implements Family {
    public Live {
      channels = List.copyOf(channels);
    }

    @Override
    public String name() {
      return "live";
    }

    @Override
    public Architecture of(List<String> stems) {
      return dev.isolator.train.family.Live.of(stems, channels, across);
    }
  }

  /// Masks by [dev.isolator.train.family.Binary].
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

  /// See [dev.isolator.train.family.Cepstral].
  ///
  /// @param channels of each block
  /// @param exemplars how many are learnt
  /// @param causal whether frames of the future are left out
  record Cepstral(List<Integer> channels, int exemplars, boolean causal) implements Family {
    public Cepstral {
      channels = List.copyOf(channels);
    }

    @Override
    public String name() {
      return "cepstral";
    }

    @Override
    public Architecture of(List<String> stems) {
      return dev.isolator.train.family.Cepstral.of(stems, channels, exemplars, causal);
    }
  }

  /// Voice activity by [dev.isolator.train.family.Binary].
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
