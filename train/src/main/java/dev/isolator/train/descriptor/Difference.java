package dev.isolator.train.descriptor;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The first field in which two descriptors differ.
///
/// @param field such as `head.target`, or `down0.out` of a layer that has a name
/// @param first value in the one, as text
/// @param second value in the other, as text
public record Difference(String field, String first, String second) {
  /// What the text form does not say.
  private static final Set<String> PADDING = Set.of("before", "after");

  private static final String NONE = "none";

  /// @param path of both values, empty or ending with a point
  /// @param unpadded whether one of them comes from a text that says nothing of padding
  static @Nullable Difference first(String path, JsonObject a, JsonObject b, boolean unpadded) {
    String name = LayerDescriptor.text(a.get("name"));
    boolean named = !name.isEmpty() && name.equals(LayerDescriptor.text(b.get("name")));
    String prefix = named ? name + "." : path;
    var keys = new LinkedHashSet<>(a.keySet());
    keys.addAll(b.keySet());
    for (String key : keys) {
      if (unpadded && PADDING.contains(key)) {
        continue;
      }
      var found = first(prefix, key, a.get(key), b.get(key), unpadded);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable Difference first(
      String prefix,
      String key,
      @Nullable JsonElement a,
      @Nullable JsonElement b,
      boolean unpadded) {
    String field = prefix + key;
    if (a instanceof JsonObject one && b instanceof JsonObject other) {
      return first(field + ".", one, other, unpadded);
    }
    if (a instanceof JsonArray one && b instanceof JsonArray other && ofObjects(one, other)) {
      for (int i = 0; i < one.size(); i++) {
        var found = first(prefix, key + "[" + i + "]", one.get(i), other.get(i), unpadded);
        if (found != null) {
          return found;
        }
      }
      return null;
    }
    boolean same = a != null && a.equals(b);
    return same ? null : new Difference(field, value(a), value(b));
  }

  /// Whether two lists can be compared entry by entry: as many objects in both.
  private static boolean ofObjects(JsonArray a, JsonArray b) {
    return a.size() == b.size() && !a.isEmpty() && a.get(0).isJsonObject();
  }

  private static String value(@Nullable JsonElement value) {
    return switch (value) {
      case JsonPrimitive primitive -> primitive.getAsString();
      case JsonArray list when !list.isEmpty() && list.get(0).isJsonObject() ->
          list.size() + " entries";
      case JsonArray list ->
          StreamSupport.stream(list.spliterator(), false)
              .map(Difference::value)
              .collect(Collectors.joining(", ", "[", "]"));
      case JsonObject object -> {
        String type = LayerDescriptor.text(object.get("type"));
        yield type.isEmpty() ? "an object" : type;
      }
      case null, default -> NONE;
    };
  }
}
