package dev.isolator.server.config;

import dev.isolator.server.job.JobLimits;
import dev.isolator.server.job.JobQueue;
import dev.isolator.server.log.LogFormat;
import dev.isolator.server.worker.WorkerLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// What the server is told, checked. [Setting] says what each one is and its default.
public record Settings(
    Listening listening,
    Access access,
    Stores stores,
    JobQueue.Pace pace,
    WorkerLimits workerLimits,
    JobLimits jobLimits,
    long maxUploadBytes,
    Patience patience,
    Duration shutdown,
    LogFormat.Kind log) {

  /// Where it listens.
  ///
  /// @param port 0 = any free one
  public record Listening(String host, int port) {}

  /// Who may ask.
  ///
  /// @param keys whether callers need one
  /// @param hosts names that the server goes by
  /// @param trustedProxies addresses
  public record Access(
      Keys keys,
      Set<String> hosts,
      Set<String> trustedProxies,
      int requestsPerMinute,
      int uploadsPerMinute) {
    public Access {
      hosts = Set.copyOf(hosts);
      trustedProxies = Set.copyOf(trustedProxies);
    }
  }

  /// Whether callers need a key.
  public enum Keys {
    /// Unless the server listens on this machine only.
    AUTO,
    ALWAYS
  }

  /// Where things are kept.
  ///
  /// @param databaseUrl for JDBC
  public record Stores(
      Path data, Path storage, String databaseUrl, String databaseUser, String databasePassword) {
    @Override
    public String toString() {
      return "Stores[data=%s, storage=%s]".formatted(data, storage); // never the password
    }
  }

  /// How slow clients may be.
  ///
  /// @param leastUploadBytesPerSecond 0 = any
  /// @param leastDownloadBytesPerSecond 0 = any
  /// @param window over which those two are measured
  /// @param idle how long a connection may be without a whole request
  public record Patience(
      int leastUploadBytesPerSecond,
      int leastDownloadBytesPerSecond,
      Duration window,
      Duration idle) {}

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  /// Reads and checks all settings.
  public static Settings of(Sources sources) throws ConfigException {
    int seconds = (int) sources.number("worker.seconds", 1, 7 * 86_400);
    WorkerLimits worker;
    try {
      worker =
          new WorkerLimits(
              (int) sources.number("worker.heap-mb", 64, 1 << 20),
              (int) sources.number("worker.memory-mb", 64, 1 << 20),
              seconds,
              (int) sources.number("worker.transcode-seconds", 1, 86_400),
              (int) sources.number("worker.threads", 0, 256));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("worker.heap-mb, worker.memory-mb: " + e.getMessage(), e);
    }
    return new Settings(
        new Listening(
            sources.text("host").orElse("127.0.0.1"), (int) sources.number("port", 0, 65_535)),
        access(sources),
        stores(sources),
        new JobQueue.Pace(
            (int) sources.number("workers", 1, 256),
            (int) sources.number("takeover.workers", 0, 256),
            Duration.ofSeconds(sources.number("heartbeat.seconds", 1, 5))),
        worker,
        jobs(sources),
        sources.number("upload.max-bytes", 1, Long.MAX_VALUE / 4),
        patience(sources),
        Duration.ofSeconds(sources.number("shutdown.seconds", 0, 3600)),
        oneOf(sources, "log", LogFormat.Kind.class));
  }

  private static Patience patience(Sources sources) throws ConfigException {
    return new Patience(
        (int) sources.number("upload.min-bytes-per-second", 0, 1 << 30),
        (int) sources.number("download.min-bytes-per-second", 0, 1 << 30),
        Duration.ofSeconds(sources.number("slow.seconds", 1, 3600)),
        Duration.ofSeconds(sources.number("idle.seconds", 1, 3600)));
  }

  private static Access access(Sources sources) throws ConfigException {
    return new Access(
        oneOf(sources, "keys", Keys.class),
        list(sources, "hosts"),
        list(sources, "trusted-proxies"),
        (int) sources.number("rate.requests-per-minute", 1, 1 << 30),
        (int) sources.number("rate.uploads-per-minute", 1, 1 << 30));
  }

  private static Stores stores(Sources sources) {
    Path data = Path.of(sources.text("data").orElse("isolator-data")).toAbsolutePath();
    String h2 =
        "jdbc:h2:file:" + data.resolve("database") + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
    return new Stores(
        data,
        sources.text("storage").map(Path::of).orElse(data.resolve("storage")).toAbsolutePath(),
        sources.text("database.url").orElse(h2),
        sources.text("database.user").orElse(""),
        sources.text("database.password").orElse(""));
  }

  private static JobLimits jobs(Sources sources) throws ConfigException {
    return new JobLimits(
        sources.number("song.max-seconds", 1, 7 * 86_400),
        (int) sources.number("song.max-channels", 1, 8),
        (int) sources.number("queue.max-per-caller", 1, 1 << 20),
        (int) sources.number("queue.max", 1, 1 << 20),
        sources.number("quota.bytes-per-caller", 1, Long.MAX_VALUE / 4),
        sources.number("storage.min-free-bytes", 0, Long.MAX_VALUE / 4),
        Duration.ofDays(sources.number("keep.days", 1, 36_500)).toMillis(),
        sources.number("keep.bytes", 1, Long.MAX_VALUE / 4));
  }

  private static Set<String> list(Sources sources, String key) {
    var items = new TreeSet<String>();
    for (String item : sources.text(key).orElse("").split(",", -1)) {
      if (!item.isBlank()) {
        items.add(item.strip());
      }
    }
    return items;
  }

  private static <E extends Enum<E>> E oneOf(Sources sources, String key, Class<E> kind)
      throws ConfigException {
    String text = sources.found(key).value().strip().toUpperCase(Locale.ROOT);
    List<E> constants = List.of(kind.getEnumConstants());
    for (E constant : constants) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    String names =
        String.join(", ", constants.stream().map(c -> c.name().toLowerCase(Locale.ROOT)).toList());
    throw Sources.expected(key, sources.found(key), "one of " + names, null);
  }

  /// Whether only this machine can reach the server.
  public boolean isLocal() {
    return THIS_MACHINE.contains(listening.host().toLowerCase(Locale.ROOT));
  }

  /// Whether callers need a key.
  public boolean needsKeys() {
    return switch (access.keys()) {
      case ALWAYS -> true;
      case AUTO -> !isLocal();
    };
  }
}
