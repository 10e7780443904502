package dev.isolator.server.feedback;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.isolator.server.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Writes what people said for the learning that comes later: `feedback.jsonl`, a line each, and
/// `audio/SHA256`, the songs whose consent stands. Feedback without consent is written without its
/// song: verdicts are of use by themselves.
public final class FeedbackExport {
  private static final Gson GSON = new Gson();

  private FeedbackExport() {}

  /// What was written.
  public record Written(int lines, int songs) {}

  /// Writes into a folder, which is made if missing; files of the same names are replaced.
  public static Written write(FeedbackStore store, Storage storage, Path folder)
      throws IOException {
    Files.createDirectories(folder.resolve("audio"));
    List<String> lines = new ArrayList<>();
    int songs = 0;
    for (Feedback feedback : store.all()) {
      boolean song = feedback.opinion().consent();
      if (song) {
        Path copy = folder.resolve("audio").resolve(feedback.audioSha256());
        try (InputStream in = storage.read(store.audio(feedback.audioSha256()), 0)) {
          Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        songs++;
      }
      lines.add(line(feedback, song));
    }
    Files.write(folder.resolve("feedback.jsonl"), lines);
    return new Written(lines.size(), songs);
  }

  private static String line(Feedback feedback, boolean song) {
    JsonObject line = GSON.toJsonTree(feedback.opinion()).getAsJsonObject();
    line.addProperty("job", feedback.job());
    line.addProperty("model", feedback.modelName());
    line.addProperty("modelVersion", feedback.modelVersion());
    line.addProperty("audioSha256", feedback.audioSha256());
    line.addProperty("createdAt", Instant.ofEpochMilli(feedback.created()).toString());
    line.addProperty("updatedAt", Instant.ofEpochMilli(feedback.updated()).toString());
    if (song) {
      line.addProperty("audio", "audio/" + feedback.audioSha256());
    }
    return GSON.toJson(line);
  }
}
