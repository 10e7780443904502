package dev.isolator.chain;

import dev.isolator.conditioning.Normalisation;
import dev.isolator.mask.CleanUp;
import dev.isolator.mask.GateSettings;
import dev.isolator.mask.MaskShape;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A step of a [Chain], with its settings.
public sealed interface Stage {
  /// Which step it is.
  Kind kind();

  /// The steps, in the order in which a song goes through them.
  enum Kind {
    CONDITIONING,
    NORMALISATION,
    FRAMING,
    CEPSTRA,
    VOICE_ACTIVITY,
    SIMILARITY,
    MASK_SHAPING,
    SUBTRACTION,
    RESTORATION,
    PHASE,
    CLEAN_UP,
    RENDERING;

    /// The step's name for people: `mask-shaping`.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The step of that name.
    ///
    /// @throws IllegalArgumentException if there is none; the message lists them
    public static Kind of(String word) {
      for (Kind kind : values()) {
        if (kind.word().equals(word)) {
          return kind;
        }
      }
      throw new IllegalArgumentException(
          "expected a step of %s, found %s"
              .formatted(
                  Stream.of(values()).map(Kind::word).collect(Collectors.joining(", ")), word));
    }

    /// Whether there are no stems without it, so that it cannot be switched off.
    public boolean isFixed() {
      return switch (this) {
        case FRAMING, SUBTRACTION, RENDERING -> true;
        case CONDITIONING,
            NORMALISATION,
            CEPSTRA,
            VOICE_ACTIVITY,
            SIMILARITY,
            MASK_SHAPING,
            RESTORATION,
            PHASE,
            CLEAN_UP ->
            false;
      };
    }
  }

  /// What the network hears is cleaned.
  record Conditioning(dev.isolator.conditioning.Conditioning settings) implements Stage {
    @Override
    public Kind kind() {
      return Kind.CONDITIONING;
    }
  }

  /// What the network hears is brought to a level.
  record Level(Normalisation settings) implements Stage {
    @Override
    public Kind kind() {
      return Kind.NORMALISATION;
    }
  }

  /// Which frames the network must take.
  record Framing(dev.isolator.conditioning.Framing settings) implements Stage {
    @Override
    public Kind kind() {
      return Kind.FRAMING;
    }
  }

  /// A network that hears cepstra takes the song apart. Switched off, one does that hears spectra,
  /// see [Chain#model].
  ///
  /// @param model its name, or its file
  record Cepstra(String model) implements Stage {
    public Cepstra {
      if (model.isBlank()) {
        throw new IllegalArgumentException("model must name a model, was empty");
      }
    }

    @Override
    public Kind kind() {
      return Kind.CEPSTRA;
    }
  }

  /// The vocals are silenced where nobody sings. Left out of a chain, it is as the model's card
  /// says; switched off, it is not done.
  record VoiceActivity(GateSettings settings) implements Stage {
    @Override
    public Kind kind() {
      return Kind.VOICE_ACTIVITY;
    }
  }

  /// The masks of the network, which the `cepstral` family makes from the likeness to exemplars.
  /// Switched off, all bins of a frame have how likely somebody sings, or the voice gate's gain.
  record Similarity() implements Stage {
    @Override
    public Kind kind() {
      return Kind.SIMILARITY;
    }
  }

  /// Masks are shaped.
  record Shaping(MaskShape settings) implements Stage {
    @Override
    public Kind kind() {
      return Kind.MASK_SHAPING;
    }
  }

  /// The last stem is the mix minus the others.
  record Subtraction() implements Stage {
    @Override
    public Kind kind() {
      return Kind.SUBTRACTION;
    }
  }

  /// The multichannel Wiener filter.
  ///
  /// @param wienerIterations rounds, 1 to 10
  record Restoration(int wienerIterations) implements Stage {
    public Restoration {
      if (wienerIterations < 1 || wienerIterations > 10) {
        throw new IllegalArgumentException("wiener must be from 1 to 10, was " + wienerIterations);
      }
    }

    @Override
    public Kind kind() {
      return Kind.RESTORATION;
    }
  }

  /// Phase refinement.
  ///
  /// @param iterations rounds, 1 to 50
  record Phase(int iterations) implements Stage {
    public Phase {
      if (iterations < 1 || iterations > 50) {
        throw new IllegalArgumentException("iterations must be from 1 to 50, was " + iterations);
      }
    }

    @Override
    public Kind kind() {
      return Kind.PHASE;
    }
  }

  /// Islands are taken out of the masks.
  record IslandRemoval(CleanUp settings) implements Stage {
    @Override
    public Kind kind() {
      return Kind.CLEAN_UP;
    }
  }

  /// Stems are rendered; how, the rendering options say.
  record Rendering() implements Stage {
    @Override
    public Kind kind() {
      return Kind.RENDERING;
    }
  }
}
