package dev.isolator.evaluate.candidate;

import dev.isolator.SeparatorOptions;
import dev.isolator.audio.AudioException;
import dev.isolator.evaluate.oracle.Oracle;
import dev.isolator.evaluate.reference.ReferenceSeparators;
import dev.isolator.evaluate.songs.ReferenceSignals;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.nio.file.Path;

/// A separation system that is scored. Safe for all threads; one that cannot separate two songs at
/// once makes the second caller wait.
public sealed interface Candidate extends AutoCloseable
    permits ModelCandidate, VoiceCandidate, ReferenceCandidate, OracleCandidate, EstimateFolder {
  /// Its name in tables and file names.
  String name();

  /// What its estimates of a song depend on besides the song. Where this text differs from that of
  /// earlier scores, the song is scored again.
  ///
  /// @param song the name of the song
  String fingerprint(String song);

  /// Separates a song, or reads the stems that exist.
  ///
  /// @throws AudioException if stems that exist already cannot be read, or do not fit the song
  /// @throws ModelException if a model fails
  Estimates estimate(ReferenceSignals song) throws AudioException, ModelException;

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
    return of(options.withModel(name));
  }

  /// A model with options, such as those of a chain. One that takes songs apart is asked itself
  /// where somebody sings, unless the options name what is; one that takes nothing apart says that
  /// alone.
  ///
  /// @throws ModelException if there is none of that name
  static Candidate of(SeparatorOptions options) throws ModelException {
    var entry = ModelCatalogue.open().find(options.model());
    if (!entry.card().separates()) {
      return VoiceCandidate.of(entry, options);
    }
    return ModelCandidate.open(
        options.voiceModel().isEmpty()
            ? options.withVoiceModel(SeparatorOptions.OWN_VOICE)
            : options);
  }

  /// A folder of estimates, `SONG/STEM.wav`; its name is the folder's.
  static Candidate folder(Path folder) throws AudioException {
    return EstimateFolder.of(folder);
  }
}
