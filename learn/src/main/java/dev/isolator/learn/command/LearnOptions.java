package dev.isolator.learn.command;

import dev.isolator.cli.ExitCode;
import dev.isolator.learn.folder.LearningFolder;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of all subcommands.
final class LearnOptions {
  @Option(
      names = "--learn",
      paramLabel = "FOLDER",
      defaultValue = "learn",
      description =
          "Folder of the learning loop, with learn.yaml in it. Default: ${DEFAULT-VALUE}.")
  private Path folder = Path.of("learn");

  @Option(
      names = "--who",
      paramLabel = "NAME",
      description = "Who does it, for the history. Default: the user's name.")
  private String who = System.getProperty("user.name", "unknown");

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "The model in use: what is fine-tuned and compared with. Default: that of learn.yaml.")
  private @Nullable String model;

  @Option(
      names = "--with-parent",
      description =
          "The command ends when its standard input does: when the program that started it dies.")
  private boolean withParent;

  LearningFolder open() throws IOException {
    if (withParent) {
      Thread.ofPlatform().daemon().name("parent").start(LearnOptions::awaitEndOfInput);
    }
    LearningFolder learning = LearningFolder.open(folder);
    return model == null
        ? learning
        : new LearningFolder(folder, learning.settings().withModel(model));
  }

  /// Ends the program as Ctrl-C does, so that a training process is told to save.
  private static void awaitEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // nothing is said on it; it only has an end
      }
    } catch (IOException e) {
      // it has ended, too
    }
    System.exit(ExitCode.CANCELLED.number());
  }

  String who() {
    return who;
  }
}
