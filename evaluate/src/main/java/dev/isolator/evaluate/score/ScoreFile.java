package dev.isolator.evaluate.score;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import dev.isolator.evaluate.metric.BssRatios;
import dev.isolator.evaluate.metric.FrameScores;
import dev.isolator.evaluate.metric.VoiceActivityScores;
import dev.isolator.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A [SongScores] as JSON, schema `isolator-scores` version 1.
///
/// Scores are numbers in dB rounded to six decimals, `null` where undefined, and the text
/// `"infinity"` where nothing of a fault is left. Keys may be added within a version; another
/// version is not read.
public final class ScoreFile {
  private static final String SCHEMA = "isolator-scores";
  private static final int VERSION = 1;
  private static final String INFINITY = "infinity";

  private ScoreFile() {}

  /// Writes a file whole or not at all.
  public static void write(Path file, SongScores scores) throws AudioException {
    var json = new GsonBuilder().setPrettyPrinting().serializeNulls().create();
    replace(file, json.toJson(toJson(scores)) + "\n");
  }

  /// Replaces a text file in one step; its folder is made if missing.
  public static void replace(Path file, String text) throws AudioException {
    try {
      Files.createDirectories(AtomicFile.folderOf(file));
      AtomicFile.write(file, text);
    } catch (IOException e) {
      throw new AudioException(
          Kind.UNWRITABLE,
          file.toString(),
          "cannot be written (%s); check the disk, or choose another -o".formatted(e),
          e);
    }
  }

  /// Reads a file.
  ///
  /// @throws AudioException if it cannot be read, is no such JSON, or is of another version
  public static SongScores read(Path file) throws AudioException {
    try {
      var json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      if (!json.has("schema") || !json.get("schema").getAsString().equals(SCHEMA)) {
        throw new JsonParseException("no schema " + SCHEMA);
      }
      int version = json.get("version").getAsInt();
      if (version != VERSION) {
        throw new AudioException(
            Kind.UNSUPPORTED,
            file.toString(),
            "expected scores of schema version %d, found version %d; the song is scored again"
                .formatted(VERSION, version));
      }
      return fromJson(json);
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | IllegalArgumentException
        | NullPointerException e) {
      throw new AudioException(
          Kind.CORRUPT,
          file.toString(),
          "expected scores in JSON of schema %s, found something else; the song is scored again"
              .formatted(SCHEMA),
          e);
    } catch (AudioException e) {
      throw e;
    } catch (IOException e) {
      throw new AudioException(
          Kind.UNREADABLE,
          file.toString(),
          "cannot be read (%s); the song is scored again".formatted(e),
          e);
    }
  }

  private static JsonObject toJson(SongScores scores) {
    var json = new JsonObject();
    json.addProperty("schema", SCHEMA);
    json.addProperty("version", VERSION);
    json.addProperty("system", scores.system());
    json.addProperty("song", scores.song());
    json.addProperty("dataSet", scores.dataSet());
    json.addProperty("fingerprint", scores.fingerprint());
    json.addProperty("sampleRate", scores.format().sampleRate());
    json.addProperty("channels", scores.format().channels());
    json.addProperty("songSeconds", scores.format().seconds());
    json.addProperty("mixture", scores.format().mixtureOrigin());
    json.add("separationSeconds", number(scores.cost().seconds()));
    json.add(
        "peakBytes",
        scores.cost().peakBytes() < 0
            ? JsonNull.INSTANCE
            : new JsonPrimitive(scores.cost().peakBytes()));
    var stems = new JsonObject();
    for (var stem : scores.stems()) {
      var entry = new JsonObject();
      var median = stem.median();
      entry.add("sdr", number(median.sdr()));
      entry.add("isr", number(median.isr()));
      entry.add("sir", number(median.sir()));
      entry.add("sar", number(median.sar()));
      entry.add("siSdr", number(stem.siSdr()));
      entry.add("trackSdr", number(stem.trackSdr()));
      var frames = new JsonArray();
      for (var ratios : stem.frames().frames()) {
        var row = new JsonArray();
        row.add(number(ratios.sdr()));
        row.add(number(ratios.isr()));
        row.add(number(ratios.sir()));
        row.add(number(ratios.sar()));
        frames.add(row);
      }
      entry.add("frames", frames);
      stems.add(stem.stem(), entry);
    }
    json.add("stems", stems);
    json.add("voice", voice(scores.voice()));
    var notes = new JsonArray();
    scores.notes().forEach(notes::add);
    json.add("notes", notes);
    return json;
  }

