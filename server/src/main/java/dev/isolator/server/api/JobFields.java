package dev.isolator.server.api;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.isolator.file.Sha256;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import dev.isolator.server.request.BitDepth;
import dev.isolator.server.request.ModelVersion;
import dev.isolator.server.request.SeparationRequest;
import dev.isolator.server.request.StemFormat;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The fields that describe a job in a request, from a form or from JSON, checked: a refusal names
/// all fields that are wrong.
final class JobFields {
  private static final Set<String> NAMES =
      Set.of(
          "file",
          "upload",
          "keep",
          "model",
          "format",
          "bits",
          "start",
          "duration",
          "truncated",
          "name");
  private static final List<String> TRUTHS = List.of("true", "false");
  private static final Gson GSON = new Gson();
  private static final int MAX_NAME_CHARS = 200;
  private static final double MAX_SECONDS = 1e8;

  private final Map<String, List<String>> values;
  private final List<Problem.FieldError> errors = new ArrayList<>();

  private JobFields(Map<String, List<String>> values) {
    this.values = values;
    for (String name : values.keySet()) {
      if (!NAMES.contains(name)) {
        error(name.length() > 40 ? name.substring(0, 40) + "…" : name, "is no field of a job");
      }
    }
  }

  static JobFields ofForm(Context ctx) {
    return new JobFields(ctx.formParamMap());
  }

  static JobFields ofJson(JsonObject json) throws Problem {
    var values = new LinkedHashMap<String, List<String>>();
    for (var entry : json.entrySet()) {
      values.put(entry.getKey(), texts(entry.getKey(), entry.getValue()));
    }
    return new JobFields(values);
  }

  private static List<String> texts(String name, JsonElement value) throws Problem {
    if (value.isJsonNull()) {
      return List.of();
    }
    if (value.isJsonPrimitive()) {
      return List.of(value.getAsString());
    }
    var items = new ArrayList<String>();
    if (value.isJsonArray()) {
      for (JsonElement item : value.getAsJsonArray()) {
        if (!item.isJsonPrimitive()) {
          throw Problem.invalid(name, "must be a list of texts");
        }
        items.add(item.getAsString());
      }
      return items;
    }
    throw Problem.invalid(name, "must be a text, a number or a list of texts");
  }

  /// A hash of all fields, lower-case hex, by which a request that is sent again is told from
  /// another one.
  ///
  /// @param more what the request says besides its fields
  String sha256(String... more) {
    String text = GSON.toJson(new TreeMap<>(values)) + GSON.toJson(more);
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private void error(String field, String detail) {
    errors.add(new Problem.FieldError(field, detail));
  }

  private @Nullable String text(String name) {
    var list = values.get(name);
    return list == null || list.isEmpty() || list.getFirst().isBlank()
        ? null
        : list.getFirst().strip();
  }

  /// The upload that JSON names.
  String upload() throws Problem {
    String id = text("upload");
    if (id == null) {
      throw Problem.invalid("upload", "must be the id of a finished upload");
    }
    return id;
  }

  /// What to call the song.
  ///
  /// @param file its file's name
  String name(@Nullable String file) {
    String given = text("name");
    return given != null ? SongTitle.of(given) : SongTitle.ofFile(file);
  }

  /// What to call a song that has a title already.
  String renamed(String title) {
    String given = text("name");
    return given != null ? SongTitle.of(given) : title;
  }

  /// What is wanted, and the version of the model that its name stands for now.
  record Wanted(SeparationRequest request, ModelVersion model) {}

  /// Reads how to separate the song.
  ///
  /// @throws Problem that names all fields that are wrong
  Wanted wanted(Models models) throws Problem, ModelException {
    String name = text("name");
    if (name != null && name.length() > MAX_NAME_CHARS) {
      error("name", "must be of 200 characters at most");
    }
    String modelName = Objects.requireNonNullElse(text("model"), "");
    var model = models.find(modelName);
    if (model.isEmpty()) {
      boolean listens = modelName.split("@", 2)[0].equals(ModelCatalogue.VOICE);
      error(
          "model",
          "must be one of %s%s"
              .formatted(
                  names(models),
                  listens ? "; this one says where somebody sings and takes nothing apart" : ""));
    }
    StemFormat format = oneOf("format", StemFormat::of, StemFormat.texts()).orElse(StemFormat.WAV);
    BitDepth bits = oneOf("bits", BitDepth::of, BitDepth.texts()).orElse(null);
    if (bits == BitDepth.F32 && format != StemFormat.WAV) {
      error("bits", "can be 32f with wav only, for %s holds no float".formatted(format));
    }
    Double start = seconds("start", 0);
    Double duration = seconds("duration", Double.MIN_VALUE);
    boolean truncated =
        oneOf("truncated", text -> Optional.of(text).filter(TRUTHS::contains), TRUTHS)
            .filter("true"::equals)
            .isPresent();
    List<String> keep = model.map(this::keep).orElse(List.of());
    if (!errors.isEmpty() || model.isEmpty()) {
      throw Problem.invalid(errors);
    }
    var request =
        new SeparationRequest(
            keep,
            modelName,
            format,
            format == StemFormat.MP3 ? null : bits,
            start == null ? 0 : start,
            duration,
            truncated);
    ModelCard card = model.get();
    return new Wanted(
        request,
        new ModelVersion(card.name(), card.version(), card.sha256(), card.provenance().run()));
  }

  private static String names(Models models) throws ModelException {
    return String.join(
        ", ", models.list().stream().map(card -> card.name() + "@" + card.version()).toList());
  }

  /// In the model's order; all of them is the same as none named.
  private List<String> keep(ModelCard model) {
    var wanted = new ArrayList<String>();
    for (String value : values.getOrDefault("keep", List.of())) {
      for (String stem : value.split(",", -1)) {
        if (!stem.isBlank()) {
          wanted.add(stem.strip());
        }
      }
    }
    if (!model.stems().containsAll(wanted)) {
      error("keep", "must name stems of the model, " + String.join(", ", model.stems()));
    }
    var kept = model.stems().stream().filter(wanted::contains).toList();
    return kept.size() == model.stems().size() ? List.of() : kept;
  }

  private <T> Optional<T> oneOf(
      String name, Function<String, Optional<T>> parser, List<String> allowed) {
    String value = text(name);
    if (value == null) {
      return Optional.empty();
    }
    Optional<T> parsed = parser.apply(value);
    if (parsed.isEmpty()) {
      error(name, "must be one of " + String.join(", ", allowed));
    }
    return parsed;
  }

  private @Nullable Double seconds(String name, double least) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    double number;
    try {
      number = Double.parseDouble(value);
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!(number >= least && number <= MAX_SECONDS)) {
      error(name, "must be seconds, %s 0".formatted(least == 0 ? "at least" : "more than"));
      return null;
    }
    return number;
  }
}
