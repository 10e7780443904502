package dev.isolator.server.job;

import dev.isolator.server.storage.StorageKey;

/// The keys of songs and stems in the storage.
public final class StorageLayout {
  /// Prefix of uploaded songs, by job.
  public static final String INPUTS = "inputs";

  /// Prefix of folders of stems, by run.
  public static final String RESULTS = "results";

  private StorageLayout() {}

  /// A job's song.
  public static StorageKey input(String job) {
    return StorageKey.of(INPUTS, job);
  }

  /// A run's stems.
  public static StorageKey results(String folder) {
    return StorageKey.of(RESULTS, folder);
  }
}
