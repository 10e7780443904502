package dev.isolator.learn.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.isolator.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The content of a version: songs with their consents, all files with their hashes, passages for
/// curators, and sums. It depends on the inputs alone, never on the time or the order in which they
/// came.
final class VersionContent {
  private VersionContent() {}

  /// @param folder of the version that is being made
  static JsonObject of(Path folder, Map<String, FeedbackSong> songs, Map<String, JsonObject> rows)
      throws IOException {
    var content = new JsonObject();
    content.addProperty("filter", SegmentFilter.defaults().toString());
    var list = new JsonArray();
    var files = new JsonArray();
    var curator = new JsonArray();
    var people = new TreeSet<String>();
    var licences = new TreeSet<String>();
    var kinds = new TreeMap<String, Double>();
    files.add(file(folder.resolve(DataVersion.MANIFEST), DataVersion.MANIFEST, ""));
    for (FeedbackSong song : new TreeMap<>(songs).values()) {
      JsonObject row = rows.get(song.sha256());
      if (row == null) {
        continue;
      }
      var json = new JsonObject();
      for (String key :
          new String[] {"song", "inputs", "teacher", "teacherSha256", "seconds", "secondsByKind"}) {
        json.add(key, row.get(key));
      }
      json.add("consents", consents(song));
      list.add(json);
      for (FeedbackSong.Consent consent : song.consents()) {
        people.add(consent.person());
        licences.add(consent.licence());
      }
      JsonObject sums = row.getAsJsonObject("secondsByKind");
      sums.keySet().forEach(kind -> kinds.merge(kind, sums.get(kind).getAsDouble(), Double::sum));
      for (JsonElement passage : row.getAsJsonArray("passages")) {
        JsonObject copy = passage.getAsJsonObject().deepCopy();
        copy.addProperty("song", song.sha256());
        curator.add(copy);
      }
      list(folder, song, files);
    }
    content.add("songs", list);
    content.add("files", files);
    content.add("passages", curator);
    content.addProperty("people", people.size());
    content.add("licences", texts(licences));
    var hours = new JsonObject();
    kinds.forEach(
        (kind, seconds) -> hours.addProperty(kind, SongData.rounded(seconds / 3600, 100_000)));
    content.add("hours", hours);
    return content;
  }

  private static JsonArray texts(Iterable<String> texts) {
    var array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  private static JsonArray consents(FeedbackSong song) {
    var rows = new JsonArray();
    song.consents().stream()
        .sorted(Comparator.comparing(FeedbackSong.Consent::toString))
        .forEach(
            consent -> {
              var row = new JsonObject();
              row.addProperty("person", consent.person());
              row.addProperty("basis", consent.basis());
              row.addProperty("licence", consent.licence());
              row.addProperty("job", consent.job());
              row.addProperty("at", consent.at());
              rows.add(row);
            });
    return rows;
  }

  private static void list(Path folder, FeedbackSong song, JsonArray files) throws IOException {
    String base = "songs/" + song.shortName();
    try (Stream<Path> found = Files.list(folder.resolve(base))) {
      for (Path file : found.sorted().toList()) {
        files.add(file(file, base + "/" + file.getFileName(), song.sha256()));
      }
    }
  }

  private static JsonObject file(Path file, String path, String song) throws IOException {
    var json = new JsonObject();
    json.addProperty("path", path);
    json.addProperty("sha256", Sha256.of(file));
    json.addProperty("song", song);
    return json;
  }
}
