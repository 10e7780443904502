package dev.isolator.spark.work;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/// What a song's marker and row say of it.
final class SongFacts {
  private SongFacts() {}

  /// @param songSeconds how long the song is
  /// @param notes what a user should know, a sentence each
  static JsonObject of(double songSeconds, List<String> notes) {
    var facts = new JsonObject();
    facts.addProperty("songSeconds", songSeconds);
    var texts = new JsonArray();
    notes.forEach(texts::add);
    facts.add("notes", texts);
    return facts;
  }
}
