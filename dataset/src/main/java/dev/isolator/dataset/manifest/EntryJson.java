package dev.isolator.dataset.manifest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Converts entries to and from JSON objects.
public final class EntryJson {
  private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,200}");
  private static final Set<String> STEMS =
      Set.of("vocals", "drums", "bass", "other", "music", "mixture", "notes");
  private static final Set<String> KNOWN =
      Set.of(
          "id",
          "kind",
          "stems",
          "clips",
          "sampleRate",
          "channels",
          "duration",
          "artist",
          "split",
          "licence",
          "source",
          "credit",
          "quality");

  private EntryJson() {}

  /// An entry as a line of a manifest has it.
  public static JsonObject toJson(Entry e) {
    var json = new JsonObject();
    json.addProperty("id", e.id());
    json.addProperty("kind", e.kind().toString());
    var stems = new JsonObject();
    e.stems()
        .forEach(
            (name, stem) -> {
              var one = new JsonObject();
              one.addProperty("path", stem.path());
              one.addProperty("sha256", stem.sha256());
              one.add("start", number(stem.start()));
              one.add("duration", number(stem.duration()));
              stems.add(name, one);
            });
    json.add("stems", stems);
    if (!e.clips().isEmpty()) {
      var clips = new JsonArray();
      for (ClipSpan clip : e.clips()) {
        var one = new JsonArray();
        one.add(number(clip.start()));
        one.add(number(clip.end()));
        if (!clip.speaker().isEmpty()) {
          one.add(clip.speaker());
        }
        clips.add(one);
      }
      json.add("clips", clips);
    }
    json.addProperty("sampleRate", e.sampleRate());
    json.addProperty("channels", e.channels());
    json.add("duration", number(e.duration()));
    json.addProperty("artist", e.artist());
    json.addProperty("split", e.split().toString());
    json.addProperty("licence", e.licence());
    json.addProperty("source", e.source());
    json.addProperty("credit", e.credit());
    if (!e.quality().isEmpty()) {
      json.add("quality", e.quality());
    }
    e.unknown().entrySet().forEach(x -> json.add(x.getKey(), x.getValue()));
    return json;
  }

  /// Whole numbers without a point, others to the microsecond.
  private static JsonPrimitive number(double value) {
    double rounded = Math.rint(value * 1e6) / 1e6;
    return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15
        ? new JsonPrimitive((long) rounded)
        : new JsonPrimitive(rounded);
  }

  /// An entry out of a line of a manifest.
  ///
  /// @throws IllegalArgumentException with what was expected and found
  public static Entry fromJson(JsonObject json) {
    String id = text(json, "id");
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "id must be of a-z, 0-9 and -, was \"%s\"; rename it".formatted(id));
    }
    var unknown = new JsonObject();
    for (var key : json.entrySet()) {
      if (!KNOWN.contains(key.getKey())) {
        unknown.add(key.getKey(), key.getValue());
      }
    }
    var quality = json.get("quality");
    // In the order of the keys: the first one that is wrong is named.
    var kind = choice(Kind.class, text(json, "kind"), "kind");
    var stems = stems(object(json, "stems"));
    var clips = clips(json);
    var format =
        new AudioProperties(
            whole(json, "sampleRate"), whole(json, "channels"), amount(json, "duration", 0));
    String artist = text(json, "artist");
    var split = choice(Split.class, text(json, "split"), "split");
    String licence = text(json, "licence");
    String source = text(json, "source");
    String credit = json.has("credit") ? text(json, "credit") : "";
    return new Entry(
        id,
        kind,
        split,
        stems,
        clips,
        format,
        new Provenance(artist, licence, source, credit),
        quality instanceof JsonObject object ? object : new JsonObject(),
        unknown);
  }

  private static Map<String, StemFile> stems(JsonObject json) {
    var stems = new LinkedHashMap<String, StemFile>();
    for (var stem : json.entrySet()) {
      if (!STEMS.contains(stem.getKey())) {
        throw new IllegalArgumentException(
            "stem must be one of vocals, drums, bass, other, music, mixture, notes, was \"%s\""
                .formatted(stem.getKey()));
      }
      if (!(stem.getValue() instanceof JsonObject one)) {
        throw new IllegalArgumentException(
            "stem %s must be an object with path and sha256".formatted(stem.getKey()));
      }
      String path = text(one, "path");
      if (path.isEmpty() || path.startsWith("/") || path.contains("\\") || path.contains(":")) {
        throw new IllegalArgumentException(
            "path of %s must be relative to the manifest with /, was \"%s\""
                .formatted(stem.getKey(), path));
      }
      stems.put(
          stem.getKey(),
          new StemFile(
              path,
              one.has("sha256") ? text(one, "sha256") : "",
              amount(one, "start", 0),
              amount(one, "duration", 0)));
    }
    if (stems.isEmpty()) {
      throw new IllegalArgumentException("stems must name one stem at least, were {}");
    }
    return stems;
  }

  private static List<ClipSpan> clips(JsonObject json) {
    var clips = new ArrayList<ClipSpan>();
    if (!json.has("clips")) {
      return clips;
    }
    if (!(json.get("clips") instanceof JsonArray list)) {
      throw new IllegalArgumentException("clips must be a list of [start, end]");
    }
    for (JsonElement one : list) {
      if (!(one instanceof JsonArray clip
              && (clip.size() == 2 || (clip.size() == 3 && isText(clip.get(2))))
              && isNumber(clip.get(0))
              && isNumber(clip.get(1)))
          || !(clip.get(0).getAsDouble() >= 0
              && clip.get(1).getAsDouble() > clip.get(0).getAsDouble())) {
        throw new IllegalArgumentException(
            "a clip must be [start, end] or [start, end, \"speaker\"] with 0 ≤ start < end, was "
                + one);
      }
      clips.add(
          new ClipSpan(
              clip.get(0).getAsDouble(),
              clip.get(1).getAsDouble(),
              clip.size() == 3 ? clip.get(2).getAsString() : ""));
    }
    return clips;
  }

  private static boolean isText(JsonElement e) {
    return e.isJsonPrimitive() && e.getAsJsonPrimitive().isString();
  }

  private static boolean isNumber(JsonElement e) {
    return e instanceof JsonPrimitive p && p.isNumber();
  }

  private static String text(JsonObject json, String key) {
    if (json.get(key) instanceof JsonPrimitive p && p.isString()) {
      return p.getAsString();
    }
    throw new IllegalArgumentException(
        "key \"%s\" must be a text, was %s".formatted(key, json.get(key)));
  }

  private static JsonObject object(JsonObject json, String key) {
    if (json.get(key) instanceof JsonObject o) {
      return o;
    }
    throw new IllegalArgumentException(
        "key \"%s\" must be an object, was %s".formatted(key, json.get(key)));
  }

  /// A number that is at least 0.
  private static double amount(JsonObject json, String key, double missing) {
    if (!json.has(key)) {
      return missing;
    }
    if (isNumber(json.get(key)) && json.get(key).getAsDouble() >= 0) {
      return json.get(key).getAsDouble();
    }
    throw new IllegalArgumentException(
        "key \"%s\" must be a number from 0 up, was %s".formatted(key, json.get(key)));
  }

  /// A whole number that is at least 0; 0 where there is none.
  private static int whole(JsonObject json, String key) {
    double value = amount(json, key, 0);
    if (value == Math.rint(value) && value <= Integer.MAX_VALUE) {
      return (int) value;
    }
    throw new IllegalArgumentException(
        "key \"%s\" must be a whole number from 0 to %d, was %s"
            .formatted(key, Integer.MAX_VALUE, json.get(key)));
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String text, String key) {
    for (E one : type.getEnumConstants()) {
      if (one.toString().equals(text)) {
        return one;
      }
    }
    var all = List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT);
    throw new IllegalArgumentException(
        "key \"%s\" must be one of %s, was \"%s\"".formatted(key, all, text));
  }
}
