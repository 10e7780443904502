package dev.isolator.learn.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.isolator.Separator;
import dev.isolator.SeparatorOptions;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.ManifestFile;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.evaluate.songs.ReferenceSignals;
import dev.isolator.file.AtomicFile;
import dev.isolator.learn.folder.LearningFolder;
import dev.isolator.learn.history.HistoryEntry;
import dev.isolator.learn.history.HistoryEntry.Kind;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Collects what people gave into the next version of the data.
///
/// A version is made beside the others and gets its name when it is complete; who is killed
/// meanwhile goes on with the songs that are done. Where nothing has changed since the newest
/// version, that one is returned and none is made. One process at a time.
public final class DataCollection {
  private static final String BUILDING = ".building";

  private final LearningFolder learning;
  private final String who;
  private final Consumer<String> notes;

  /// @param who collects, for the history
  /// @param notes told of each song that is left out, and why; one line each
  public DataCollection(LearningFolder learning, String who, Consumer<String> notes) {
    this.learning = learning;
    this.who = who;
    this.notes = notes;
  }

  /// Takes back the consent for songs: their sound is removed from all versions, no later version
  /// has them, and the history says which versions and models had them. Models stay: what a network
  /// learnt cannot be taken out of it.
  ///
  /// @param songs hashes, as versions list them
  public void revoke(Set<String> songs) throws IOException {
    try (var _ = learning.exclusively("collect")) {
      for (String song : songs) {
        if (!song.matches("[0-9a-f]{64}")) {
          throw new IOException(
              "%s: expected a song's SHA-256, 64 hexadecimal digits; isolator learn history --json lists them"
                  .formatted(song));
        }
        var versions = new JsonArray();
        for (int number : learning.versions()) {
          DataVersion version = DataVersion.read(learning, number);
          if (version.songs().contains(song)) {
            versions.add(number);
            remove(version, song);
          }
        }
        removeTree(learning.version(1).resolveSibling(BUILDING));
        var details = new JsonObject();
        details.addProperty("song", song);
        details.add("versions", versions);
        details.add("models", modelsOf(versions));
        learning.history().add(who, Kind.REVOCATION, "revocation:" + song, details);
      }
    }
  }

  /// The models that were trained on one of some versions.
  private JsonArray modelsOf(JsonArray versions) throws IOException {
    var models = new JsonArray();
    for (HistoryEntry entry : learning.history().read()) {
      if (entry.kind() == Kind.RUN && versions.contains(entry.details().get("data"))) {
        models.add(entry.details().get("model"));
      }
    }
    return models;
  }

  private static void remove(DataVersion version, String song) throws IOException {
    var revoked = new TreeSet<>(version.revoked());
    revoked.add(song);
    AtomicFile.write(version.folder().resolve("revoked.txt"), String.join("\n", revoked) + "\n");
    removeTree(version.folder().resolve("songs").resolve(song.substring(0, 16)));
  }

  /// Collects.
  ///
  /// @param inputs folders: exports of a server's feedback, or folders of corrected stems
  /// @param licence of corrected stems that are a musician's own; empty where there are none
  /// @return the new version, or the newest one where nothing has changed
  public DataVersion collect(List<Path> inputs, String licence) throws IOException {
    try (var _ = learning.exclusively("collect")) {
      note();
      var songs = new TreeMap<String, FeedbackSong>();
      for (Path input : inputs) {
        for (FeedbackSong song : new FeedbackFolder(input, licence).songs()) {
          songs.putIfAbsent(song.sha256(), song);
        }
      }
      for (HistoryEntry entry : learning.history().read()) {
        if (entry.kind() == Kind.REVOCATION) {
          songs.remove(entry.details().get("song").getAsString());
        }
      }
      Path building = learning.version(1).resolveSibling(BUILDING);
      Files.createDirectories(building.resolve("songs"));
      Map<String, JsonObject> rows = rows(songs, building);
      return finish(building, songs, rows);
    }
  }

  private Map<String, JsonObject> rows(Map<String, FeedbackSong> songs, Path building)
      throws IOException {
    HeldOutSongs heldOut = HeldOutSongs.open(learning.settings().gate());
    String gate = heldOut.sha256();
    var rows = new TreeMap<String, JsonObject>();
    var separators = new HashMap<String, Separator>();
    try {
      for (FeedbackSong song : songs.values()) {
        Path folder = building.resolve("songs").resolve(song.shortName());
        String inputs = song.inputs(gate);
        JsonObject row = SongData.read(folder, inputs);
        if (row == null) {
          removeTree(folder);
          row = earlier(song, inputs, folder);
        }
        if (row == null) {
          row = made(song, inputs, folder, heldOut, separators);
        }
        if (row != null) {
          rows.put(song.sha256(), row);
        } else {
          removeTree(folder);
        }
      }
    } finally {
      separators.values().forEach(Separator::close);
    }
    return rows;
  }

