package dev.isolator.server;

import dev.isolator.audio.Counted;
import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.server.config.ServerSettings;
import dev.isolator.server.feedback.FeedbackExport;
import dev.isolator.server.feedback.FeedbackStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator serve export-feedback DIR`
@Command(
    name = "export-feedback",
    header = "Write what people said of songs that may be used for training, and the songs.")
final class ExportFeedbackCommand implements Callable<Integer> {
  @Mixin private ServerOptions options = new ServerOptions();

  @Parameters(paramLabel = "DIR", description = "The folder to write feedback.jsonl and audio/ to.")
  private Path folder = Path.of("feedback"); // replaced by picocli

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws CommandException, IOException {
    ServerSettings settings = options.settings(System.getenv());
    var storage = settings.persistence().storage().open();
    try (var database = KeyCommands.open(settings)) {
      var written =
          FeedbackExport.write(new FeedbackStore(database.jdbi(), storage), storage, folder);
      spec.commandLine()
          .getOut()
          .println(
              "%s with %s; %d without consent left out"
                  .formatted(
                      Counted.of(written.lines(), "line of feedback", "lines of feedback"),
                      Counted.of(written.songs(), "song"),
                      written.leftOut()));
    }
    return ExitCode.OK.number();
  }
}
