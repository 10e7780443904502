package dev.isolator.evaluate.songs;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/// What scoring needs of a data manifest: songs and pairs, with their stems. Other kinds of lines,
/// and keys we do not know, are passed over; the paths are relative to the manifest.
final class Manifest {
  private static final String SCHEMA = "isolator-manifest";
  private static final int VERSION = 1;

  private Manifest() {}

  static DataSet read(Path file, String split) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new AudioException(
          Kind.UNSUPPORTED,
          file.toString(),
          "is not UTF-8 text, expected a manifest or a folder; give the data set's folder",
          e);
    }
    checkHead(file, lines.isEmpty() ? "" : lines.getFirst());
    var songs = new ArrayList<Song>();
    var problems = new ArrayList<String>();
    var elsewhere = new TreeMap<String, Integer>();
    var wanted = split.isEmpty() ? "evaluation" : split;
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      try {
        var line = JsonParser.parseString(lines.get(i)).getAsJsonObject();
        var kind = text(line, "kind");
        if (!kind.equals("song") && !kind.equals("pair")) {
          continue;
        }
        var itsSplit = line.has("split") ? text(line, "split") : "";
        if (wanted.equals("all") || wanted.equals(itsSplit)) {
          songs.add(song(file, line));
        } else {
          elsewhere.merge(itsSplit, 1, Integer::sum);
        }
      } catch (JsonParseException
          | IllegalStateException
          | UnsupportedOperationException
          | NumberFormatException e) {
        problems.add(
            "%s:%d: expected an entry with id, kind and stems, found '%s' (%s); mend the line"
                .formatted(file, i + 1, shortened(lines.get(i)), reason(e)));
      }
    }
    if (songs.isEmpty() && problems.isEmpty()) {
      throw new AudioException(
          Kind.UNREADABLE,
          file.toString(),
          "has no songs of split '%s', only %s; choose with --split, or --split all"
              .formatted(wanted, elsewhere));
    }
    return new DataSet(file, DataSet.Layout.MANIFEST, songs, problems);
  }

  private static void checkHead(Path file, String head) throws AudioException {
    var expected = "{\"schema\":\"%s\",\"version\":%d}".formatted(SCHEMA, VERSION);
    try {
      var json = JsonParser.parseString(head).getAsJsonObject();
      if (text(json, "schema").equals(SCHEMA) && json.get("version").getAsInt() == VERSION) {
        return;
      }
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NumberFormatException e) {
      throw new AudioException(Kind.UNSUPPORTED, file.toString(), head(expected, head), e);
    }
    throw new AudioException(Kind.UNSUPPORTED, file.toString(), head(expected, head));
  }

  private static String head(String expected, String found) {
    return "expected a manifest that starts with %s, found '%s'; make it anew, or give a folder"
        .formatted(expected, shortened(found));
  }

  private static Song song(Path file, JsonObject line) {
    var sounds = new LinkedHashMap<String, Sound>();
    var stems = line.getAsJsonObject("stems");
    if (stems == null) {
      throw new JsonParseException("no stems");
    }
    for (var entry : stems.entrySet()) {
      var stem = entry.getValue().getAsJsonObject();
      var path = file.toAbsolutePath().resolveSibling(text(stem, "path"));
      sounds.put(
          Song.canonical(entry.getKey()),
          new Sound(
              path,
              Sound.BEST_TRACK,
              Sound.ALL_CHANNELS,
              number(stem, "start", 0),
              number(stem, "duration", Double.POSITIVE_INFINITY)));
    }
    return Song.of(text(line, "id"), sounds);
  }

  private static String text(JsonObject object, String key) {
    JsonElement value = object.get(key);
    if (value == null) {
      throw new JsonParseException("no " + key);
    }
    return value.getAsString();
  }

  private static double number(JsonObject object, String key, double otherwise) {
    JsonElement value = object.get(key);
    return value == null ? otherwise : value.getAsDouble();
  }

  private static String reason(RuntimeException e) {
    var message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return message.length() > 80 ? message.substring(0, 80) + "…" : message;
  }

  private static String shortened(String line) {
    return line.length() > 60 ? line.substring(0, 60) + "…" : line;
  }
}
