package dev.isolator.dataset.command;

import com.google.gson.JsonObject;
import dev.isolator.audio.Counted;
import dev.isolator.audio.NamedPipe;
import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.pair.Alignment;
import dev.isolator.dataset.pair.PairBuilder;
import dev.isolator.dataset.pair.PairJson;
import dev.isolator.dataset.pair.PairManifest;
import dev.isolator.dataset.pair.PairMatcher;
import dev.isolator.dataset.pair.PairMetadata;
import dev.isolator.dataset.pair.Thresholds;
import dev.isolator.dataset.pair.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator dataset pair`: aligns vocals with the mix they are in.
@Command(
    name = "pair",
    header = "Find vocals in a mix and align them to the sample.",
    description = {
      "Writes mix.wav, vocals.wav and instrumental.wav of equal length, pair.json and pair.html. For a rejected pair only the last two are written. An accepted pair gets a line in DIR/manifest.jsonl.",
      "Given two folders, matches their songs by name, tags or content and writes a folder for each pair. A file that cannot be read is reported and left out, and sets the exit code."
    })
final class PairCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "MIX", description = "The song, or a folder of songs.")
  private Path mix = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "VOCALS",
      description = "Its vocals (a cappella), or a folder of them.")
  private Path part = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description =
          "Folder of the pair; with two input folders, the folder that holds one folder per pair.")
  private Path output = Path.of("");

  @Option(
      names = "--instrumental",
      description =
          "The second file is the instrumental; the vocals are the mix minus the instrumental.")
  private boolean instrumental;

  @Option(
      names = "--min-coverage",
      paramLabel = "SHARE",
      defaultValue = "0.6",
      description =
          "Reject vocals that cover less than this share of the mix, 0 to 1; ${DEFAULT-VALUE}.")
  private double minCoverage;

  @Option(
      names = "--title",
      defaultValue = "",
      description = "Title of the song; by default the mix's tag, else its file name.")
  private String title = "";

  @Option(
      names = "--artist",
      defaultValue = "",
      description = "Artist of the song; by default the mix's tag.")
  private String artist = "";

  @Option(
      names = "--split",
      defaultValue = "TRAIN",
      description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE}.")
  private Split split = Split.TRAIN;

  @Option(
      names = "--licence",
      defaultValue = "",
      description =
          "Licence of the song; SPDX identifier if there is one. The check of the manifest reports songs without one.")
  private String licence = "";

  @Option(names = "--source", defaultValue = "", description = "Where the song came from.")
  private String source = "";

  @Option(names = "--credit", defaultValue = "", description = "Whom to name.")
  private String credit = "";

  @Option(names = "--json", description = "Print one line of JSON for each pair.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException, CommandException {
    if (!(minCoverage >= 0 && minCoverage <= 1)) {
      throw new CommandException(
          ExitCode.USAGE, "--min-coverage must be from 0 to 1, was " + minCoverage);
    }
    if (Files.isDirectory(mix) != Files.isDirectory(part)) {
      throw new CommandException(
          ExitCode.USAGE, "MIX and VOCALS must be two files or two folders; one of each was given");
    }
    NamedPipe.refuse(mix);
    NamedPipe.refuse(part);
    var manifest = PairManifest.in(output);
    var builder = new PairBuilder(Thresholds.defaults().withMinCoverage(minCoverage));
    if (Files.isDirectory(mix)) {
      return folders(builder, manifest);
    }
    var found = build(builder, manifest, mix, part, output);
    print(String.valueOf(mix.getFileName()), PairJson.of(found), found);
    return 0;
  }

  private Alignment build(
      PairBuilder builder, PairManifest manifest, Path song, Path other, Path folder)
      throws IOException {
    var role = instrumental ? PairBuilder.Part.INSTRUMENTAL : PairBuilder.Part.VOCALS;
    var found = builder.build(song, other, role, folder);
    manifest.put(
        folder,
        found,
        new PairMetadata(title, artist, split, licence, source, credit),
        song,
        other);
    return found;
  }

  /// Files that cannot be read are left out; the first of them sets the exit code.
  private int folders(PairBuilder builder, PairManifest manifest) throws IOException {
    var err = spec.commandLine().getErr();
    var matches = PairMatcher.match(mix, part);
    var verdicts = new EnumMap<Verdict, Integer>(Verdict.class);
    var failures = new ArrayList<IOException>(matches.unreadable().values());
    failures.forEach(e -> err.println("left out: " + e.getMessage()));
    var names = new HashSet<String>();
    int alone = 0;
    for (var match : matches.matches()) {
      if (match.part() == null) {
        err.println("left out: " + match.mix().getFileName() + ": " + match.how());
        alone++;
        continue;
      }
      String file = String.valueOf(match.mix().getFileName());
      String name = names.add(match.name()) ? match.name() : file; // song.mp3 beside song.wav
      try {
        var found = build(builder, manifest, match.mix(), match.part(), output.resolve(name));
        verdicts.merge(found.verdict(), 1, Integer::sum);
        var line = new JsonObject();
        line.addProperty("mix", file);
        line.addProperty("part", String.valueOf(match.part().getFileName()));
        line.addProperty("matched", match.how());
        line.addProperty("folder", name);
        PairJson.of(found).entrySet().forEach(e -> line.add(e.getKey(), e.getValue()));
        print(name + " (" + match.how() + ")", line, found);
      } catch (IOException e) {
        failures.add(e);
        err.println("left out: " + e.getMessage());
      }
    }
    for (Path other : matches.left()) {
      err.println("left out: " + other.getFileName() + ": belongs to no mix");
    }
    err.printf(
        "%d accepted, %d to review, %d rejected; %s and %s without a match; %d could not be read%n",
        verdicts.getOrDefault(Verdict.ACCEPT, 0),
        verdicts.getOrDefault(Verdict.REVIEW, 0),
        verdicts.getOrDefault(Verdict.REJECT, 0),
        Counted.of(alone, "mix", "mixes"),
        Counted.of(matches.left().size(), "part"),
        failures.size());
    err.flush();
    return failures.isEmpty() ? 0 : ExitCode.of(failures.getFirst()).number();
  }

  private void print(String name, JsonObject line, Alignment alignment) {
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(line);
    } else {
      out.printf("%s: %s: %s%n", name, alignment.verdict(), String.join("; ", alignment.reasons()));
    }
    out.flush();
  }
}
