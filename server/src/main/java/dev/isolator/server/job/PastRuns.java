package dev.isolator.server.job;

import java.util.List;

/// How long a song will take, by what songs of its model and about its size took.
///
/// @param runs the latest that were computed
record PastRuns(List<Run> runs) {
  /// Fewer similar songs say nothing, nor do such whose speeds differ by more than this factor: a
  /// megabyte may be five seconds of sound or a minute.
  private static final int LEAST_RUNS = 3;

  private static final double MOST_SPREAD = 2;

  /// Of half to twice the bytes.
  private static final double SIMILAR = 2;

  PastRuns {
    runs = List.copyOf(runs);
  }

  /// A job as far as its time depends on it.
  ///
  /// @param model name and version
  /// @param bytes of the song's file
  record Load(String model, long bytes) {
    boolean isLike(Load other) {
      return model.equals(other.model)
          && bytes <= SIMILAR * other.bytes
          && other.bytes <= SIMILAR * bytes;
    }
  }

  /// A job that is done.
  record Run(Load load, double seconds) {
    double secondsPerByte() {
      return seconds / load.bytes();
    }
  }

  /// Seconds that a job will take, or NaN where the earlier ones say nothing.
  double seconds(Load load) {
    var rates =
        runs.stream()
            .filter(run -> run.load().isLike(load))
            .mapToDouble(Run::secondsPerByte)
            .summaryStatistics();
    boolean telling =
        rates.getCount() >= LEAST_RUNS && rates.getMax() <= MOST_SPREAD * rates.getMin();
    return telling ? rates.getAverage() * load.bytes() : Double.NaN;
  }
}
