package dev.isolator.server.worker;

import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import com.google.gson.reflect.TypeToken;
import dev.isolator.server.request.StemFormat;
import dev.isolator.server.worker.SeparatedSong.Source;
import dev.isolator.server.worker.SeparatedSong.StemSummary;
import java.lang.reflect.Type;
import java.util.List;

/// The JSON form of a [SeparatedSong], in the database's column `result` and in the messages of
/// worker processes: one object without groups, as all earlier versions stored it, with the format
/// of the files on disk under `master`.
final class SeparatedSongJson
    implements JsonSerializer<SeparatedSong>, JsonDeserializer<SeparatedSong> {
  private static final Type STEMS = new TypeToken<List<StemSummary>>() {}.getType();
  private static final Type TEXTS = new TypeToken<List<String>>() {}.getType();

  @Override
  public JsonElement serialize(SeparatedSong song, Type type, JsonSerializationContext context) {
    var json = new JsonObject();
    json.add("stems", context.serialize(song.stems(), STEMS));
    json.add("mix", context.serialize(song.mix()));
    json.addProperty("master", song.lossless().text());
    json.addProperty("sampleRate", song.sampleRate());
    json.addProperty("frames", song.frames());
    json.addProperty("gainDb", song.gainDb());
    json.addProperty("container", song.source().container());
    json.addProperty("codec", song.source().codec());
    json.addProperty("elapsedSeconds", song.elapsedSeconds());
    json.add("notes", context.serialize(song.notes(), TEXTS));
    json.addProperty("activity", song.activity());
    return json;
  }

  @Override
  public SeparatedSong deserialize(
      JsonElement element, Type type, JsonDeserializationContext context) {
    JsonObject json = element.getAsJsonObject();
    String format = json.get("master").getAsString();
    return new SeparatedSong(
        context.deserialize(json.get("stems"), STEMS),
        context.deserialize(json.get("mix"), StemSummary.class),
        StemFormat.of(format)
            .orElseThrow(() -> new JsonParseException("no format of stems: " + format)),
        json.get("sampleRate").getAsInt(),
        json.get("frames").getAsLong(),
        json.get("gainDb").getAsDouble(),
        new Source(json.get("container").getAsString(), json.get("codec").getAsString()),
        json.get("elapsedSeconds").getAsDouble(),
        context.deserialize(json.get("notes"), TEXTS),
        json.get("activity").getAsBoolean());
  }
}
