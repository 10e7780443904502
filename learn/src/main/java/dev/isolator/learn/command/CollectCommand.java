package dev.isolator.learn.command;

import dev.isolator.audio.Counted;
import dev.isolator.cli.ExitCode;
import dev.isolator.learn.data.DataCollection;
import dev.isolator.learn.data.DataVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator learn collect FOLDER…`.
@Command(
    name = "collect",
    header = "Make a version of the data out of feedback, or out of stems of your own.",
    description = {
      "",
      "A folder is what isolator serve export-feedback wrote, or holds SONG/vocals.wav and SONG/music.wav of songs that are yours. Where nothing has changed, no version is made.",
      ""
    })
final class CollectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", arity = "0..*", description = "What people gave.")
  private List<Path> inputs = List.of();

  @Option(
      names = "--licence",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Licence of stems of your own, such as \"own work\".")
  private String licence = "";

  @Option(
      names = "--revoke",
      paramLabel = "SHA256",
      description =
          "A song whose consent was taken back: its sound is removed from all versions. May be given several times.")
  private List<String> revoked = List.of();

  @Mixin private LearnOptions options = new LearnOptions();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException {
    var learning = options.open();
    var err = spec.commandLine().getErr();
    var out = spec.commandLine().getOut();
    var collection =
        new DataCollection(
            learning, options.who(), note -> err.println("isolator: warning: " + note));
    if (!revoked.isEmpty()) {
      collection.revoke(new TreeSet<>(revoked));
      out.println(
          "revoked "
              + Counted.of(revoked.size(), "song")
              + "; isolator learn history says which models had them");
      if (inputs.isEmpty()) {
        return ExitCode.OK.number();
      }
    }
    DataVersion version = collection.collect(inputs, licence);
    out.println(
        String.format(
            Locale.ROOT,
            "version %d: %s, %.2f hours, hash %s",
            version.number(),
            Counted.of(version.songs().size(), "song"),
            version.hours(),
            version.sha256()));
    return ExitCode.OK.number();
  }
}
