package dev.isolator.dataset.command;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.Counted;
import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.dataset.intake.Intake;
import dev.isolator.dataset.intake.IntakePlan;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.ManifestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator dataset add`: brings a folder of songs into a manifest.
@Command(
    name = "add",
    header = "Bring a folder of your own stems into a manifest.",
    description =
        "Imports folders whose files are named after stems (vocals, vox, kick, bass, guitar …), .stem.mp4 files (MUSDB18, NI), and, with --channels, files with one stem per channel. Nothing is copied without --copy.")
final class AddCommand implements Callable<Integer> {
  private static final Pattern PLACE =
      Pattern.compile("(vocals|drums|bass|other|music|mixture)=(\\d{1,2}(?:,\\d{1,2})*)");

  @Parameters(paramLabel = "FOLDER", description = "The songs.")
  private Path folder = Path.of("");

  @Option(
      names = {"-m", "--manifest"},
      required = true,
      paramLabel = "FILE",
      description = "The manifest; created if it does not exist.")
  private Path manifest = Path.of("");

  @Option(
      names = "--channels",
      paramLabel = "MAP",
      defaultValue = "",
      description =
          "Channels of each stem, counted from 1, in quotes: \"music=1 vocals=2\" for MIR-1K; \"drums=1,2 vocals=5,6\".")
  private String channels = "";

  @Option(
      names = "--tracks",
      paramLabel = "MAP",
      defaultValue = "",
      description =
          "Tracks of each stem in .stem.mp4 files, counted from 1, which is the mix, in quotes: \"drums=2 vocals=5\". By default, by the names in the file, else in MUSDB18's order.")
  private String tracks = "";

  @Option(
      names = "--artist",
      defaultValue = "",
      description = "Artist of all songs; by default each song has its own.")
  private String artist = "";

  @Option(
      names = "--licence",
      required = true,
      description = "Licence of the songs; SPDX identifier if there is one.")
  private String licence = "";

  @Option(names = "--source", defaultValue = "", description = "Where the songs came from.")
  private String source = "";

  @Option(names = "--credit", defaultValue = "", description = "Whom to name.")
  private String credit = "";

  @Option(
      names = "--copy",
      description =
          "Write new files, in a folder beside the manifest, for stems of several files, tracks or channels.")
  private boolean copy;

  @Option(
      names = "--dry-run",
      description = "Print what would be imported, and why the rest would not; write nothing.")
  private boolean dryRun;

  @Mixin private final SplitOption split = new SplitOption();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException, CommandException {
    if (!Files.isDirectory(folder)) {
      throw new CommandException(
          ExitCode.UNREADABLE, folder + ": no such folder, expected a folder of songs");
    }
    var out = spec.commandLine().getOut();
    var plan = IntakePlan.of(folder, map("--channels", channels), map("--tracks", tracks));
    plan.skipped().forEach((file, why) -> out.println("left out: " + file + ": " + why));
    Path place = manifest.toAbsolutePath().getParent();
    Path home = place == null ? Path.of("") : place;
    var intake =
        new Intake(home, home.resolve("stems"), artist, split.value(), licence, source, credit);
    var entries = new LinkedHashMap<String, Entry>();
    if (Files.exists(manifest)) {
      ManifestFile.read(manifest).entries().forEach(e -> entries.put(e.id(), e));
    }
    int taken = 0;
    for (var song : plan.songs()) {
      if (entries.containsKey(song.id())) {
        out.println("left out: " + song.id() + ": is in the manifest already");
      } else if (!song.isPlain() && !copy) {
        out.println("left out: " + song.line() + " its stems must be written anew: add --copy");
      } else {
        try {
          Intake.check(song);
          if (!dryRun) {
            entries.put(song.id(), intake.take(song));
          }
          out.println((dryRun ? "would take " : "took ") + song.line());
          taken++;
        } catch (AudioException e) {
          out.println("left out: " + song.id() + ": " + e.getMessage());
        }
      }
    }
    if (taken == 0 && entries.isEmpty()) {
      throw new CommandException(
          ExitCode.UNREADABLE,
          folder
              + ": no song can be taken from it, for the reasons above; docs/datasets.md names the forms that can");
    }
    if (!dryRun) {
      Files.createDirectories(home);
      ManifestFile.write(manifest, entries.values());
    }
    out.printf("%s %s%n", Counted.of(taken, "song"), dryRun ? "would be taken" : "taken");
    return 0;
  }

  /// `music=1 vocals=2` to stem and numbers from 0.
  private static Map<String, List<Integer>> map(String option, String text)
      throws CommandException {
    var map = new LinkedHashMap<String, List<Integer>>();
    for (String part : text.isBlank() ? new String[0] : text.strip().split("\\s+", -1)) {
      var matcher = PLACE.matcher(part);
      if (!matcher.matches() || matcher.group(2).matches("(.*,)?0+(,.*)?")) {
        throw new CommandException(
            ExitCode.USAGE,
            "%s expects stem=number, from 1, such as \"music=1 vocals=2\", found \"%s\""
                .formatted(option, part));
      }
      var list = new ArrayList<Integer>();
      for (String number : matcher.group(2).split(",", -1)) {
        list.add(Integer.parseInt(number) - 1);
      }
      map.put(matcher.group(1), list);
    }
    if (!map.isEmpty() && !map.containsKey("vocals")) {
      throw new CommandException(
          ExitCode.USAGE, "%s must name the vocals, found \"%s\"".formatted(option, text));
    }
    return map;
  }
}
