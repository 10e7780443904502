package dev.isolator.learn.gate;

import com.google.gson.JsonParseException;
import dev.isolator.audio.AudioException;
import dev.isolator.evaluate.candidate.Candidate;
import dev.isolator.evaluate.candidate.Estimates;
import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.evaluate.metric.TrackSdr;
import dev.isolator.evaluate.score.SongScoring;
import dev.isolator.evaluate.songs.Multitrack;
import dev.isolator.evaluate.songs.ReferenceSignals;
import dev.isolator.file.AtomicFile;
import dev.isolator.file.Sha256;
import dev.isolator.model.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Scores one song by two models. What is scored is kept in a folder, so that a gate that was
/// interrupted goes on.
///
/// @param folder of the scores
/// @param live the model in use
/// @param candidate the other one
/// @param pair tells these two models and this set from others
record PairScoring(Path folder, Candidate live, Candidate candidate, String pair) {
  /// Songs whose vocals are softer than this, in dBFS rms, count as unsung.
  private static final double SILENT_DBFS = -80;

  SongDifference of(Multitrack song) throws IOException {
    String name = Sha256.of((pair + "\n" + song.name()).getBytes(StandardCharsets.UTF_8));
    Path file = folder.resolve(name.substring(0, 32) + ".json");
    if (Files.isRegularFile(file)) {
      try {
        return GateReport.GSON.fromJson(Files.readString(file), SongDifference.class);
      } catch (JsonParseException e) {
        Files.delete(file); // it is scored again
      }
    }
    SongDifference scored;
    try {
      scored = scored(song);
    } catch (AudioException | ModelException e) {
      throw new IOException(e.getMessage(), e);
    }
    Files.createDirectories(folder);
    AtomicFile.write(file, GateReport.GSON.toJson(scored) + "\n");
    return scored;
  }

  private SongDifference scored(Multitrack song) throws AudioException, ModelException {
    ReferenceSignals signals = ReferenceSignals.of(song);
    Estimates before = live.estimate(signals);
    Estimates after = candidate.estimate(signals);
    Pcm16 vocals = signals.stem(Multitrack.VOCALS);
    if (vocals == null || rmsDbfs(vocals.toFloat()) < SILENT_DBFS) {
      return new SongDifference(
          song.name(),
          null,
          null,
          null,
          null,
          falseVoice(signals, before),
          falseVoice(signals, after));
    }
    return new SongDifference(
        song.name(),
        TrackSdr.of(vocals, vocals(before)),
        TrackSdr.of(vocals, vocals(after)),
        f1(signals, before),
        f1(signals, after),
        null,
        null);
  }

  private static Pcm16 vocals(Estimates estimates) throws ModelException {
    Pcm16 vocals = estimates.stems().get(Multitrack.VOCALS);
    if (vocals == null) {
      throw new ModelException(
          "expected a model with a stem vocals, found %s; choose another as model in learn.yaml"
              .formatted(String.join(", ", estimates.stems().keySet())));
    }
    return vocals;
  }

  private static @Nullable Double f1(ReferenceSignals song, Estimates estimates) {
    var voice = SongScoring.voice(song, estimates);
    return voice == null || Double.isNaN(voice.scores().f1()) ? null : voice.scores().f1();
  }

  /// Energy of the vocals that were found relative to the song's, in dB.
  private static double falseVoice(ReferenceSignals song, Estimates estimates)
      throws ModelException {
    return rmsDbfs(vocals(estimates).toFloat()) - rmsDbfs(song.mixture());
  }

  private static double rmsDbfs(float[][] sound) {
    double sum = 0;
    long count = 0;
    for (float[] channel : sound) {
      for (float x : channel) {
        sum += (double) x * x;
      }
      count += channel.length;
    }
    return 10 * Math.log10(sum / Math.max(1, count) + 1e-12);
  }
}
