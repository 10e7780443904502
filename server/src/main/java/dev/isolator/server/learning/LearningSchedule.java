package dev.isolator.server.learning;

import dev.isolator.server.feedback.Feedback;
import dev.isolator.server.job.Job;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// When runs begin by themselves: `learn.every` hours after the last one began, and once there are
/// `learn.min-hours` hours of songs whose consent is newer than that run. Off by default.
///
/// @param cycle with the settings and the runs so far
public record LearningSchedule(LearningCycle cycle) {

  /// Whether a run is to begin.
  ///
  /// @param now in milliseconds since 1970
  boolean isDue(long now) {
    var options = cycle.options();
    return options.every().isPositive()
        && options.missing().isEmpty()
        && now >= next().orElse(Long.MAX_VALUE)
        && newHours() >= options.minHours();
  }

  /// The earliest time of the next run, in milliseconds since 1970; empty = there is no schedule.
  public Optional<Long> next() {
    long every = cycle.options().every().toMillis();
    return every == 0 ? Optional.empty() : Optional.of(last() + every);
  }

  /// When the last run began; 0 = never.
  private long last() {
    var runs = cycle.parts().runs().list(1);
    return runs.isEmpty() ? 0 : runs.getFirst().created();
  }

  /// Hours of songs whose consent is newer than the last run, each song once.
  public double newHours() {
    long last = last();
    Set<String> songs = new HashSet<>();
    double seconds = 0;
    for (Feedback feedback : cycle.parts().feedback().all()) {
      if (feedback.content().consent()
          && feedback.updated() > last
          && songs.add(feedback.audioSha256())) {
        seconds +=
            cycle
                .parts()
                .jobs()
                .find(feedback.job())
                .map(Job::result)
                .map(result -> result.song().seconds())
                .orElse(0.0);
      }
    }
    return seconds / 3600;
  }
}
