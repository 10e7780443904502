package dev.isolator.train.family;

import java.util.List;

/// What the settings choose of a network, apart from its stems.
public sealed interface Family {
  /// The name in the model card.
  String name();

  /// The network for these stems.
  Architecture of(List<String> stems);

  /// The same network without the layers that change nothing when they are put into a trained one;
  /// this one where there are none of them.
  default Family withoutAdditions() {
    return this;
  }

  /// The same network with other channels at each level, as it sees songs at their own level: what
  /// a wider one, or one with a local level, can start from. This one where it has no levels.
  default Family narrowed(List<Integer> channels) {
    return this;
  }

  /// Networks of other families whose layers are this one's but for the last, so that it may start
  /// from their weights.
  default List<Family> kin() {
    return List.of();
  }

  /// Channels at each level of a network that has levels, else none.
  default List<Integer> levels() {
    return List.of();
  }

  /// Masks by [Studio].
  record StudioMasks(UNetSettings settings) implements Family {
    @Override
    public String name() {
      return "studio";
    }

    @Override
    public Architecture of(List<String> stems) {
      return Studio.of(stems, settings);
    }

    @Override
    public Family withoutAdditions() {
      return new StudioMasks(settings.withoutAdditions());
    }

    @Override
    public Family narrowed(List<Integer> channels) {
      return new StudioMasks(settings.with(channels, false));
    }

    @Override
    public List<Integer> levels() {
      return settings.channels();
    }
  }

  /// Masks by [Live].
  ///
  /// @param time its grid and how far it looks ahead
  record LiveMasks(UNetSettings settings, Live.Time time) implements Family {
    @Override
    public String name() {
      return "live";
    }

    @Override
    public Architecture of(List<String> stems) {
      return Live.of(stems, settings, time);
    }

    @Override
    public Family withoutAdditions() {
      return new LiveMasks(settings.withoutAdditions(), time);
    }

    @Override
    public Family narrowed(List<Integer> channels) {
      return new LiveMasks(settings.with(channels, false), time);
    }

    @Override
    public List<Integer> levels() {
      return settings.channels();
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
  record CepstralMasks(Cepstral.Settings settings) implements Family {
    @Override
    public String name() {
      return "cepstral";
    }

    @Override
    public Architecture of(List<String> stems) {
      return Cepstral.of(stems, settings);
    }
  }

  /// Voice activity by [VoiceNetwork].
  ///
  /// @param bandsPerRow bands to a row of the network's picture
  record Voice(UNetSettings settings, VoiceNetwork.Time time, int bandsPerRow) implements Family {
    @Override
    public String name() {
      return "voice";
    }

    @Override
    public Architecture of(List<String> stems) {
      return VoiceNetwork.of(stems, settings, time, bandsPerRow);
    }

    @Override
    public List<Family> kin() {
      if (bandsPerRow != 1) {
        return List.of();
      }
      return switch (time) {
        case BOTH_WAYS ->
            List.of(new StudioMasks(settings), new StudioMasks(settings.with(levels(), false)));
        case CAUSAL ->
            List.of(
                new LiveMasks(settings, Live.Time.DEFAULT),
                new LiveMasks(settings.with(levels(), false), Live.Time.DEFAULT));
      };
    }

    @Override
    public List<Integer> levels() {
      return settings.channels();
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
