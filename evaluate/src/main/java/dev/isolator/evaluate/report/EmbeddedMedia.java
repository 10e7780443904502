package dev.isolator.evaluate.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import dev.isolator.evaluate.ListeningExcerpts;
import dev.isolator.evaluate.plot.ChartFile;
import dev.isolator.evaluate.plot.LogFrequencySpectrogram;
import dev.isolator.evaluate.score.SongScores;
import dev.isolator.evaluate.songs.AudioRegion;
import dev.isolator.evaluate.songs.Pcm16Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// Sounds and their spectrograms as `data:` URLs inside the page, each of them once.
final class EmbeddedMedia {
  private static final int COLUMNS = 360;
  private static final int ROWS = 140;

  private final ListeningExcerpts excerpts;
  private final Map<Path, Integer> numbers = new LinkedHashMap<>();
  private final JsonArray all = new JsonArray();

  EmbeddedMedia(ListeningExcerpts excerpts) {
    this.excerpts = excerpts;
  }

  /// A song to listen to: the mixture, and estimate and reference of each stem.
  ///
  /// @param rank `best` or `worst`
  JsonObject of(String rank, SongScores song) throws AudioException {
    var entry = new JsonObject();
    entry.addProperty("system", song.system());
    entry.addProperty("song", song.song());
    entry.addProperty("rank", rank);
    entry.addProperty("stem", HtmlReport.main(song).stem());
    entry.addProperty("sdr", Math.clamp(HtmlReport.mainSdr(song), -1e12, 1e12));
    var clips = new JsonArray();
    add(clips, "mixture", excerpts.mixture(song.song()));
    for (var stem : song.stems()) {
      var name = stem.stem();
      add(clips, name, excerpts.estimate(song.song(), song.system(), name));
      add(clips, name + ", reference", excerpts.reference(song.song(), name));
    }
    entry.add("clips", clips);
    return entry;
  }

  private void add(JsonArray clips, String label, Path file) throws AudioException {
    if (!Files.exists(file)) {
      return;
    }
    var known = numbers.get(file);
    int number = known == null ? embed(file) : known;
    var clip = new JsonObject();
    clip.addProperty("label", label);
    clip.addProperty("media", number);
    clips.add(clip);
  }

  private int embed(Path file) throws AudioException {
    try {
      var picture =
          LogFrequencySpectrogram.of(Pcm16Reader.read(AudioRegion.of(file)), COLUMNS, ROWS)
              .decibels();
      var entry = new JsonObject();
      entry.addProperty("sound", address("audio/mpeg", Files.readAllBytes(file)));
      entry.addProperty("picture", address("image/png", ChartFile.png(picture)));
      all.add(entry);
      numbers.put(file, all.size() - 1);
      return all.size() - 1;
    } catch (IOException e) {
      if (e instanceof AudioException ours) {
        throw ours;
      }
      throw new AudioException(
          Kind.UNREADABLE,
          file.toString(),
          "cannot be read (%s); remove it, and it is made again with its scores".formatted(e),
          e);
    }
  }

  private static String address(String type, byte[] bytes) {
    return "data:%s;base64,%s".formatted(type, Base64.getEncoder().encodeToString(bytes));
  }

  JsonArray toJson() {
    return all;
  }
}
