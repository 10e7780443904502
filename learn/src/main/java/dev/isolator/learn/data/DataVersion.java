package dev.isolator.learn.data;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.isolator.file.Sha256;
import dev.isolator.learn.folder.LearningFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A version of the data: `version.json`, `manifest.jsonl` and the sound under `songs/`.
///
/// Its hash is that of its content as JSON, in which every song is a row with its consents, and
/// every file has its own hash. The same inputs give the same hash. A song is in the version if and
/// only if it is a row of it: [#verify] proves that no file besides those listed is there.
///
/// @param number from 1
/// @param folder of the version
/// @param json the whole of `version.json`
public record DataVersion(int number, Path folder, JsonObject json) {
  static final String FILE = "version.json";
  static final String MANIFEST = "manifest.jsonl";
  static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /// Reads a version.
  ///
  /// @throws IOException if there is none of that number, or its content is not what its hash says
  public static DataVersion read(LearningFolder learning, int number) throws IOException {
    Path folder = learning.version(number);
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "%s: expected version %d of the data, found nothing there; collect one with: isolator learn collect"
              .formatted(file, number));
    }
    JsonObject json;
    try {
      json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new IOException(
          "%s: expected a version of the data in JSON, found something else; restore it from a back-up"
              .formatted(file),
          e);
    }
    var version = new DataVersion(number, folder, json);
    String found = hash(version.content());
    if (!version.sha256().equals(found)) {
      throw new IOException(
          "%s: expected content of the hash %s, found %s; it was changed afterwards, restore it from a back-up"
              .formatted(file, version.sha256(), found));
    }
    return version;
  }

  /// The newest version.
  ///
  /// @throws IOException if there is none
  public static DataVersion newest(LearningFolder learning) throws IOException {
    List<Integer> numbers = learning.versions();
    return read(learning, numbers.isEmpty() ? 1 : numbers.getLast());
  }

  /// The hash of a version's content.
  static String hash(JsonObject content) {
    return Sha256.of(GSON.toJson(content).getBytes(StandardCharsets.UTF_8));
  }

  private JsonObject content() {
    return json.getAsJsonObject("content");
  }

  /// Hash of the content, lower-case hex.
  public String sha256() {
    return json.get("sha256").getAsString();
  }

  /// The manifest, for training.
  public Path manifest() {
    return folder.resolve(MANIFEST);
  }

  /// The hashes of its songs, in order. What is not among them is not in the version.
  public Set<String> songs() {
    var songs = new TreeSet<String>();
    for (JsonElement song : content().getAsJsonArray("songs")) {
      songs.add(song.getAsJsonObject().get("song").getAsString());
    }
    return songs;
  }

  /// Songs that were revoked after the version was made: their sound is gone from it.
  public Set<String> revoked() throws IOException {
    Path file = folder.resolve("revoked.txt");
    return Files.isRegularFile(file) ? new TreeSet<>(Files.readAllLines(file)) : Set.of();
  }

  /// Hours of sound of all kinds.
  public double hours() {
    double seconds = 0;
    for (JsonElement song : content().getAsJsonArray("songs")) {
      var kinds = song.getAsJsonObject().getAsJsonObject("secondsByKind");
      for (String kind : kinds.keySet()) {
        seconds += kinds.get(kind).getAsDouble();
      }
    }
    return seconds / 3600;
  }

  /// Proves that every listed file is there with its hash, and no file besides.
  ///
  /// @throws IOException if a file is missing, changed or not listed; of revoked songs none may be
  ///   there
  public void verify() throws IOException {
    var expected = new TreeSet<>(Set.of(FILE, MANIFEST));
    if (!revoked().isEmpty()) {
      expected.add("revoked.txt");
    }
    Set<String> revoked = revoked();
    for (JsonElement one : content().getAsJsonArray("files")) {
      JsonObject file = one.getAsJsonObject();
      if (revoked.contains(file.get("song").getAsString())) {
        continue;
      }
      String path = file.get("path").getAsString();
      expected.add(path);
      Path there = folder.resolve(path);
      String found = Files.isRegularFile(there) ? Sha256.of(there) : "nothing";
      if (!found.equals(file.get("sha256").getAsString())) {
        throw new IOException(
            "%s: expected a file of the hash %s, found %s; restore it from a back-up"
                .formatted(there, file.get("sha256").getAsString(), found));
      }
    }
    for (String found : files()) {
      if (!expected.contains(found)) {
        throw new IOException(
            "%s: expected no file that the version does not list, found this one; remove it"
                .formatted(folder.resolve(found)));
      }
    }
  }

  private List<String> files() throws IOException {
    var found = new ArrayList<String>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.naturalOrder()).toList()) {
        if (Files.isRegularFile(file)) {
          found.add(folder.relativize(file).toString().replace('\\', '/'));
        }
      }
    }
    return found;
  }
}
