package dev.isolator.evaluate.command;

import dev.isolator.SeparatorOptions;
import dev.isolator.audio.AudioException;
import dev.isolator.evaluate.candidate.Candidate;
import dev.isolator.evaluate.songs.DataSet;
import dev.isolator.evaluate.threshold.VoiceFrames;
import dev.isolator.model.ModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator thresholds DATASET…`: from which probability on somebody sings, for a model's card.
@Command(
    name = "thresholds",
    header = "Find from which probability on somebody sings.",
    description = {
      "",
      "Prints, for several running medians of the probabilities, the threshold that tells voiced"
          + " frames best from others on validation songs. It goes into the model's card as voiceOn,"
          + " the median as voiceMedianSeconds.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Example:",
      "  isolator thresholds validation/manifest.jsonl recorded/manifest.jsonl --split validation"
    })
final class ThresholdsCommand implements Callable<Integer> {
  private static final double[] MEDIANS = {0, 0.2, 0.4, 0.8, 1.2};

  @Parameters(
      arity = "1..*",
      paramLabel = "DATASET",
      description =
          "Folders of SONG/STEM.wav, of MUSDB18 (.stem.mp4 or HQ), of MIR-1K, or manifests .jsonl.")
  private List<Path> dataSets = List.of();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "The model: one that says where somebody sings, or one that takes songs apart and says it"
              + " itself. Default: the default model")
  private String model = "";

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description =
          "Which songs: train, test, all, or a manifest's split. Default: test; of a manifest: evaluation")
  private String split = "";

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws AudioException, ModelException {
    var frames = new VoiceFrames();
    try (var candidate = Candidate.of(SeparatorOptions.defaults().withModel(model))) {
      for (Path dataSet : dataSets) {
        frames.add(DataSet.open(dataSet, DataSet.Layout.AUTO, split), candidate);
      }
    }
    var out = spec.commandLine().getOut();
    out.println("| median | threshold | balanced accuracy | accuracy | false voice | AUC |");
    out.println("|---:|---:|---:|---:|---:|---:|");
    try {
      for (double median : MEDIANS) {
        var fit = frames.fit(median);
        out.println(
            String.format(
                Locale.ROOT,
                "| %.1f s | %.3f | %.1f %% | %.1f %% | %.1f %% | %.1f %% |",
                median,
                fit.threshold(),
                100 * fit.balanced(),
                100 * fit.scores().accuracy(),
                100 * fit.falseVoice(),
                100 * fit.scores().auc()));
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    return 0;
  }
}
