package dev.isolator.server.config;

import java.util.List;
import java.util.Locale;

/// A setting of the server: its key in the configuration file and in `--set`, its default and its
/// description. In the environment `upload.max-bytes` is `ISOLATOR_UPLOAD_MAX_BYTES`.
///
/// @param key lower-case, dots between groups
/// @param initial the default
/// @param what the description, one line
public record Setting(String key, String initial, String what) {
  /// All settings, in the order of the documentation.
  public static final List<Setting> ALL =
      List.of(
          of("host", "127.0.0.1", "address to listen on; any but this machine's needs a key"),
          of("port", "8080", "port to listen on; 0 = any free one"),
          of("data", "isolator-data", "folder of the built-in database and the storage"),
          of(
              "storage",
              "",
              "folder of songs and stems, or s3://BUCKET/PREFIX; empty = storage in the data folder"),
          of("storage.endpoint", "", "address of an S3 server other than Amazon's"),
          of("storage.region", "us-east-1", "region of the bucket"),
          of(
              "hosts",
              "",
              "names besides localhost by which the server may be addressed, with commas between"),
          of(
              "trusted-proxies",
              "",
              "addresses whose X-Forwarded-For is believed, with commas between"),
          of(
              "keys",
              "auto",
              "auto = a key is needed unless the server listens on this machine only; always"),
          of("database.url", "", "jdbc:postgresql://…; empty = H2 in the data folder"),
          of("database.user", "isolator", "user of the database"),
          of(
              "database.password",
              "",
              "password of the database; give it in the environment, not as a flag"),
          of("workers", "1", "songs that are separated at a time"),
          of(
              "takeover.workers",
              "1",
              "songs of dead servers that are separated at a time, in addition; 0 = they wait in the queue"),
          of(
              "worker.threads",
              "0",
              "threads that separate one song; 0 = as many as there are processors"),
          of(
              "worker.voice-model",
              "",
              "what says where somebody sings: empty = the built-in network; own = the model that separates, in less time; or a model's name"),
          of("worker.heap-mb", "1024", "Java heap of a worker process, in MB"),
          of("worker.memory-mb", "4096", "all memory of a worker process, in MB (Linux)"),
          of("worker.seconds", "3600", "longest time to separate a song, in seconds"),
          of("worker.transcode-seconds", "300", "longest time to convert one stem, in seconds"),
          of("upload.max-bytes", "1073741824", "largest file, in bytes"),
          of(
              "upload.min-bytes-per-second",
              "256",
              "clients that send more slowly are disconnected; 0 = none"),
          of(
              "download.min-bytes-per-second",
              "256",
              "clients that receive more slowly are disconnected; 0 = none"),
          of("slow.seconds", "10", "time over which those two speeds are measured, in seconds"),
          of(
              "idle.seconds",
              "30",
              "longest time that a connection may be without a complete request, in seconds"),
          of("song.max-seconds", "10800", "longest song, in seconds"),
          of("song.max-channels", "8", "most channels of a song, 1 to 8"),
          of("queue.max-per-caller", "50", "songs of one caller that may be queued or running"),
          of("queue.max", "1000", "songs of all callers that may be queued"),
          of("quota.bytes-per-caller", "53687091200", "songs and stems of one caller, in bytes"),
          of("storage.min-free-bytes", "1073741824", "bytes of the disk that uploads leave free"),
          of("rate.requests-per-minute", "1200", "requests of one caller in a minute"),
          of("rate.uploads-per-minute", "120", "uploads of one caller in a minute"),
          of("keep.days", "7", "days for which results are kept"),
          of(
              "keep.bytes",
              "107374182400",
              "songs and stems of all callers, in bytes; above it the oldest are removed"),
          of(
              "heartbeat.seconds",
              "4",
              "time between heartbeats; a dead server's jobs are taken over after 4 to 6 of them"),
          of(
              "shutdown.seconds",
              "20",
              "longest time that responses under way may take when the server stops"),
          of(
              "learn.folder",
              "",
              "folder of the learning loop, with learn.yaml in it; empty = learn in the storage's folder"),
          of(
              "learn.program",
              "",
              "program that trains: the path of isolator; empty = the one that started the server"),
          of("learn.every", "0", "hours between two runs that begin by themselves; 0 = none does"),
          of("learn.min-hours", "1", "hours of new songs with consent that such a run waits for"),
          of(
              "learn.promote",
              "person",
              "person = somebody promotes what passed the gate; passed = it is promoted by itself"),
          of("log", "text", "text or json"));

  private static Setting of(String key, String initial, String what) {
    return new Setting(key, initial, what);
  }

  /// Its environment variable.
  public String variable() {
    return "ISOLATOR_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
