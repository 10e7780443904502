package dev.isolator.cli;

import dev.isolator.SeparatorOptions;
import dev.isolator.audio.DecodeLimits;
import dev.isolator.mask.Masking;
import dev.isolator.mask.VoiceGating;
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
          "Silence the voice where the model says that nobody sings, with soft edges: on or off."
              + " Default: as the model's card says")
  VoiceGating gating = VoiceGating.BY_CARD;

  @Override
  SeparatorOptions toSeparatorOptions(DecodeLimits limits) {
    return super.toSeparatorOptions(limits).withMasking(new Masking(binary, wiener, gating));
  }

  private static final class Gatings extends ChoiceConverter.Words {
    private static final long serialVersionUID = 1L;

    Gatings() {
      super("on", "off");
    }
  }
}
