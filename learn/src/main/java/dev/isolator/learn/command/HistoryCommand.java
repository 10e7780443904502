package dev.isolator.learn.command;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.isolator.cli.ExitCode;
import dev.isolator.learn.data.DataVersion;
import dev.isolator.learn.folder.LearningFolder;
import dev.isolator.learn.history.History;
import dev.isolator.learn.history.HistoryEntry;
import dev.isolator.learn.run.LearningRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `isolator learn history`.
@Command(
    name = "history",
    header = "Say what happened: versions, runs, gates, promotions, revocations.")
final class HistoryCommand implements Callable<Integer> {
  private static final Pattern HASHES = Pattern.compile("set|sha256|.*Sha256");
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  @Option(names = "--json", description = "One JSON object a line, bound by hashes.")
  private boolean json;

  @Option(
      names = "--song",
      paramLabel = "SHA256",
      defaultValue = "",
      description =
          "In which versions and models a song is; proves by hashes that no other version has it.")
  private String song = "";

  @Mixin private LearnOptions options = new LearnOptions();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException {
    LearningFolder learning = options.open();
    PrintWriter out = spec.commandLine().getOut();
    if (!song.isEmpty()) {
      song(learning, out);
      return ExitCode.OK.number();
    }
    for (HistoryEntry entry : learning.history().read()) {
      out.println(
          json
              ? GSON.toJson(History.json(entry))
              : "%s  %-10s %s  %s"
                  .formatted(
                      entry.at(),
                      entry.kind().name().toLowerCase(Locale.ROOT),
                      entry.who(),
                      details(entry)));
    }
    return ExitCode.OK.number();
  }

  private static String details(HistoryEntry entry) {
    return entry.details().entrySet().stream()
        .filter(detail -> !HASHES.matcher(detail.getKey()).matches())
        .map(detail -> detail.getKey() + " " + text(detail.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String text(JsonElement value) {
    return value instanceof JsonPrimitive one ? one.getAsString() : value.toString();
  }

  private void song(LearningFolder learning, PrintWriter out) throws IOException {
    List<Integer> with = new ArrayList<>();
    for (int number : learning.versions()) {
      DataVersion version = DataVersion.read(learning, number);
      version.verify();
      boolean has = version.songs().contains(song);
      boolean revoked = version.revoked().contains(song);
      if (has) {
        with.add(number);
      }
      out.println(
          "version %d, hash %s: %s"
              .formatted(
                  number,
                  version.sha256(),
                  !has ? "not in it" : revoked ? "was in it, its sound is removed" : "in it"));
    }
    for (int number : learning.runs()) {
      LearningRun run = LearningRun.read(learning, "r" + number);
      if (with.contains(run.data()) && run.isTrained()) {
        out.println("%s learnt from version %d, which had it".formatted(run.model(), run.data()));
      }
    }
  }
}
