package dev.isolator.server.job;

/// How long a run will take yet, by its own speed between its first report and its latest. What
/// came before the first report – the start of the process, the loading of the network – comes only
/// once and is left out. One thread at a time.
final class RemainingTime {
  /// Share of the song and time from which on the speed says something.
  private static final double LEAST_SHARE = 0.05;

  private static final long LEAST_NANOS = 1_000_000_000;

  private double firstShare = Double.NaN;
  private long firstNanos;
  private double latestShare;
  private long latestNanos;

  /// Takes a report.
  ///
  /// @param share of the song that is done, 0 to 1
  /// @param nanos when, by [System#nanoTime]
  void report(double share, long nanos) {
    if (Double.isNaN(firstShare)) {
      firstShare = share;
      firstNanos = nanos;
    }
    latestShare = share;
    latestNanos = nanos;
  }

  /// Seconds until the run is done, 0 or more; NaN while too little is known.
  ///
  /// @param nanos now, by [System#nanoTime]
  double seconds(long nanos) {
    double share = latestShare - firstShare;
    long time = latestNanos - firstNanos;
    if (!(share >= LEAST_SHARE) || time < LEAST_NANOS) {
      return Double.NaN;
    }
    double left = (1 - latestShare) * time / share - (nanos - latestNanos);
    return Math.max(0, left / 1e9);
  }
}
