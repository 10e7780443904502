package dev.isolator.server.security;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A limit on the requests of each caller in a minute, by a token bucket: the requests of a minute
/// may come at once. Each server counts for itself. The callers least recently seen are dropped, so
/// that memory is bounded. Any thread.
public final class RateLimit {
  private static final int MOST_CALLERS = 20_000;

  private final int perMinute;
  private final Map<String, Bucket> buckets =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
              return size() > MOST_CALLERS;
            }
          });

  /// A limit for each caller.
  ///
  /// @param perMinute 1 or more
  public RateLimit(int perMinute) {
    this.perMinute = perMinute;
  }

  /// Counts a request.
  ///
  /// @return 0 if the request is within the limit, else seconds to wait
  public long take(String caller) {
    Bucket bucket = buckets.computeIfAbsent(caller, _ -> bucket());
    var probe = bucket.tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? 0
        : 1 + TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill());
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
        .build();
  }
}
