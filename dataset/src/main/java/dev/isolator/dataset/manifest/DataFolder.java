package dev.isolator.dataset.manifest;

import com.google.gson.JsonObject;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.Decoder;
import dev.isolator.dataset.midi.MidiSong;
import dev.isolator.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Makes the manifest of a folder of collected recordings.
///
/// The layout: `split.tsv` (file, split) at the top; `multitrack/<song>/` and `evaluation/<song>/`
/// with one file a stem; `voices/<voice>/` with `clips.tsv` (file, start, end, and where a file
/// holds several people the speaker); `instrumental/` with `index.tsv` (file, seconds, composer,
/// licence, source); `midi/`; `instruments/<family>/<instrument>.sfz` with its sound in a `.flac`
/// of the same name. Licence and source of folders without an index come from the table in
/// `LICENCES.md`, whose first column names the folders.
///
/// A folder whose name begins with `validation` needs no `split.tsv`: all of it is of the split
/// `validation`, its ids and licences are told apart by its name, and the table may be that of the
/// folder it lies in, such as `validation-2/voices/<voice>`.
public final class DataFolder {
  private final Path root;
  private final Path manifestFolder;
  private final Map<String, Split> splits = new TreeMap<>();
  private final Map<String, String[]> licences;

  /// Of all files, where there is no list of splits; null where there is one.
  private final @Nullable Split only;

  /// Before folders in ids and in the table of licences; empty where they are told apart already.
  private final String prefix;

  private DataFolder(Path root, Path manifestFolder) throws IOException {
    this.root = root;
    this.manifestFolder = manifestFolder.toAbsolutePath().normalize();
    String name = String.valueOf(root.toAbsolutePath().normalize().getFileName());
    Path list = root.resolve("split.tsv");
    boolean validates = !Files.exists(list) && name.startsWith("validation");
    this.only = validates ? Split.VALIDATION : null;
    this.prefix = validates ? name + "/" : "";
    if (!validates) {
      for (String[] row : TsvFile.read(list, "file", "split")) {
        splits.put(row[0], split(row[1]));
      }
    }
    Path own = root.resolve("LICENCES.md");
    boolean above = validates && !Files.exists(own);
    this.licences = LicenceTable.read(above ? root.resolve("../LICENCES.md") : own);
  }

  private Split split(String name) throws ManifestException {
    for (Split one : Split.values()) {
      if (one.toString().equals(name)) {
        return one;
      }
    }
    throw new ManifestException(
        root.resolve("split.tsv").toString(),
        0,
        "split must be train, validation or evaluation, was \"%s\"".formatted(name));
  }

  /// Reads the folder, decodes lengths and hashes every file.
  ///
  /// @param manifestFolder the folder of the manifest, to which its paths are relative
  /// @return entries in order of their ids
  public static List<Entry> entries(Path root, Path manifestFolder) throws IOException {
    var folder = new DataFolder(root, manifestFolder);
    var entries = new TreeMap<String, Entry>();
    for (String part : List.of("multitrack", "evaluation")) {
      for (Path song : list(root.resolve(part))) {
        folder.add(entries, folder.song(song, part));
      }
    }
    for (Path voice : list(root.resolve("voices"))) {
      for (Entry entry : folder.voice(voice)) {
        folder.add(entries, entry);
      }
    }
    if (Files.exists(root.resolve("instrumental"))) {
      for (String[] row :
          TsvFile.read(
              root.resolve("instrumental/index.tsv"),
              "file",
              "seconds",
              "composer",
              "licence",
              "source")) {
        folder.add(entries, folder.instrumental(row));
      }
    }
    for (Path midi : list(root.resolve("midi"))) {
      folder.add(entries, folder.midi(midi));
    }
    for (Path family : list(root.resolve("instruments"))) {
      for (Path file : list(family)) {
        if (file.toString().endsWith(".sfz")) {
          folder.add(entries, folder.instrument(family, file));
        }
      }
    }
    return new ArrayList<>(entries.values());
  }

