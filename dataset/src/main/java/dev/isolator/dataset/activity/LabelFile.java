package dev.isolator.dataset.activity;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.isolator.file.AtomicFile;
import dev.isolator.voice.VoiceLabels;
import dev.isolator.voice.VoiceSpan;
import dev.isolator.voice.VoiceTimeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Reads and writes label files: Audacity's label track (`.txt`: start, end, text, with tabs), JSON
/// (`.json`: `{"voice":[{"start":1.5,"end":2.25}]}`) and CSV (`.csv` with the head `start,end`).
public final class LabelFile {
  private LabelFile() {}

  /// The file formats.
  public enum Form {
    AUDACITY,
    JSON,
    CSV;

    /// The format by a file's extension.
    ///
    /// @throws IllegalArgumentException if it is another extension
    public static Form of(Path file) {
      String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
      if (name.endsWith(".txt")) {
        return AUDACITY;
      }
      if (name.endsWith(".json")) {
        return JSON;
      }
      if (name.endsWith(".csv")) {
        return CSV;
      }
      throw new IllegalArgumentException(
          file + ": labels must end in .txt (Audacity), .json or .csv");
    }
  }

  /// Writes labels in the format of the file's extension, to the microsecond.
  public static void write(Path file, VoiceTimeline timeline) throws IOException {
    AtomicFile.write(
        file,
        switch (Form.of(file)) {
          case AUDACITY -> VoiceLabels.audacity(timeline, "voice");
          case CSV -> VoiceLabels.csv(timeline);
          case JSON -> json(timeline) + "\n";
        });
  }

  private static JsonObject json(VoiceTimeline timeline) {
    var voice = new JsonArray();
    for (VoiceSpan span : timeline.spans()) {
      var one = new JsonObject();
      one.addProperty("start", VoiceLabels.rounded(span.startSeconds()));
      one.addProperty("end", VoiceLabels.rounded(span.endSeconds()));
      voice.add(one);
    }
    var json = new JsonObject();
    json.add("voice", voice);
    return json;
  }

  /// Reads labels in the format of the file's extension. They may be in any order; labels that
  /// overlap are joined. Audacity's lines of spectral selections (starting with `\`) are ignored.
  public static VoiceTimeline read(Path file) throws IOException {
    var spans = new ArrayList<VoiceSpan>();
    switch (Form.of(file)) {
      case AUDACITY -> rows(file, "\t", "start, tab, end", spans, false);
      case CSV -> rows(file, ",", "start,end", spans, true);
      case JSON -> json(file, spans);
    }
    return joined(spans);
  }

  private static void rows(
      Path file, String separator, String expected, List<VoiceSpan> spans, boolean head)
      throws IOException {
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (line.isBlank() || line.startsWith("\\") || (head && number == 1)) {
        if (head && number == 1 && !line.strip().startsWith(VoiceLabels.CSV_HEAD)) {
          throw new LabelException(
              file.toString(),
              1,
              "expected the head %s, found \"%s\"".formatted(VoiceLabels.CSV_HEAD, line));
        }
        continue;
      }
      String[] cells = line.split(separator, -1);
      try {
        spans.add(
            new VoiceSpan(
                Double.parseDouble(cells[0].strip()), Double.parseDouble(cells[1].strip())));
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw new LabelException(
            file.toString(),
            number,
            "expected %s in seconds with 0 ≤ start < end, found \"%s\"".formatted(expected, line));
      }
    }
  }

  private static void json(Path file, List<VoiceSpan> spans) throws IOException {
    var expected = "expected {\"voice\":[{\"start\":…,\"end\":…}]}";
    try {
      if (!(JsonParser.parseString(Files.readString(file)) instanceof JsonObject json)
          || !(json.get("voice") instanceof JsonArray voice)) {
        throw new LabelException(file.toString(), 1, expected);
      }
      for (var one : voice) {
        if (!(one instanceof JsonObject span)
            || !(span.get("start") instanceof JsonPrimitive start)
            || !(span.get("end") instanceof JsonPrimitive end)) {
          throw new LabelException(file.toString(), 1, expected + ", found " + one);
        }
        spans.add(new VoiceSpan(start.getAsDouble(), end.getAsDouble()));
      }
    } catch (JsonParseException e) {
      throw new LabelException(file.toString(), 1, expected + ", found no JSON");
    } catch (IllegalArgumentException e) {
      throw new LabelException(file.toString(), 1, String.valueOf(e.getMessage()));
    }
  }

  private static VoiceTimeline joined(List<VoiceSpan> spans) {
    spans.sort(Comparator.comparingDouble(VoiceSpan::startSeconds));
    var joined = new ArrayList<VoiceSpan>();
    for (VoiceSpan span : spans) {
      if (!joined.isEmpty() && span.startSeconds() <= joined.getLast().endSeconds()) {
        VoiceSpan last = joined.removeLast();
        joined.add(
            new VoiceSpan(last.startSeconds(), Math.max(last.endSeconds(), span.endSeconds())));
      } else {
        joined.add(span);
      }
    }
    return new VoiceTimeline(joined);
  }
}
