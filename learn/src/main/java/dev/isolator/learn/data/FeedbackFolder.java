package dev.isolator.learn.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.isolator.evaluate.songs.AudioRegion;
import dev.isolator.evaluate.songs.DataSet;
import dev.isolator.evaluate.songs.Multitrack;
import dev.isolator.file.Sha256;
import dev.isolator.learn.data.FeedbackSong.Consent;
import dev.isolator.learn.data.FeedbackSong.Judgement;
import dev.isolator.learn.data.FeedbackSong.Mark;
import dev.isolator.learn.data.FeedbackSong.Part;
import dev.isolator.learn.data.FeedbackSong.Teacher;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads what people gave: the server's export of feedback (`feedback.jsonl`, `decisions.jsonl`,
/// `corrected.jsonl`, `audio/`), or a musician's folders of corrected stems, `SONG/vocals.wav` and
/// `SONG/music.wav` or its parts.
///
/// @param path of the folder
/// @param licence of a musician's own stems
record FeedbackFolder(Path path, String licence) {
  private static final int MOST_LINE_CHARS = 1 << 20;

  /// The songs with a consent, by their hash.
  ///
  /// @throws IOException if a line or a file is not what it must be; one line
  List<FeedbackSong> songs() throws IOException {
    return Files.isRegularFile(path.resolve("feedback.jsonl")) ? exported() : own();
  }

  private List<FeedbackSong> own() throws IOException {
    if (licence.isBlank()) {
      throw new IOException(
          "%s: expected a licence of your own stems, found none; say it with --licence, such as --licence \"own work\""
              .formatted(path));
    }
    var songs = new TreeMap<String, FeedbackSong>();
    for (Multitrack song : DataSet.open(path, DataSet.Layout.FOLDERS, "all").songs()) {
      if (!song.stems().containsKey(Multitrack.VOCALS)) {
        throw new IOException(
            "%s: expected a stem vocals in %s, found %s; name the files vocals and music"
                .formatted(path, song.name(), String.join(", ", song.stems().keySet())));
      }
      var consent = new Consent("owner", "own", licence, "", "");
      String sha256 = hash(song);
      songs.put(
          sha256,
          new FeedbackSong(
              sha256, null, song, new Teacher("", ""), List.of(consent), Judgement.NONE));
    }
    return List.copyOf(songs.values());
  }