  private void add(Map<String, Entry> entries, Entry entry) throws ManifestException {
    if (entries.put(entry.id(), entry) != null) {
      throw new ManifestException(
          root.toString(), 0, "two files would have the id %s; rename one".formatted(entry.id()));
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private String key(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  private Split splitOf(Path file) throws ManifestException {
    if (only != null) {
      return only;
    }
    Split split = splits.get(key(file));
    if (split == null) {
      throw new ManifestException(
          root.resolve("split.tsv").toString(),
          0,
          "has no line for %s; add one".formatted(key(file)));
    }
    return split;
  }

  private StemFile stem(Path file, double duration) throws IOException {
    Path relative = manifestFolder.relativize(file.toAbsolutePath().normalize());
    return new StemFile(relative.toString().replace('\\', '/'), Sha256.of(file), 0, duration);
  }

  private record Length(int sampleRate, int channels, double seconds) {
    static Length of(Path file) throws AudioException {
      try (var decoder = Decoder.open(file)) {
        int rate = decoder.info().sampleRate();
        long frames = decoder.skip(Long.MAX_VALUE / 2);
        return new Length(rate, decoder.info().layout().count(), (double) frames / rate);
      }
    }
  }

  private static String id(String... parts) {
    return String.join("-", parts)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-|-$", "");
  }

  private static String bare(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private String[] licence(String folder) {
    return licences.getOrDefault(prefix + folder, new String[] {"unknown", "unknown", ""});
  }

  private Entry song(Path folder, String part) throws IOException {
    var stems = new LinkedHashMap<String, StemFile>();
    Length length = new Length(0, 0, 0);
    Split split = Split.TRAIN;
    for (String name : List.of("vocals", "drums", "bass", "other", "music", "mixture")) {
      Path file = folder.resolve(name + ".opus");
      if (Files.exists(file)) {
        length = Length.of(file);
        split = splitOf(file);
        stems.put(name, stem(file, length.seconds));
      }
    }
    String name = bare(folder);
    String[] licence = licence(part + "/" + name);
    // Songs from one source repository count as songs of one artist.
    String artist = licence[1].replaceAll("[/,].*", "");
    return new Entry(
        id("song", prefix, name),
        Kind.SONG,
        split,
        stems,
        new AudioProperties(length.sampleRate, length.channels, length.seconds),
        new Provenance(artist, licence[0], licence[1], licence[2]));
  }

  private List<Entry> voice(Path folder) throws IOException {
    var clips = new TreeMap<String, List<ClipSpan>>();
    for (String[] row : TsvFile.read(folder.resolve("clips.tsv"), "file", "start_s", "end_s")) {
      clips
          .computeIfAbsent(row[0], k -> new ArrayList<>())
          .add(
              new ClipSpan(
                  Double.parseDouble(row[1]),
                  Double.parseDouble(row[2]),
                  row.length > 3 ? row[3] : ""));
    }
    var used = new TreeSet<Split>();
    for (String file : clips.keySet()) {
      used.add(splitOf(folder.resolve(file)));
    }
    var entries = new ArrayList<Entry>();
    for (var one : clips.entrySet()) {
      Path file = folder.resolve(one.getKey());
      var length = Length.of(file);
      String[] licence = licence("voices/" + bare(folder));
      entries.add(
          new Entry(
              id("voice", prefix, bare(folder), bare(file)),
              Kind.VOICE,
              splitOf(file),
              Map.of("vocals", stem(file, length.seconds)),
              one.getValue(),
              new AudioProperties(length.sampleRate, length.channels, length.seconds),
              new Provenance( // A folder whose files are split holds several singers, a file each.
                  used.size() > 1 ? bare(folder) + "/" + bare(file) : bare(folder),
                  licence[0],
                  licence[1],
                  licence[2]),
              new JsonObject(),
              new JsonObject()));
    }
    return entries;
  }

  private Entry instrumental(String[] row) throws IOException {
    Path file = root.resolve("instrumental").resolve(row[0]);
    var length = Length.of(file);
    return new Entry(
        id("instrumental", prefix, bare(file)),
        Kind.INSTRUMENTAL,
        splitOf(file),
        Map.of("music", stem(file, length.seconds)),
        new AudioProperties(length.sampleRate, length.channels, length.seconds),
        new Provenance(row[2], row[3], row[4], row[2]));
  }

  private Entry midi(Path file) throws IOException {
    double seconds = MidiSong.read(file).seconds();
    String[] licence = licence("midi/");
    return new Entry(
        id("midi", prefix, bare(file)),
        Kind.MIDI,
        splitOf(file),
        Map.of("music", stem(file, seconds)),
        AudioProperties.ofMidi(seconds),
        new Provenance("midi/" + bare(file), licence[0], licence[1], licence[2]));
  }

  private Entry instrument(Path family, Path notes) throws IOException {
    Path sound = notes.resolveSibling(bare(notes) + ".flac");
    var length = Length.of(sound);
    var stems = new LinkedHashMap<String, StemFile>();
    stems.put("music", stem(sound, length.seconds));
    stems.put("notes", stem(notes, 0));
    String name = bare(family) + "/" + bare(notes);
    String[] licence = licence("instruments/" + name);
    return new Entry(
        id("instrument", prefix, bare(family), bare(notes)),
        Kind.INSTRUMENT,
        splitOf(sound),
        stems,
        new AudioProperties(length.sampleRate, length.channels, length.seconds),
        new Provenance("instruments/" + name, licence[0], licence[1], licence[2]));
  }
}
