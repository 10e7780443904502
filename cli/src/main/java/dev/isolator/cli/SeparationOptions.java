package dev.isolator.cli;

import dev.isolator.SeparatorOptions;
import dev.isolator.audio.DecodeLimits;
import dev.isolator.chain.Chain;
import dev.isolator.chain.Stage;
import dev.isolator.mask.Masking;
import dev.isolator.mask.VoiceGating;
import dev.isolator.model.ModelException;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// The options of `separate` for the model and its masks.
final class SeparationOptions extends ModelOptions {
  @Option(
      names = "--wiener",
      paramLabel = "N",
      description =
          "Sharpen by N rounds of a multichannel Wiener filter, 1 to 10; slower. Default: 0, off")
  int wiener;

  @Option(
      names = "--binary",
      paramLabel = "T",
      description =
          "Hard masks: each bin goes entirely to the stem whose mask is at least T, between 0 and"
              + " 1. Default: soft masks")
  double binary = Double.NaN;

  @Option(
      names = "--voice-gate",
      paramLabel = "WHEN",
      completionCandidates = Gatings.class,
      description =
          "Silence the vocals where nobody sings, with soft edges: on, by the model voice-activity,"
              + " with every model that has vocals; off. Default: as the model's card says")
  VoiceGating gating = VoiceGating.BY_CARD;

  @Option(
      names = "--refine-phase",
      paramLabel = "N",
      description =
          "Refine phases by N rounds, 1 to 50, until they go with the magnitudes; slower. Default:"
              + " 0, off")
  int phase;

  @Option(
      names = "--chain",
      paramLabel = "CHAIN",
      description =
          "All steps, in place of the options above: article-a, article-a-tuned, or a .yaml file;"
              + " see docs/chain.md")
  String chain = "";

  @Option(
      names = "--without",
      paramLabel = "STEP",
      split = ",",
      completionCandidates = Steps.class,
      description =
          "Steps of --chain to switch off: conditioning, normalisation, cepstra, voice-activity,"
              + " similarity, mask-shaping, restoration, phase, clean-up")
  List<String> without = List.of();

  @Override
  SeparatorOptions toSeparatorOptions(DecodeLimits limits) throws ModelException {
    var options = super.toSeparatorOptions(limits);
    var masking =
        Masking.soft()
            .withBinaryThreshold(binary)
            .withWienerIterations(wiener)
            .withVoiceGating(gating)
            .withPhaseIterations(phase);
    if (!chain.isEmpty()) {
      if (!masking.equals(Masking.soft())) {
        throw new IllegalArgumentException(
            "--chain excludes --wiener, --binary, --voice-gate and --refine-phase; name them as steps of the chain");
      }
      var steps = steps();
      String runs = steps.model(options.model());
      if ((!model.isEmpty() || quality != null) && !runs.equals(options.model())) {
        throw new IllegalArgumentException(
            "--chain %s names the model %s; leave out --model and --quality, or add --without cepstra"
                .formatted(chain, runs));
      }
      return options.withChain(steps);
    }
    if (!without.isEmpty()) {
      throw new IllegalArgumentException("--without switches off steps of a --chain, found none");
    }
    return options.withMasking(masking);
  }

  private Chain steps() throws ModelException {
    var steps = Chain.find(chain);
    for (String word : without) {
      steps = steps.without(Stage.Kind.of(word));
    }
    return steps;
  }

  private static final class Steps extends ChoiceConverter.Words {
    private static final long serialVersionUID = 1L;

    Steps() {
      super(
          Stream.of(Stage.Kind.values())
              .filter(kind -> !kind.isFixed())
              .map(Stage.Kind::word)
              .toArray(String[]::new));
    }
  }

  private static final class Gatings extends ChoiceConverter.Words {
    private static final long serialVersionUID = 1L;

    Gatings() {
      super("on", "off");
    }
  }
}
