package dev.isolator.dataset.command;

import dev.isolator.audio.Counted;
import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.dataset.activity.LabelFile;
import dev.isolator.dataset.activity.StemActivity;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.voice.VoiceTimeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator dataset labels`: labels the voice activity of a vocal stem.
@Command(
    name = "labels",
    header = "Label where somebody sings in a vocal stem.",
    description =
        "Writes Audacity labels (.txt), JSON (.json) or CSV (.csv), by the output's extension. If the input is labels instead of audio, they are converted.")
final class LabelsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "VOCALS", description = "A vocal stem, or labels to convert.")
  private Path input = Path.of("");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "Labels: .txt, .json or .csv.")
  private Path output = Path.of("");

  @Option(
      names = "--on",
      paramLabel = "DB",
      defaultValue = "-35",
      description =
          "Level above which voice begins, relative to the loudest 20 ms; ${DEFAULT-VALUE}.")
  private double onDb;

  @Option(
      names = "--off",
      paramLabel = "DB",
      defaultValue = "-45",
      description = "Level below which voice ends, relative to the same; ${DEFAULT-VALUE}.")
  private double offDb;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException, CommandException {
    if (!(offDb <= onDb && onDb <= 0)) {
      throw new CommandException(
          ExitCode.USAGE,
          "--off must be at most --on, and that at most 0; were %s and %s".formatted(offDb, onDb));
    }
    try {
      LabelFile.Form.of(output);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
    String name = input.toString().toLowerCase(Locale.ROOT);
    boolean labels = name.endsWith(".txt") || name.endsWith(".json") || name.endsWith(".csv");
    VoiceTimeline timeline = labels ? LabelFile.read(input) : listen();
    LabelFile.write(output, timeline);
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %s, %.1f s of voice%n",
            output,
            Counted.of(timeline.spans().size(), "span"),
            timeline.seconds());
    return 0;
  }

  private VoiceTimeline listen() throws IOException {
    var defaults = StemActivity.defaults();
    return new StemActivity(
            onDb,
            offDb,
            defaults.leastDbfs(),
            defaults.leastVoiceSeconds(),
            defaults.leastPauseSeconds())
        .of(RecordingFile.read(input));
  }
}
