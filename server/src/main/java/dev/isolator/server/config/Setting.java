package dev.isolator.server.config;

import java.util.List;
import java.util.Locale;

/// Every setting, by name, with its default and what it is: the configuration file's keys, and the
/// environment's (`upload.max-bytes` is `ISOLATOR_UPLOAD_MAX_BYTES`).
///
/// @param key lower-case, dots between groups
/// @param initial the default
/// @param what one line for people
public record Setting(String key, String initial, String what) {
  /// All of them, in the order of the documentation.
  public static final List<Setting> ALL =
      List.of(
          of("host", "127.0.0.1", "address to listen on; any but this machine's needs a key"),
          of("port", "8080", "0 = any free one"),
          of("data", "isolator-data", "folder of the database and the storage"),
          of("storage", "", "folder of songs and stems; empty = storage in the data folder"),
          of("hosts", "", "names besides localhost that the server goes by, with commas"),
          of("trusted-proxies", "", "addresses whose X-Forwarded-For is believed, with commas"),
          of("keys", "auto", "auto = needed unless on this machine; always"),
          of("database.url", "", "jdbc:postgresql://…; empty = H2 in the data folder"),
          of("database.user", "isolator", ""),
          of("database.password", "", ""),
          of("workers", "1", "songs at a time"),
          of(
              "takeover.workers",
              "1",
              "songs of servers that died, beside those; 0 = they wait too"),
          of("worker.threads", "0", "of one song; 0 = as many as there are processors"),
          of("worker.heap-mb", "1024", "Java heap of a worker process"),
          of("worker.memory-mb", "4096", "all memory of a worker process (Linux)"),
          of("worker.seconds", "3600", "longest separation"),
          of("worker.transcode-seconds", "300", "longest conversion of one stem"),
          of("upload.max-bytes", "1073741824", "largest file"),
          of("upload.min-bytes-per-second", "256", "slower senders are cut off; 0 = never"),
          of("download.min-bytes-per-second", "256", "slower readers are cut off; 0 = never"),
          of("slow.seconds", "10", "over how long those two are measured"),
          of("idle.seconds", "30", "longest that a connection is without a whole request"),
          of("song.max-seconds", "10800", "longest song"),
          of("song.max-channels", "8", "1 to 8"),
          of("queue.max-per-caller", "50", "songs of one caller that wait or run"),
          of("queue.max", "1000", "songs that wait"),
          of("quota.bytes-per-caller", "53687091200", "songs and stems of one caller"),
          of("storage.min-free-bytes", "1073741824", "room that uploads leave on the disk"),
          of("rate.requests-per-minute", "1200", "of one caller"),
          of("rate.uploads-per-minute", "120", "of one caller"),
          of("keep.days", "7", "how long results are kept"),
          of("keep.bytes", "107374182400", "songs and stems of all; the oldest go first"),
          of("heartbeat.seconds", "4", "a dead server's jobs are taken over after 4 to 6 of them"),
          of("shutdown.seconds", "20", "how long answers under way may take at the end"),
          of("log", "text", "text or json"));

  private static Setting of(String key, String initial, String what) {
    return new Setting(key, initial, what);
  }

  /// Its environment variable.
  public String variable() {
    return "ISOLATOR_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
