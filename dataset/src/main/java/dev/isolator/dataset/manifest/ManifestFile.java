package dev.isolator.dataset.manifest;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.isolator.file.AtomicFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;

/// Reads and writes manifests.
public final class ManifestFile {
  private static final String SCHEMA = "isolator-manifest";
  private static final int VERSION = 1;
  private static final int MAX_LINE = 16 << 20;
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private ManifestFile() {}

  /// Is told of a line that is not what the schema asks for.
  @FunctionalInterface
  public interface BadLine {
    /// Returns to leave the line out, throws to refuse the manifest.
    void found(ManifestException problem) throws ManifestException;
  }

  /// Reads a manifest.
  ///
  /// @throws ManifestException if a line is not what the schema asks for
  public static Manifest read(Path file) throws IOException {
    return read(
        file,
        problem -> {
          throw problem;
        });
  }

  /// Reads what can be read of a manifest.
  ///
  /// @throws ManifestException if it is no manifest, or `badLine` throws it
  public static Manifest read(Path file, BadLine badLine) throws IOException {
    var entries = new ArrayList<Entry>();
    var lines = new HashMap<String, Integer>();
    try (var reader = Files.newBufferedReader(file)) {
      schema(file, reader);
      int number = 1;
      for (String line; (line = reader.readLine()) != null; ) {
        number++;
        if (line.isBlank()) {
          continue;
        }
        try {
          Entry entry = entry(file, number, line);
          Integer before = lines.putIfAbsent(entry.id(), number);
          if (before != null) {
            throw new ManifestException(
                file.toString(),
                number,
                "id %s stands in line %d already; ids must differ".formatted(entry.id(), before));
          }
          entries.add(entry);
        } catch (ManifestException e) {
          badLine.found(e);
        }
      }
    } catch (NoSuchFileException e) {
      throw new ManifestException(
          file.toString(), 0, "no such file, expected a manifest; check the name");
    } catch (MalformedInputException e) {
      throw new ManifestException(
          file.toString(), 0, "is not UTF-8 text, expected a manifest; check the name");
    }
    Path folder = file.toAbsolutePath().getParent();
    return new Manifest(folder == null ? Path.of("") : folder, entries);
  }

  private static void schema(Path file, BufferedReader reader) throws IOException {
    String expected = "expected {\"schema\":\"%s\",\"version\":%d}".formatted(SCHEMA, VERSION);
    String line = reader.readLine();
    JsonObject json = line == null ? null : object(line);
    if (json == null
        || !(json.get("schema") instanceof JsonPrimitive schema
            && schema.getAsString().equals(SCHEMA))) {
      String found = line == null ? "nothing" : head(line);
      throw new ManifestException(
          file.toString(), 1, expected + ", found " + found + "; is this a manifest?");
    }
    if (!(json.get("version") instanceof JsonPrimitive version
        && version.isNumber()
        && version.getAsDouble() == VERSION)) {
      throw new ManifestException(
          file.toString(),
          1,
          expected + ", found version " + json.get("version") + "; update Isolator");
    }
  }

  private static Entry entry(Path file, int number, String line) throws ManifestException {
    if (line.length() > MAX_LINE) {
      throw new ManifestException(
          file.toString(), number, "is longer than %d characters; split it".formatted(MAX_LINE));
    }
    JsonObject json = object(line);
    if (json == null) {
      throw new ManifestException(
          file.toString(), number, "expected a JSON object, found " + head(line));
    }
    try {
      return EntryJson.fromJson(json);
    } catch (IllegalArgumentException e) {
      throw new ManifestException(file.toString(), number, String.valueOf(e.getMessage()));
    }
  }

  private static @org.jspecify.annotations.Nullable JsonObject object(String line) {
    try {
      return JsonParser.parseString(line) instanceof JsonObject o ? o : null;
    } catch (JsonParseException e) {
      return null; // the caller reports what was expected
    }
  }

  private static String head(String line) {
    return "\"" + (line.length() > 40 ? line.substring(0, 40) + "…" : line) + "\"";
  }

  /// Writes a manifest, whole or not at all.
  public static void write(Path file, Iterable<Entry> entries) throws IOException {
    var text = new StringBuilder();
    text.append(
        "{\"schema\":\"%s\",\"version\":%d}%n".formatted(SCHEMA, VERSION).replace("\r", ""));
    for (Entry entry : entries) {
      text.append(GSON.toJson(EntryJson.toJson(entry))).append('\n');
    }
    AtomicFile.write(file, text.toString());
  }
}