  /// What the newest version has of a song, if its inputs are the same.
  private @Nullable JsonObject earlier(FeedbackSong song, String inputs, Path folder)
      throws IOException {
    List<Integer> versions = learning.versions();
    if (versions.isEmpty()) {
      return null;
    }
    Path before = learning.version(versions.getLast()).resolve("songs").resolve(song.shortName());
    JsonObject row = SongData.read(before, inputs);
    if (row == null) {
      return null;
    }
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(before)) {
      for (Path file : files.filter(f -> !f.endsWith(SongData.FILE)).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.copy(before.resolve(SongData.FILE), folder.resolve(SongData.FILE));
    return row;
  }

  /// Makes a song's data; null if the song is left out.
  private @Nullable JsonObject made(
      FeedbackSong song,
      String inputs,
      Path folder,
      HeldOutSongs heldOut,
      Map<String, Separator> separators)
      throws IOException {
    try {
      String same = heldOut.match(sound(song));
      if (!same.isEmpty()) {
        notes.accept(
            "%s is left out: it is the held-out song %s of the gate"
                .formatted(song.shortName(), same));
        return null;
      }
      Separator separator = null;
      if (song.corrected() == null) {
        separator = separator(song.teacher(), separators);
      }
      return new SongData(folder, song).write(inputs, separator, SegmentFilter.defaults());
    } catch (ModelException e) {
      notes.accept("%s is left out: %s".formatted(song.shortName(), e.getMessage()));
      return null;
    } catch (UncheckedIOException e) {
      throw new IOException(e.getCause());
    } catch (IOException e) {
      notes.accept("%s is left out: %s".formatted(song.shortName(), e.getMessage()));
      return null;
    }
  }

  private static Recording sound(FeedbackSong song) throws IOException {
    if (song.audio() != null) {
      return RecordingFile.read(song.audio());
    }
    var corrected = song.corrected();
    if (corrected == null) {
      throw new IllegalStateException("a song without sound");
    }
    var signals = ReferenceSignals.of(corrected);
    return new Recording(signals.mixture(), signals.sampleRate());
  }

  /// The model whose stems were judged, with the weights that they were made with.
  private Separator separator(FeedbackSong.Teacher teacher, Map<String, Separator> open)
      throws ModelException {
    Separator separator = open.get(teacher.model());
    if (separator == null) {
      ModelCatalogue.Entry entry = learning.catalogue().find(teacher.model());
      String found = entry.card().sha256();
      if (!teacher.sha256().isEmpty() && !found.equals(teacher.sha256())) {
        throw new ModelException(
            "%s: expected the weights %s that were judged, found %s; add the former model again"
                .formatted(teacher.model(), teacher.sha256(), found));
      }
      String file =
          entry.location().endsWith(".onnx") ? entry.location() : entry.card().versionedName();
      separator =
          Separator.open(
              SeparatorOptions.defaults()
                  .withModel(file)
                  .withThreads(learning.settings().process().threads()));
      open.put(teacher.model(), separator);
    }
    return separator;
  }

  private DataVersion finish(
      Path building, Map<String, FeedbackSong> songs, Map<String, JsonObject> rows)
      throws IOException {
    removeOthers(building.resolve("songs"), songs, rows.keySet());
    var entries = new ArrayList<Entry>();
    rows.values().forEach(row -> entries.addAll(SongData.entries(row)));
    ManifestFile.write(building.resolve(DataVersion.MANIFEST), entries);
    JsonObject content = VersionContent.of(building, songs, rows);
    String hash = DataVersion.hash(content);
    List<Integer> versions = learning.versions();
    if (!versions.isEmpty()) {
      DataVersion newest = DataVersion.read(learning, versions.getLast());
      if (newest.sha256().equals(hash) && newest.revoked().isEmpty()) {
        removeTree(building);
        return newest;
      }
    }
    int number = versions.isEmpty() ? 1 : versions.getLast() + 1;
    var json = new JsonObject();
    json.addProperty("schema", "isolator-learning-data");
    json.addProperty("version", 1);
    json.addProperty("number", number);
    json.addProperty("sha256", hash);
    json.addProperty("who", who);
    json.addProperty("collectedAt", java.time.Instant.now().toString());
    json.add("content", content);
    AtomicFile.write(building.resolve(DataVersion.FILE), DataVersion.GSON.toJson(json) + "\n");
    AtomicFile.rename(building, learning.version(number));
    note();
    return DataVersion.read(learning, number);
  }

  /// Notes versions that the history does not have yet: who made them was killed in between.
  private void note() throws IOException {
    for (int number : learning.versions()) {
      String key = "data:" + number;
      if (learning.history().find(key).isEmpty()) {
        DataVersion version = DataVersion.read(learning, number);
        var details = new JsonObject();
        details.addProperty("data", number);
        details.addProperty("sha256", version.sha256());
        details.addProperty("songs", version.songs().size());
        details.addProperty("hours", SongData.rounded(version.hours(), 10_000));
        learning.history().add(version.json().get("who").getAsString(), Kind.DATA, key, details);
      }
    }
  }

  /// Removes the folders of songs that are not in the version.
  private static void removeOthers(Path folder, Map<String, FeedbackSong> songs, Set<String> kept)
      throws IOException {
    var names = new TreeSet<String>();
    songs.values().stream()
        .filter(song -> kept.contains(song.sha256()))
        .forEach(song -> names.add(song.shortName()));
    try (Stream<Path> folders = Files.list(folder)) {
      for (Path one : folders.toList()) {
        if (!names.contains(String.valueOf(one.getFileName()))) {
          removeTree(one);
        }
      }
    }
  }

  static void removeTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
