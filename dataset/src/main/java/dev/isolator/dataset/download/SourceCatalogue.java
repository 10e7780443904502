package dev.isolator.dataset.download;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/// The sources that are known, from a JSON file: `{"schema":"isolator-sources","version":1,
/// "sources":[…]}`.
///
/// | key of a source | |
/// |---|---|
/// | `name`, `what`, `kind` | see [Source]; `kind` is `voices`, `instrumental` or `instruments` |
/// | `debian`, `sha256`, `bytes` | of a Debian package |
/// | `git`, `commit` | of a git repository |
/// | `archive`, `texts` | optional |
/// | `take` | list of `name` (default: the source's), `files`, `except`, `change` (`sum`, `g722`), `mostMinutes` (all three optional), `program` (of instruments), `licence`, `credit` |
/// | `leave` | optional list of `files` and `why` |
///
/// @param sources in the file's order
public record SourceCatalogue(List<Source> sources) {
  private static final String RESOURCE = "sources.json";

  /// Text that is to stand in a cell of a table.
  private static final String CELL = "[^|\\t\\r\\n]+";

  public SourceCatalogue {
    sources = List.copyOf(sources);
  }

  /// The catalogue that comes with the program.
  public static SourceCatalogue builtIn() throws IOException {
    try (InputStream in = SourceCatalogue.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + RESOURCE + " is missing");
      }
      return parse(RESOURCE, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /// A catalogue of one's own.
  ///
  /// @throws DownloadException if it is not one, or says what may not be
  public static SourceCatalogue read(Path file) throws IOException {
    return parse(file.toString(), Files.readString(file));
  }

  /// The sources with these names, in their order; all if there are none.
  ///
  /// @throws DownloadException if one is unknown
  public List<Source> named(List<String> names) throws DownloadException {
    var picked = new ArrayList<Source>();
    for (String name : new LinkedHashSet<>(names)) {
      picked.add(
          sources.stream()
              .filter(source -> source.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new DownloadException(
                          "%s: no such source, expected %s"
                              .formatted(
                                  name,
                                  String.join(
                                      ", ", sources.stream().map(Source::name).toList())))));
    }
    return names.isEmpty() ? sources : picked;
  }

  private static SourceCatalogue parse(String file, String text) throws DownloadException {
    try {
      JsonObject root = JsonParser.parseString(text).getAsJsonObject();
      if (!root.has("schema")
          || !root.get("schema").getAsString().equals("isolator-sources")
          || root.get("version").getAsInt() != 1) {
        throw new DownloadException(
            file
                + ": expected {\"schema\":\"isolator-sources\",\"version\":1,\"sources\":[…]}, found another beginning");
      }
      var sources = new ArrayList<Source>();
      for (JsonElement element : root.getAsJsonArray("sources")) {
        sources.add(source(file, element.getAsJsonObject()));
      }
      requireNamesOfTheirOwn(file, sources);
      return new SourceCatalogue(sources);
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      throw new DownloadException(
          "%s: expected a catalogue of sources in JSON, found something else (%s)"
              .formatted(file, e.getMessage()),
          e);
    } catch (IllegalArgumentException e) {
      throw new DownloadException(file + ": " + e.getMessage(), e);
    }
  }

  /// Refuses a name of two sources, and a folder or beginning of names that two sources would
  /// share.
  private static void requireNamesOfTheirOwn(String file, List<Source> sources)
      throws DownloadException {
    var names = new LinkedHashSet<String>();
    var owners = new HashMap<String, String>();
    for (Source source : sources) {
      if (!names.add(source.name())) {
        throw new DownloadException(
            "%s: source %s stands there twice; rename one".formatted(file, source.name()));
      }
      for (Take take : source.takes()) {
        String owner = owners.putIfAbsent(take.name(), source.name());
        if (owner != null && !owner.equals(source.name())) {
          throw new DownloadException(
              "%s: sources %s and %s both take files under the name %s; rename one"
                  .formatted(file, owner, source.name(), take.name()));
        }
      }
    }
  }

  private static Source source(String file, JsonObject json) throws DownloadException {
    String name = text(json, "name", "[a-z0-9]+(-[a-z0-9]+)*");
    try {
      var takes = new ArrayList<Take>();
      for (JsonElement take : json.getAsJsonArray("take")) {
        takes.add(take(name, take.getAsJsonObject()));
      }
      var leftOut = new ArrayList<Source.LeftOut>();
      for (JsonElement left : list(json, "leave")) {
        JsonObject one = left.getAsJsonObject();
        leftOut.add(new Source.LeftOut(text(one, "files", CELL), text(one, "why", CELL)));
      }
      var texts = new ArrayList<String>();
      list(json, "texts").forEach(text -> texts.add(text.getAsString()));
      return new Source(
          name,
          text(json, "what", CELL),
          kind(text(json, "kind", "voices|instrumental|instruments")),
          origin(json),
          json.has("archive") ? text(json, "archive", ".+") : "",
          texts,
          takes,
          leftOut,
          json.toString());
    } catch (IllegalArgumentException e) {
      throw new DownloadException("%s: source %s: %s".formatted(file, name, e.getMessage()), e);
    }
  }

  private static Source.Kind kind(String text) {
    return Source.Kind.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private static Origin origin(JsonObject json) {
    if (json.has("git")) {
      return new Origin.GitCommit(
          text(json, "git", "(https?|file)://[^\\s]+"), text(json, "commit", "[0-9a-f]{40}"));
    }
    return new Origin.DebianPackage(
        text(json, "debian", "pool/[A-Za-z0-9+./~-]+_[^/_]+_[a-z0-9]+\\.deb"),
        text(json, "sha256", "[0-9a-f]{64}"),
        json.get("bytes").getAsLong());
  }

  private static Take take(String source, JsonObject json) {
    String change = json.has("change") ? text(json, "change", "sum|g722") : "none";
    return new Take(
        json.has("name") ? text(json, "name", "[a-z0-9]+(-[a-z0-9]+)*") : source,
        patterns(json.getAsJsonArray("files")),
        patterns(list(json, "except")),
        Take.Change.valueOf(change.toUpperCase(Locale.ROOT)),
        json.has("mostMinutes") ? json.get("mostMinutes").getAsDouble() : Double.POSITIVE_INFINITY,
        json.has("program") ? text(json, "program", ".+\\.sfz") : "",
        text(json, "licence", CELL),
        json.has("credit") ? text(json, "credit", CELL) : "");
  }

  private static List<PathPattern> patterns(JsonArray texts) {
    var patterns = new ArrayList<PathPattern>();
    texts.forEach(text -> patterns.add(new PathPattern(text.getAsString())));
    return patterns;
  }

  private static JsonArray list(JsonObject json, String key) {
    return json.has(key) ? json.getAsJsonArray(key) : new JsonArray();
  }

  private static String text(JsonObject json, String key, String pattern) {
    String text = json.has(key) ? json.get(key).getAsString() : "";
    if (!text.matches(pattern)) {
      throw new IllegalArgumentException(
          "%s must match %s, was \"%s\"".formatted(key, pattern, text));
    }
    return text;
  }
}
