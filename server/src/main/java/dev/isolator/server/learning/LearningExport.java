package dev.isolator.server.learning;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.isolator.file.AtomicFile;
import dev.isolator.server.feedback.Feedback;
import dev.isolator.server.feedback.FeedbackExport;
import dev.isolator.server.feedback.FeedbackStore;
import dev.isolator.server.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Writes what `isolator learn collect` takes: the feedback with consent and its songs, beside them
/// what curators decided (`decisions.jsonl`) and corrected stems (`corrected.jsonl`) of those
/// songs.
final class LearningExport {
  private static final Gson GSON = new Gson();

  private LearningExport() {}

  /// Writes into a folder.
  ///
  /// @return songs with consent
  static int write(
      FeedbackStore feedback,
      PassageStore passages,
      CorrectedStems corrected,
      Storage storage,
      Path folder)
      throws IOException {
    var written = FeedbackExport.write(feedback, storage, folder);
    List<Feedback> consented = feedback.all().stream().filter(f -> f.content().consent()).toList();
    Set<String> songs = new TreeSet<>();
    consented.forEach(f -> songs.add(f.audioSha256()));
    var decisions = new ArrayList<String>();
    for (Decision.Stored stored : passages.decisions(Integer.MAX_VALUE, 0).reversed()) {
      if (songs.contains(stored.passage().songSha256())) {
        decisions.add(GSON.toJson(decision(stored)));
      }
    }
    AtomicFile.write(folder.resolve("decisions.jsonl"), file -> Files.write(file, decisions));
    var stems = new ArrayList<String>();
    Path copies = Files.createDirectories(folder.resolve("corrected"));
    for (Feedback one : consented) {
      var line = new JsonObject();
      line.addProperty("audioSha256", one.audioSha256());
      for (CorrectedStems.Stem stem : corrected.of(one.job())) {
        String name = stem.job() + "-" + stem.stem();
        try (var in = storage.read(corrected.key(stem.job(), stem.stem()), 0)) {
          AtomicFile.write(
              copies.resolve(name),
              file -> Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING));
        }
        line.addProperty(stem.stem(), "corrected/" + name);
        line.addProperty("licence", stem.licence());
      }
      if (line.has("licence")) {
        stems.add(GSON.toJson(line));
      }
    }
    AtomicFile.write(folder.resolve("corrected.jsonl"), file -> Files.write(file, stems));
    return written.songs();
  }

  private static JsonObject decision(Decision.Stored stored) {
    var line = new JsonObject();
    line.addProperty("audioSha256", stored.passage().songSha256());
    line.addProperty("startSeconds", stored.passage().startSeconds());
    line.addProperty("endSeconds", stored.passage().endSeconds());
    line.addProperty("verdict", stored.content().verdict());
    line.add("reasons", GSON.toJsonTree(stored.content().reasons()));
    line.add("regions", GSON.toJsonTree(stored.content().regions()));
    line.addProperty("by", stored.curator());
    line.addProperty("at", Instant.ofEpochMilli(stored.decided()).toString());
    return line;
  }
}
