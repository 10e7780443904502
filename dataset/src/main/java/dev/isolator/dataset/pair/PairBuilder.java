package dev.isolator.dataset.pair;

import dev.isolator.audio.AudioException;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.recording.SampleRateConversion;
import dev.isolator.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Builds a pair from two files: reads, aligns, writes.
///
/// The folder receives `mix.wav`, `vocals.wav` and `instrumental.wav` in 32-bit float, all of the
/// mix's length, with `vocals + instrumental = mix`; `pair.json` with the measurements; and
/// `pair.html`, a page that shows them. Outside the segments the vocals are silent and the
/// instrumental equals the mix, so pairs should be read within their segments only. For a rejected
/// pair only `pair.json` and `pair.html` are written.
public final class PairBuilder {
  private static final int MAX_CHANNELS = 2;

  private final PairAligner aligner;

  public PairBuilder(Thresholds thresholds) {
    this.aligner = new PairAligner(thresholds);
  }

  /// What the second file is.
  public enum Part {
    VOCALS,
    INSTRUMENTAL
  }

  /// Builds one pair.
  ///
  /// @param part the vocals or the instrumental of the mix
  /// @param role which of the two `part` is
  /// @param folder is created if it does not exist; files of the same names in it are replaced
  /// @throws AudioException if a file cannot be read or written
  public Alignment build(Path mix, Path part, Part role, Path folder) throws IOException {
    var both = together(List.<Callable<MultirateRecording>>of(() -> read(mix), () -> read(part)));
    Recording song = both.get(0).recording();
    MultirateRecording other = both.get(1);
    var notes = new ArrayList<String>();
    var best = Verdict.ACCEPT;
    if (other.sampleRate() != song.sampleRate()) {
      notes.add(
          "%s was resampled from %d to the mix's %d Hz"
              .formatted(name(role), other.sampleRate(), song.sampleRate()));
      best = Verdict.REVIEW;
      other = MultirateRecording.of(SampleRateConversion.to(song.sampleRate(), other.recording()));
    }
    if (other.recording().channels() > song.channels()) {
      notes.add("%s was mixed down to the mix's one channel".formatted(name(role)));
    }
    var aligned = aligner.align(both.get(0), other);
    var alignment = aligned.alignment().withNotes(best, notes);
    Files.createDirectories(folder);
    String title = String.valueOf(mix.getFileName());
    if (alignment.verdict() == Verdict.REJECT || aligned.vocals() == null) {
      for (String old : List.of("mix.wav", "vocals.wav", "instrumental.wav")) {
        Files.deleteIfExists(folder.resolve(old)); // left by a run that did not reject the pair
      }
      AtomicFile.write(folder.resolve("pair.html"), PairPage.of(title, alignment));
    } else {
      var found = new Recording(aligned.vocals(), song.sampleRate());
      var rest = new Recording(difference(song, aligned.vocals()), song.sampleRate());
      Recording vocals = role == Part.VOCALS ? found : rest;
      Recording instrumental = role == Part.VOCALS ? rest : found;
      together(
          List.<Callable<Path>>of(
              () -> write(folder.resolve("mix.wav"), song),
              () -> write(folder.resolve("vocals.wav"), vocals),
              () -> write(folder.resolve("instrumental.wav"), instrumental),
              () ->
                  write(
                      folder.resolve("pair.html"),
                      PairPage.of(title, alignment, song, vocals, instrumental))));
    }
    AtomicFile.write(folder.resolve("pair.json"), PairJson.of(alignment) + "\n");
    return alignment;
  }

  private static String name(Part role) {
    return role == Part.VOCALS ? "the vocal track" : "the instrumental";
  }

  /// Reads a file and prepares it for the search; both files are read at the same time.
  private static MultirateRecording read(Path file) throws AudioException {
    var recording = RecordingFile.read(file);
    if (recording.channels() > MAX_CHANNELS) {
      throw new AudioException(
          AudioException.Kind.UNSUPPORTED,
          file.toString(),
          "has %d channels, expected mono or stereo; mix it down first"
              .formatted(recording.channels()));
    }
    return MultirateRecording.of(recording);
  }

  private static Path write(Path file, String text) throws IOException {
    AtomicFile.write(file, text);
    return file;
  }

  private static Path write(Path file, Recording recording) throws AudioException {
    RecordingFile.writeWav(file, recording);
    return file;
  }

  private static <T> List<T> together(List<Callable<T>> jobs) throws IOException {
    try (var threads = Executors.newFixedThreadPool(jobs.size())) {
      var done = new ArrayList<T>();
      for (Future<T> job : threads.invokeAll(jobs)) {
        done.add(job.get());
      }
      return done;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading or writing a pair", e);
    }
  }

  private static float[][] difference(Recording song, float[][] found) {
    var rest = new float[song.channels()][song.frames()];
    for (int c = 0; c < rest.length; c++) {
      float[] mix = song.samples()[c];
      for (int i = 0; i < rest[c].length; i++) {
        rest[c][i] = mix[i] - found[c][i];
      }
    }
    return rest;
  }
}
