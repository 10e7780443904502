package dev.isolator.evaluate;

import dev.isolator.audio.AudioException;
import dev.isolator.evaluate.candidate.Candidate;
import dev.isolator.evaluate.candidate.Estimates;
import dev.isolator.evaluate.score.ScoreFile;
import dev.isolator.evaluate.score.ScoresCsv;
import dev.isolator.evaluate.score.SongScores;
import dev.isolator.evaluate.score.SongScoring;
import dev.isolator.evaluate.songs.DataSet;
import dev.isolator.evaluate.songs.FileFingerprint;
import dev.isolator.evaluate.songs.Multitrack;
import dev.isolator.evaluate.songs.ReferenceSignals;
import dev.isolator.file.Sha256;
import dev.isolator.model.ModelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Scores candidates on all songs of a data set.
///
/// It writes `scores/SYSTEM/SONG.json`, `scores.csv` and, in `excerpts/`, ten seconds of each song
/// as mp3 below the output folder. Scores that are there already, of the same files and the same
/// candidate, are kept: an evaluation that was stopped goes on where it was. A song that fails does
/// not stop the others.
public final class Evaluation {
  private final Path output;
  private final int jobs;
  private int done;

  /// @param output the folder of all results; made if missing
  /// @param jobs how many songs are scored at once, at least 1; a song of four minutes takes some
  ///   500 MB. With more than one, the measured speeds are too low
  public Evaluation(Path output, int jobs) {
    if (jobs < 1) {
      throw new IllegalArgumentException("jobs must be at least 1, was " + jobs);
    }
    this.output = output;
    this.jobs = jobs;
  }

  /// A song that could not be scored for a candidate.
  ///
  /// @param system the candidate's name, or empty where the song itself cannot be read
  public record Failure(String system, String song, Throwable cause) {
    /// One line: the song, the system, the cause.
    public String message() {
      return "%s%s: %s"
          .formatted(song, system.isEmpty() ? "" : " by " + system, cause.getMessage());
    }
  }

  /// All scores, and what could not be scored.
  ///
  /// @param scores of the data set's songs in order, for each the candidates in order
  /// @param failures in the same order
  public record Result(List<SongScores> scores, List<Failure> failures) {
    public Result {
      scores = List.copyOf(scores);
      failures = List.copyOf(failures);
    }
  }

  /// Runs all candidates over all songs. Returns when everything is scored and written.
  ///
  /// @param candidates of different names
  /// @throws AudioException if the results cannot be written
  /// @throws CancellationException if the thread is interrupted
  public Result run(DataSet set, List<Candidate> candidates, EvaluationListener listener)
      throws AudioException {
    checkNames(candidates);
    done = 0;
    set.problems().forEach(listener::problem);
    var results = new ArrayList<Result>();
    try (var workers = Executors.newFixedThreadPool(jobs)) {
      List<Future<Result>> running =
          set.songs().stream()
              .map(
                  song ->
                      workers.submit(
                          () -> one(set, song, candidates, set.songs().size(), listener)))
              .toList();
      try {
        for (var song : running) {
          results.add(song.get());
        }
      } catch (InterruptedException _) {
        workers.shutdownNow();
        Thread.currentThread().interrupt();
        throw new CancellationException();
      } catch (ExecutionException e) {
        workers.shutdownNow();
        throw unwritable(e.getCause());
      }
    }
    var result =
        new Result(
            results.stream().flatMap(one -> one.scores().stream()).toList(),
            results.stream().flatMap(one -> one.failures().stream()).toList());
    ScoresCsv.write(output.resolve("scores.csv"), result.scores());
    return result;
  }

  /// Turns what a worker threw into what this thread may throw.
  private static AudioException unwritable(@Nullable Throwable cause) {
    return switch (cause) {
      case AudioException unwritable -> unwritable;
      case Error error -> throw error;
      case RuntimeException mistake -> throw mistake;
      case null, default -> throw new IllegalStateException(cause);
    };
  }

  private static void checkNames(List<Candidate> candidates) {
    var names = new HashSet<String>();
    for (var candidate : candidates) {
      if (!names.add(candidate.name())) {
        throw new IllegalArgumentException(
            "expected systems of different names, found %s twice; rename a folder"
                .formatted(candidate.name()));
      }
    }
  }

  private Result one(
      DataSet set,
      Multitrack song,
      List<Candidate> candidates,
      int songs,
      EvaluationListener listener)
      throws AudioException {
    var scores = new ArrayList<SongScores>();
    var failures = new ArrayList<Failure>();
    ReferenceSignals references = null;
    int total = songs * candidates.size();
    for (var candidate : candidates) {
      var file =
          output
              .resolve("scores")
              .resolve(PortableFileName.of(candidate.name()))
              .resolve(PortableFileName.of(song.name()) + ".json");
      var fingerprint = fingerprint(set, song, candidate);
      var kept = kept(file, fingerprint, listener);
      try {
        if (kept == null && references == null) {
          references = ReferenceSignals.of(song);
        }
        if (kept == null && references != null) {
          kept = score(set, references, candidate, fingerprint);
          ScoreFile.write(file, kept);
        }
        if (kept != null) {
          scores.add(kept);
        }
      } catch (AudioException e) {
        if (e.kind() == AudioException.Kind.UNWRITABLE) {
          throw e;
        }
        fail(
            new Failure(references == null ? "" : candidate.name(), song.name(), e),
            failures,
            listener);
        if (references == null) {
          finished(candidates.getLast().name(), song.name(), total, candidates.size(), listener);
          break;
        }
      } catch (ModelException | RuntimeException e) {
        fail(new Failure(candidate.name(), song.name(), e), failures, listener);
      }
      finished(candidate.name(), song.name(), total, 1, listener);
    }
    return new Result(scores, failures);
  }

  private SongScores score(
      DataSet set, ReferenceSignals song, Candidate candidate, String fingerprint)
      throws AudioException, ModelException {
    Estimates estimates = candidate.estimate(song);
    new ListeningExcerpts(output).write(song, candidate.name(), estimates);
    var notes = new ArrayList<>(song.notes());
    notes.addAll(estimates.notes());
    var stems = SongScoring.score(song, estimates, notes);
    return new SongScores(
        candidate.name(),
        song.song().name(),
        set.location().toAbsolutePath().normalize().getFileName().toString(),
        fingerprint,
        new SongScores.Format(
            song.sampleRate(), song.mixture().length, song.seconds(), song.mixtureOrigin()),
        new SongScores.Cost(estimates.seconds(), estimates.peakBytes()),
        stems,
        SongScoring.voice(song, estimates),
        notes);
  }

  private synchronized void fail(
      Failure failure, List<Failure> failures, EvaluationListener listener) {
    failures.add(failure);
    listener.problem(failure.message());
  }

  private synchronized void finished(
      String system, String song, int total, int count, EvaluationListener listener) {
    done += count;
    listener.finished(system, song, done, total);
  }

  /// The scores from before, if they are of the same files and candidate.
  private synchronized @Nullable SongScores kept(
      Path file, String fingerprint, EvaluationListener listener) {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      var scores = ScoreFile.read(file);
      return scores.fingerprint().equals(fingerprint) ? scores : null;
    } catch (AudioException e) {
      listener.problem(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static String fingerprint(DataSet set, Multitrack song, Candidate candidate) {
    var text =
        "%s\n%s\n%s"
            .formatted(set.layout(), FileFingerprint.of(song), candidate.fingerprint(song.name()));
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
