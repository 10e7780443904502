package dev.isolator.server.request;

import com.google.gson.JsonArray;
import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import java.lang.reflect.Type;
import java.util.ArrayList;

/// The JSON form of a [SeparationRequest], the interface's `JobOptions`: the same in the database's
/// column `options`, in the commands to worker processes, and in answers. What is missing in the
/// record is left out. Rows that any earlier version stored have this form, too.
///
/// ```json
/// {"keep": ["vocals"], "model": "", "format": "wav", "bits": "24", "start": 0.0, "duration": 2.5}
/// ```
final class SeparationRequestJson
    implements JsonSerializer<SeparationRequest>, JsonDeserializer<SeparationRequest> {
  @Override
  public JsonElement serialize(
      SeparationRequest request, Type type, JsonSerializationContext context) {
    var json = new JsonObject();
    var keep = new JsonArray();
    request.keep().forEach(keep::add);
    json.add("keep", keep);
    json.addProperty("model", request.model());
    json.addProperty("format", request.format().text());
    if (request.bits() != null) {
      json.addProperty("bits", request.bits().text());
    }
    json.addProperty("start", request.start());
    if (request.duration() != null) {
      json.addProperty("duration", request.duration());
    }
    if (request.truncated()) {
      json.addProperty("truncated", true);
    }
    return json;
  }

  @Override
  public SeparationRequest deserialize(
      JsonElement element, Type type, JsonDeserializationContext context) {
    try {
      JsonObject json = element.getAsJsonObject();
      var keep = new ArrayList<String>();
      required(json, "keep").getAsJsonArray().forEach(stem -> keep.add(stem.getAsString()));
      JsonElement format = required(json, "format");
      JsonElement bits = json.get("bits");
      JsonElement duration = json.get("duration");
      JsonElement truncated = json.get("truncated");
      return new SeparationRequest(
          keep,
          required(json, "model").getAsString(),
          StemFormat.of(format.getAsString()).orElseThrow(() -> unknown("format", format)),
          bits == null
              ? null
              : BitDepth.of(bits.getAsString()).orElseThrow(() -> unknown("bits", bits)),
          required(json, "start").getAsDouble(),
          duration == null ? null : duration.getAsDouble(),
          truncated != null && truncated.getAsBoolean());
    } catch (IllegalStateException
        | IllegalArgumentException
        | UnsupportedOperationException e) { // another kind of JSON than the field has
      throw new JsonParseException("not a separation request: " + element, e);
    }
  }

  private static JsonElement required(JsonObject json, String field) {
    JsonElement value = json.get(field);
    if (value == null) {
      throw new JsonParseException("not a separation request: %s is missing".formatted(field));
    }
    return value;
  }

  private static JsonParseException unknown(String field, JsonElement found) {
    return new JsonParseException("not a separation request: %s is %s".formatted(field, found));
  }
}
