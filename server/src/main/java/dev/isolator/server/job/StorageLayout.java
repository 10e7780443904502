package dev.isolator.server.job;

import dev.isolator.server.storage.Key;

/// Where in the storage what is.
public final class Areas {
  /// Uploaded songs, by job.
  public static final String INPUTS = "inputs";

  /// Folders of stems, by run.
  public static final String RESULTS = "results";

  private Areas() {}

  /// A job's song.
  public static Key input(String job) {
    return Key.of(INPUTS, job);
  }

  /// A run's stems.
  public static Key results(String folder) {
    return Key.of(RESULTS, folder);
  }
}
