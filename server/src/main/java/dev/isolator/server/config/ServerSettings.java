package dev.isolator.server.config;

import dev.isolator.server.job.JobLimits;
import dev.isolator.server.job.JobQueue;
import dev.isolator.server.learning.LearningOptions;
import dev.isolator.server.log.LogFormat;
import dev.isolator.server.storage.StoragePlace;
import dev.isolator.server.worker.WorkerLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The settings of a server, checked. [Setting] describes each one and has its default.
///
/// @param voiceModel what says where somebody sings, as in `SeparatorOptions`; that there is such a
///   model is checked when the server starts
public record ServerSettings(
    Listening listening,
    Access access,
    Persistence persistence,
    JobQueue.Options queue,
    WorkerLimits workerLimits,
    String voiceModel,
    JobLimits jobLimits,
    long maxUploadBytes,
    SlowClientLimits slowClients,
    Duration shutdown,
    LearningOptions learning,
    LogFormat.Kind log) {

  /// Where it listens.
  ///
  /// @param port 0 = any free one
  public record Listening(String host, int port) {}

  /// Which requests are answered.
  ///
  /// @param keys whether callers need one
  /// @param hosts names, besides those of this machine, under which the server may be asked
  /// @param trustedProxies addresses whose `X-Forwarded-For` is believed
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

  /// Who promotes a model that passed the gate.
  public enum Promotes {
    /// Somebody who may curate.
    PERSON,
    /// The server by itself.
    PASSED
  }

  /// Where data is kept.
  ///
  /// @param databaseUrl for JDBC
  public record Persistence(
      Path data,
      StoragePlace storage,
      String databaseUrl,
      String databaseUser,
      String databasePassword) {
    @Override
    public String toString() {
      return "Persistence[data=%s, storage=%s]".formatted(data, storage); // never the password
    }
  }

  /// The limits below which a client is disconnected.
  ///
  /// @param minUploadBytesPerSecond 0 = no limit
  /// @param minDownloadBytesPerSecond 0 = no limit
  /// @param window over which those two are measured
  /// @param idle how long a connection may be without a complete request
  public record SlowClientLimits(
      int minUploadBytesPerSecond, int minDownloadBytesPerSecond, Duration window, Duration idle) {}

  private static final Pattern BUCKET =
      Pattern.compile(
          "s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([A-Za-z0-9][A-Za-z0-9_./-]*?))?/?");

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  /// Reads and checks all settings.
  public static ServerSettings of(SettingSources sources) throws ConfigException {
    int seconds = sources.wholeNumber("worker.seconds", 1, 7 * 86_400);
    WorkerLimits worker;
    try {
      worker =
          new WorkerLimits(
              sources.wholeNumber("worker.heap-mb", 64, 1 << 20),
              sources.wholeNumber("worker.memory-mb", 64, 1 << 20),
              seconds,
              sources.wholeNumber("worker.transcode-seconds", 1, 86_400),
              sources.wholeNumber("worker.threads", 0, 256));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("worker.heap-mb, worker.memory-mb: " + e.getMessage(), e);
    }
    return new ServerSettings(
        new Listening(
            sources.text("host").orElse("127.0.0.1"), sources.wholeNumber("port", 0, 65_535)),
        access(sources),
        persistence(sources),
        new JobQueue.Options(
            sources.wholeNumber("workers", 1, 256),
            sources.wholeNumber("takeover.workers", 0, 256),
            Duration.ofSeconds(sources.wholeNumber("heartbeat.seconds", 1, 5))),
        worker,
        sources.text("worker.voice-model").orElse(""),
        jobs(sources),
        sources.wholeNumber("upload.max-bytes", 1, Long.MAX_VALUE / 4),
        slowClients(sources),
        Duration.ofSeconds(sources.wholeNumber("shutdown.seconds", 0, 3600)),
        learning(sources),
        oneOf(sources, "log", LogFormat.Kind.class));
  }

  private static LearningOptions learning(SettingSources sources) throws ConfigException {
    return new LearningOptions(
        sources
            .text("learn.folder")
            .map(Path::of)
            .orElse(persistence(sources).storage().folder().resolve("learn"))
            .toAbsolutePath(),
        sources.text("learn.program").orElse(System.getProperty("isolator.program", "")),
        Duration.ofHours(sources.wholeNumber("learn.every", 0, 24 * 365)),
        sources.wholeNumber("learn.min-hours", 0, 1 << 20),
        oneOf(sources, "learn.promote", Promotes.class) == Promotes.PASSED);
  }

  private static SlowClientLimits slowClients(SettingSources sources) throws ConfigException {
    return new SlowClientLimits(
        sources.wholeNumber("upload.min-bytes-per-second", 0, 1 << 30),
        sources.wholeNumber("download.min-bytes-per-second", 0, 1 << 30),
        Duration.ofSeconds(sources.wholeNumber("slow.seconds", 1, 3600)),
        Duration.ofSeconds(sources.wholeNumber("idle.seconds", 1, 3600)));
  }

  private static Access access(SettingSources sources) throws ConfigException {
    return new Access(
        oneOf(sources, "keys", Keys.class),
        list(sources, "hosts"),
        list(sources, "trusted-proxies"),
        sources.wholeNumber("rate.requests-per-minute", 1, 1 << 30),
        sources.wholeNumber("rate.uploads-per-minute", 1, 1 << 30));
  }

  private static Persistence persistence(SettingSources sources) throws ConfigException {
    Path data = Path.of(sources.text("data").orElse("isolator-data")).toAbsolutePath();
    String h2 =
        "jdbc:h2:file:" + data.resolve("database") + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
    return new Persistence(
        data,
        storage(sources, data),
        sources.text("database.url").orElse(h2),
        sources.text("database.user").orElse(""),
        sources.text("database.password").orElse(""));
  }

  private static StoragePlace storage(SettingSources sources, Path data) throws ConfigException {
    String place = sources.text("storage").orElse("");
    if (!place.startsWith("s3:")) {
      Path folder = place.isEmpty() ? data.resolve("storage") : Path.of(place);
      return new StoragePlace.Folder(folder.toAbsolutePath());
    }
    var parts = BUCKET.matcher(place);
    if (!parts.matches()) {
      throw SettingSources.expected(
          "storage", sources.found("storage"), "s3://BUCKET or s3://BUCKET/PREFIX", null);
    }
    String prefix = parts.group(2) == null ? "" : parts.group(2);
    return new StoragePlace.Bucket(
        parts.group(1),
        prefix,
        endpoint(sources),
        sources.text("storage.region").orElse("us-east-1"),
        data.resolve("storage-local"));
  }

  private static @Nullable URI endpoint(SettingSources sources) throws ConfigException {
    String address = sources.text("storage.endpoint").orElse("");
    if (address.isEmpty()) {
      return null;
    }
    if (!address.matches("https?://[^/ ]+/?")) {
      throw SettingSources.expected(
          "storage.endpoint",
          sources.found("storage.endpoint"),
          "an address, such as https://s3.example.org",
          null);
    }
    return URI.create(address);
  }

  private static JobLimits jobs(SettingSources sources) throws ConfigException {
    return new JobLimits(
        sources.wholeNumber("song.max-seconds", 1, 7 * 86_400),
        sources.wholeNumber("song.max-channels", 1, 8),
        sources.wholeNumber("queue.max-per-caller", 1, 1 << 20),
        sources.wholeNumber("queue.max", 1, 1 << 20),
        sources.wholeNumber("quota.bytes-per-caller", 1, Long.MAX_VALUE / 4),
        sources.wholeNumber("storage.min-free-bytes", 0, Long.MAX_VALUE / 4),
        Duration.ofDays(sources.wholeNumber("keep.days", 1, 36_500)).toMillis(),
        sources.wholeNumber("keep.bytes", 1, Long.MAX_VALUE / 4));
  }

  private static Set<String> list(SettingSources sources, String key) {
    var items = new TreeSet<String>();
    for (String item : sources.text(key).orElse("").split(",", -1)) {
      if (!item.isBlank()) {
        items.add(item.strip());
      }
    }
    return items;
  }

  private static <E extends Enum<E>> E oneOf(SettingSources sources, String key, Class<E> kind)
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
    throw SettingSources.expected(key, sources.found(key), "one of " + names, null);
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