  /// A hash of a song's files, in the order of their stems' names.
  private static String hash(Multitrack song) throws IOException {
    var text = new StringBuilder();
    var sounds = new TreeMap<>(song.stems());
    AudioRegion mixture = song.mixture();
    if (mixture != null) {
      sounds.put(Multitrack.MIXTURE, mixture);
    }
    for (var stem : sounds.entrySet()) {
      text.append(stem.getKey()).append(' ').append(Sha256.of(stem.getValue().file())).append('\n');
    }
    return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private List<FeedbackSong> exported() throws IOException {
    var songs = new TreeMap<String, Gathered>();
    for (JsonObject line : lines("feedback.jsonl")) {
      if (line.has("consent") && line.get("consent").getAsBoolean()) {
        songs.computeIfAbsent(text(line, "audioSha256"), Gathered::new).feedback(line);
      }
    }
    for (JsonObject line : lines("decisions.jsonl")) {
      Gathered song = songs.get(text(line, "audioSha256"));
      if (song != null) { // what is said of songs without consent counts for nothing
        song.decision(line);
      }
    }
    for (JsonObject line : lines("corrected.jsonl")) {
      Gathered song = songs.get(text(line, "audioSha256"));
      if (song != null) {
        song.corrected(line);
      }
    }
    var complete = new ArrayList<FeedbackSong>();
    for (Gathered song : songs.values()) {
      complete.add(song.complete());
    }
    return complete;
  }

  private List<JsonObject> lines(String name) throws IOException {
    Path file = path.resolve(name);
    var lines = new ArrayList<JsonObject>();
    if (!Files.isRegularFile(file)) {
      return lines;
    }
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line; (line = reader.readLine()) != null; ) {
        number++;
        if (line.isBlank()) {
          continue;
        }
        if (line.length() > MOST_LINE_CHARS) {
          throw wrong(file, number, "a line of at most 1 MB");
        }
        try {
          JsonObject json = JsonParser.parseString(line).getAsJsonObject();
          check(file, number, json);
          lines.add(json);
        } catch (JsonParseException | IllegalStateException e) {
          throw wrong(file, number, "a JSON object");
        }
      }
    }
    return lines;
  }

  private static void check(Path file, int number, JsonObject json) throws IOException {
    if (!text(json, "audioSha256").matches("[0-9a-f]{64}")) {
      throw wrong(file, number, "audioSha256, 64 hexadecimal digits");
    }
    for (String key : List.of("audio", "vocals", "music")) {
      String path = text(json, key);
      if (path.startsWith("/") || path.contains("..") || path.contains("\\")) {
        throw wrong(file, number, key + " as a path inside the folder");
      }
    }
  }

  private static IOException wrong(Path file, int number, String expected) {
    return new IOException(
        "%s:%d: expected %s; export the feedback again: isolator serve export-feedback"
            .formatted(file, number, expected));
  }

  private static String text(JsonObject json, String key) {
    JsonElement value = json.get(key);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  private static double seconds(JsonObject json, String key, double otherwise) {
    JsonElement value = json.get(key);
    return value != null
            && value.isJsonPrimitive()
            && value.getAsJsonPrimitive().isNumber()
            && value.getAsDouble() >= 0
        ? value.getAsDouble()
        : otherwise;
  }

  /// What is known of a song so far.
  private final class Gathered {
    private final String sha256;
    private String audio = "";
    private String latest = "";
    private Teacher teacher = new Teacher("", "");
    private boolean refused;
    private final List<Consent> consents = new ArrayList<>();
    private final Map<String, Boolean> good = new LinkedHashMap<>();
    private final List<Part> approved = new ArrayList<>();
    private final List<Part> rejected = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private @Nullable Multitrack corrected;

    Gathered(String sha256) {
      this.sha256 = sha256;
    }

    void feedback(JsonObject line) {
      audio = text(line, "audio");
      String at = text(line, "updatedAt");
      consents.add(
          new Consent(
              text(line, "person").isEmpty() ? text(line, "job") : text(line, "person"),
              "feedback",
              text(line, "licence").isEmpty() ? "consent to training" : text(line, "licence"),
              text(line, "job"),
              at));
      var model =
          new Teacher(
              text(line, "model") + "@" + text(line, "modelVersion"), text(line, "modelSha256"));
      if (at.compareTo(latest) >= 0) {
        latest = at;
        teacher = model;
      }
      boolean approves = false;
      if (line.get("stems") instanceof JsonObject stems) {
        for (String stem : stems.keySet()) {
          refused |= text(stems, stem).equals("not-good");
          approves |= stem.equals("vocals") && text(stems, stem).equals("good");
        }
      }
      good.merge(model.model(), approves, Boolean::logicalOr);
      regions(line);
    }

    private void regions(JsonObject line) {
      if (line.get("regions") instanceof JsonArray regions) {
        for (JsonElement region : regions) {
          if (region instanceof JsonObject json) {
            double start = seconds(json, "startSeconds", -1);
            double end = seconds(json, "endSeconds", -1);
            if (start >= 0 && end > start) {
              marks.add(new Mark(text(json, "kind"), new Part(start, end)));
            }
          }
        }
      }
    }

    void decision(JsonObject line) {
      double start = seconds(line, "startSeconds", 0);
      double end = seconds(line, "endSeconds", Double.POSITIVE_INFINITY);
      if (!(end > start)) {
        return;
      }
      switch (text(line, "verdict")) {
        case "approve" -> approved.add(new Part(start, end));
        case "reject" -> rejected.add(new Part(start, end));
        default -> {} // looked at and left open
      }
      regions(line);
    }

    void corrected(JsonObject line) {
      var stems = new LinkedHashMap<String, AudioRegion>();
      for (String stem : List.of("vocals", "music")) {
        if (!text(line, stem).isEmpty()) {
          stems.put(stem, AudioRegion.of(path.resolve(text(line, stem))));
        }
      }
      AudioRegion mixture = audio.isEmpty() ? null : AudioRegion.of(path.resolve(audio));
      if (!stems.isEmpty()) {
        // With both stems their sum is the song; with one, the other is what is left of it.
        corrected = new Multitrack(sha256, stems, stems.size() == 2 ? null : mixture);
      }
    }

    FeedbackSong complete() throws IOException {
      Path song = path.resolve(audio);
      if (audio.isEmpty() || !Files.isRegularFile(song)) {
        throw new IOException(
            "%s: expected the song %s of its feedback, found nothing there; export the feedback again"
                .formatted(song, sha256));
      }
      // Whoever says of a stem that it is not good takes back what others approved as a whole.
      if (!refused && good.getOrDefault(teacher.model(), false)) {
        approved.add(new Part(0, Double.POSITIVE_INFINITY));
      }
      return new FeedbackSong(
          sha256, song, corrected, teacher, consents, new Judgement(approved, rejected, marks));
    }
  }
}
