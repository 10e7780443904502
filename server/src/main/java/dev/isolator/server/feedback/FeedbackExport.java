package dev.isolator.server.feedback;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.isolator.file.AtomicFile;
import dev.isolator.file.Sha256;
import dev.isolator.server.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Exports feedback with consent as training data: `feedback.jsonl`, one line for each feedback,
/// and `audio/SHA256`, the songs. Nothing of feedback without consent is exported.
public final class FeedbackExport {
  private static final Gson GSON = new Gson();

  private FeedbackExport() {}

  /// Counts of what was exported.
  ///
  /// @param lines of feedback with consent
  /// @param songs of those lines, each once
  /// @param leftOut feedback without consent
  public record Written(int lines, int songs, int leftOut) {}

  /// Writes into a folder, which is made if missing; files of the same names are replaced.
  public static Written write(FeedbackStore store, Storage storage, Path folder)
      throws IOException {
    Path audio = Files.createDirectories(folder.resolve("audio"));
    List<Feedback> all = store.all();
    List<Feedback> consented = all.stream().filter(f -> f.content().consent()).toList();
    List<String> songs = consented.stream().map(Feedback::audioSha256).distinct().toList();
    for (String song : songs) {
      try (InputStream in = storage.read(store.audio(song), 0)) {
        AtomicFile.write(
            audio.resolve(song), file -> Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING));
      }
    }
    List<String> lines = new ArrayList<>();
    consented.forEach(feedback -> lines.add(line(feedback)));
    AtomicFile.write(folder.resolve("feedback.jsonl"), file -> Files.write(file, lines));
    return new Written(lines.size(), songs.size(), all.size() - consented.size());
  }

  /// A text that tells people apart and does not name them.
  private static String person(String owner) {
    return Sha256.of(("person " + owner).getBytes(StandardCharsets.UTF_8)).substring(0, 12);
  }

  private static String line(Feedback feedback) {
    var line = new JsonObject();
    line.addProperty("job", feedback.job());
    line.addProperty("person", person(feedback.owner()));
    line.addProperty("model", feedback.model().name());
    line.addProperty("modelVersion", feedback.model().version());
    line.addProperty("modelSha256", feedback.model().sha256());
    line.addProperty("audioSha256", feedback.audioSha256());
    line.addProperty("audio", "audio/" + feedback.audioSha256());
    GSON.toJsonTree(feedback.content()).getAsJsonObject().asMap().forEach(line::add);
    line.addProperty("createdAt", Instant.ofEpochMilli(feedback.created()).toString());
    line.addProperty("updatedAt", Instant.ofEpochMilli(feedback.updated()).toString());
    return GSON.toJson(line);
  }
}
