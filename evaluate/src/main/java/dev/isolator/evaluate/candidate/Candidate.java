package dev.isolator.evaluate.candidate;

import dev.isolator.SeparatorOptions;
import dev.isolator.audio.AudioException;
import dev.isolator.evaluate.oracle.Oracle;
import dev.isolator.evaluate.reference.ReferenceSeparators;
import dev.isolator.evaluate.songs.References;
import dev.isolator.model.ModelException;
import java.nio.file.Path;

/// Somebody whose stems are scored. Safe for all threads; those that cannot do two songs at once
/// make the second one wait.
public sealed interface Candidate extends AutoCloseable
    permits ModelCandidate, ReferenceCandidate, OracleCandidate, EstimateFolder {
  /// What it is called in tables and file names.
  String name();

  /// What its answer to a song depends on, besides the song: when this text changes, scores are
  /// made anew.
  ///
  /// @param song the name of the song
  String fingerprint(String song);

  /// Its answer.
  ///
  /// @throws AudioException if stems that exist already cannot be read, or do not fit the song
  /// @throws ModelException if a model fails
  Estimates estimate(References song) throws AudioException, ModelException;

  @Override
  default void close() {}

  /// The model, reference separator (`reference:…`) or oracle (`oracle:…`) of that name.
  ///
  /// @throws ModelException if there is none
  static Candidate named(String name, SeparatorOptions options) throws ModelException {
    if (name.startsWith(ReferenceSeparators.PREFIX)) {
      return new ReferenceCandidate(ReferenceSeparators.open(name, options.networkThreads()));
    }
    if (name.startsWith(Oracle.PREFIX)) {
      try {
        return new OracleCandidate(Oracle.named(name));
      } catch (IllegalArgumentException e) {
        throw new ModelException(String.valueOf(e.getMessage()), e);
      }
    }
    return ModelCandidate.open(options.withModel(name));
  }

  /// A folder of estimates, `SONG/STEM.wav`, called by its own name.
  static Candidate folder(Path folder) throws AudioException {
    return EstimateFolder.of(folder);
  }
}
