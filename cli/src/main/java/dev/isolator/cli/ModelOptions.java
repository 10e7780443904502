package dev.isolator.cli;

import dev.isolator.Quality;
import dev.isolator.SeparatorOptions;
import dev.isolator.audio.DecodeLimits;
import dev.isolator.model.Accelerator;
import dev.isolator.model.ModelException;
import dev.isolator.model.Precision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that choose a model and the hardware to run it on.
sealed class ModelOptions permits SeparationOptions, ActivityOptions {
  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "A model's name or .onnx file; isolator models list shows them. Or several together:"
              + " a,b:2 (b counts twice), median:a,b,c, min:, max:; a+swap hears left and right"
              + " exchanged, a+shift half a hop later; or a .yaml file that names them. Default: the"
              + " first of that list")
  String model = "";

  @Option(
      names = "--quality",
      paramLabel = "NAME",
      completionCandidates = Qualities.class,
      description =
          "In place of --model, one of: fast, standard (the default model), best (several networks"
              + " together, slower). Default: standard")
  @Nullable Quality quality;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the network, 1 to 256. Default: as many as processors")
  @Nullable Integer threads;

  @Option(
      names = "--accelerator",
      paramLabel = "NAME",
      completionCandidates = Accelerators.class,
      description = "One of: auto, cpu, cuda, coreml, directml. Default: auto")
  Accelerator accelerator = Accelerator.AUTO;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      completionCandidates = Precisions.class,
      description =
          "One of: auto, float, int8. auto takes a model's graph in 8 bits where it has one and the processor has instructions for it; float gives the same on every machine. Default: auto")
  Precision precision = Precision.AUTO;

  /// Refuses values that are out of range, with an `IllegalArgumentException`.
  ///
  /// @throws ModelException if a file that is named cannot be read as what it should be
  SeparatorOptions toSeparatorOptions(DecodeLimits limits) throws ModelException {
    if (threads != null && (threads < 1 || threads > 256)) {
      throw new IllegalArgumentException("threads must be from 1 to 256, was " + threads);
    }
    if (quality != null && !model.isEmpty()) {
      throw new IllegalArgumentException("--quality and --model exclude each other");
    }
    return SeparatorOptions.defaults()
        .withModel(quality == null ? model : quality.model())
        .withThreads(threads == null ? 0 : threads)
        .withAccelerator(accelerator)
        .withPrecision(precision)
        .withLimits(limits);
  }

  private static final class Qualities extends ChoiceConverter.Words {
    private static final long serialVersionUID = 1L;

    Qualities() {
      super("fast", "standard", "best");
    }
  }

  private static final class Accelerators extends ChoiceConverter.Words {
    private static final long serialVersionUID = 1L;

    Accelerators() {
      super("auto", "cpu", "cuda", "coreml", "directml");
    }
  }

  private static final class Precisions extends ChoiceConverter.Words {
    private static final long serialVersionUID = 1L;

    Precisions() {
      super("auto", "float", "int8");
    }
  }
}