  private static SongScores fromJson(JsonObject json) {
    var stems = new ArrayList<StemScores>();
    for (var stem : json.getAsJsonObject("stems").entrySet()) {
      var entry = stem.getValue().getAsJsonObject();
      var frames = new ArrayList<BssRatios>();
      for (var row : entry.getAsJsonArray("frames")) {
        var r = row.getAsJsonArray();
        frames.add(
            new BssRatios(number(r.get(0)), number(r.get(1)), number(r.get(2)), number(r.get(3))));
      }
      stems.add(
          new StemScores(
              stem.getKey(),
              new FrameScores(frames),
              number(entry.get("siSdr")),
              number(entry.get("trackSdr"))));
    }
    List<String> notes =
        json.getAsJsonArray("notes").asList().stream().map(JsonElement::getAsString).toList();
    return new SongScores(
        json.get("system").getAsString(),
        json.get("song").getAsString(),
        json.get("dataSet").getAsString(),
        json.get("fingerprint").getAsString(),
        new SongScores.Format(
            json.get("sampleRate").getAsInt(),
            json.get("channels").getAsInt(),
            json.get("songSeconds").getAsDouble(),
            json.get("mixture").getAsString()),
        new SongScores.Cost(
            number(json.get("separationSeconds")),
            json.get("peakBytes").isJsonNull() ? -1 : json.get("peakBytes").getAsLong()),
        stems,
        voice(json.get("voice")),
        notes);
  }

  private static JsonElement voice(@Nullable VoiceScores voice) {
    if (voice == null) {
      return JsonNull.INSTANCE;
    }
    var json = new JsonObject();
    json.addProperty("source", voice.source());
    json.addProperty("frames", voice.frames());
    json.add("voiced", number(voice.voiced()));
    json.add("accuracy", number(voice.scores().accuracy()));
    json.add("precision", number(voice.scores().precision()));
    json.add("recall", number(voice.scores().recall()));
    json.add("f1", number(voice.scores().f1()));
    json.add("auc", number(voice.scores().auc()));
    json.addProperty("voicedCounts", ProbabilityCounts.text(voice.counts().voiced()));
    json.addProperty("unvoicedCounts", ProbabilityCounts.text(voice.counts().unvoiced()));
    return json;
  }

  /// Files from before there were voice scores have no such key.
  private static @Nullable VoiceScores voice(@Nullable JsonElement element) {
    if (element == null || element.isJsonNull()) {
      return null;
    }
    var json = element.getAsJsonObject();
    return new VoiceScores(
        json.get("source").getAsString(),
        json.get("frames").getAsInt(),
        number(json.get("voiced")),
        new VoiceActivityScores(
            number(json.get("accuracy")),
            number(json.get("precision")),
            number(json.get("recall")),
            number(json.get("f1")),
            number(json.get("auc"))),
        json.has("voicedCounts")
            ? new ProbabilityCounts(
                ProbabilityCounts.parse(json.get("voicedCounts").getAsString()),
                ProbabilityCounts.parse(json.get("unvoicedCounts").getAsString()))
            : ProbabilityCounts.NOT_KEPT);
  }

  private static JsonElement number(double value) {
    if (Double.isNaN(value)) {
      return JsonNull.INSTANCE;
    }
    if (Double.isInfinite(value)) {
      return new JsonPrimitive((value < 0 ? "-" : "") + INFINITY);
    }
    return new JsonPrimitive(Math.rint(value * 1e6) / 1e6);
  }

  private static double number(JsonElement element) {
    if (element.isJsonNull()) {
      return Double.NaN;
    }
    return switch (element.getAsString()) {
      case INFINITY -> Double.POSITIVE_INFINITY;
      case "-" + INFINITY -> Double.NEGATIVE_INFINITY;
      default -> element.getAsDouble();
    };
  }
}
