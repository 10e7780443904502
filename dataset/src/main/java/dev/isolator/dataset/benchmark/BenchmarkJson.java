package dev.isolator.dataset.benchmark;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import dev.isolator.dataset.pair.Alignment;
import dev.isolator.dataset.pair.MixSegment;
import dev.isolator.dataset.pair.Verdict;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;

/// The JSON of the benchmark's log. A result has the members `truth`, `found`, `trueNullingDb` and
/// `seconds`; `truth` and `found` are flat objects: the values of their nested records stand side
/// by side.
final class BenchmarkJson {
  private static final Gson GSON =
      new GsonBuilder()
          .registerTypeAdapter(GroundTruth.class, new FlatTruth())
          .registerTypeAdapter(Alignment.class, new FlatAlignment())
          .create();

  private BenchmarkJson() {}

  /// One line, without its end.
  static String write(BenchmarkResult result) {
    return GSON.toJson(result);
  }

  /// @throws JsonParseException if the line is not a result
  static BenchmarkResult read(String line) {
    BenchmarkResult result = GSON.fromJson(line, BenchmarkResult.class);
    if (result == null || !result.isWhole()) {
      throw new JsonParseException("expected the result of a pair, found " + line);
    }
    return result;
  }

  private static void addAll(JsonObject json, JsonElement nested) {
    nested.getAsJsonObject().entrySet().forEach(e -> json.add(e.getKey(), e.getValue()));
  }

  private static JsonElement member(JsonElement json, String name) {
    JsonElement value = json.getAsJsonObject().get(name);
    if (value == null) {
      throw new JsonParseException("expected a member " + name + ", found " + json);
    }
    return value;
  }

  private static List<MixSegment> segments(JsonElement json, JsonDeserializationContext context) {
    MixSegment[] segments = context.deserialize(member(json, "segments"), MixSegment[].class);
    return List.of(segments);
  }

  private static final class FlatTruth
      implements JsonSerializer<GroundTruth>, JsonDeserializer<GroundTruth> {
    @Override
    public JsonElement serialize(GroundTruth truth, Type type, JsonSerializationContext context) {
      var json = new JsonObject();
      json.addProperty("seed", truth.seed());
      json.addProperty("index", truth.index());
      json.addProperty("source", truth.source());
      addAll(json, context.serialize(truth.change()));
      json.add("segments", context.serialize(truth.segments()));
      json.addProperty("mixLossy", truth.mixLossy());
      json.addProperty("vocalsLossy", truth.vocalsLossy());
      json.addProperty("related", truth.related());
      return json;
    }

    @Override
    public GroundTruth deserialize(
        JsonElement json, Type type, JsonDeserializationContext context) {
      return new GroundTruth(
          member(json, "seed").getAsLong(),
          member(json, "index").getAsInt(),
          member(json, "source").getAsString(),
          context.deserialize(json, GroundTruth.Change.class),
          segments(json, context),
          member(json, "mixLossy").getAsBoolean(),
          member(json, "vocalsLossy").getAsBoolean(),
          member(json, "related").getAsBoolean());
    }
  }

  private static final class FlatAlignment
      implements JsonSerializer<Alignment>, JsonDeserializer<Alignment> {
    @Override
    public JsonElement serialize(Alignment found, Type type, JsonSerializationContext context) {
      var json = new JsonObject();
      json.add("verdict", context.serialize(found.verdict()));
      addAll(json, context.serialize(found.clock()));
      addAll(json, context.serialize(found.response()));
      json.add("segments", context.serialize(found.segments()));
      addAll(json, context.serialize(found.quality()));
      json.add("reasons", context.serialize(found.reasons()));
      json.addProperty("filterTaps", found.filterTaps());
      return json;
    }

    @Override
    public Alignment deserialize(JsonElement json, Type type, JsonDeserializationContext context) {
      Verdict verdict = context.deserialize(member(json, "verdict"), Verdict.class);
      String[] reasons = context.deserialize(member(json, "reasons"), String[].class);
      return new Alignment(
          verdict,
          context.deserialize(json, Alignment.Clock.class),
          context.deserialize(json, Alignment.Response.class),
          segments(json, context),
          context.deserialize(json, Alignment.Quality.class),
          Arrays.asList(reasons),
          member(json, "filterTaps").getAsInt());
    }
  }
}
