package dev.isolator.server.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.isolator.server.job.Job;
import dev.isolator.server.job.JobModel;
import dev.isolator.server.job.JobOptions;
import dev.isolator.server.job.JobState;
import dev.isolator.server.job.QueueView;
import dev.isolator.server.worker.SeparatedSong;
import java.time.Instant;
import java.util.List;

/// Jobs as the interface tells them.
///
/// @param keepMillis how long an ended job is kept
record JobJson(long keepMillis) {

  static JsonArray strings(List<String> items) {
    var array = new JsonArray();
    items.forEach(array::add);
    return array;
  }

  static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  /// The interface's `Job`.
  JsonObject job(Job job, QueueView.Snapshot queue) {
    var json = new JsonObject();
    json.addProperty("id", job.id());
    json.addProperty("state", job.state().text());
    json.addProperty("progress", rounded(job.progress(), 1000));
    json.addProperty("name", job.name());
    json.addProperty("createdAt", time(job.created()));
    if (job.started() != null) {
      json.addProperty("startedAt", time(job.started()));
    }
    if (job.ended() != null) {
      json.addProperty("endedAt", time(job.ended()));
      json.addProperty("expiresAt", time(job.ended() + keepMillis));
    }
    addQueue(json, job, queue);
    json.add("options", options(job.options()));
    json.add("model", model(job.model()));
    json.add("input", input(job));
    json.addProperty("reused", job.reused());
    if (job.state() == JobState.DONE && job.result() != null) {
      json.add("result", result(job, job.result()));
    }
    if (job.state() == JobState.FAILED) {
      var failure = new JsonObject();
      failure.addProperty("kind", job.failureKind());
      failure.addProperty("reason", job.failureReason());
      json.add("failure", failure);
    }
    return json;
  }

  /// The interface's `ModelRef`.
  static JsonObject model(JobModel model) {
    var json = new JsonObject();
    json.addProperty("name", model.name());
    json.addProperty("version", model.version());
    if (!model.sha256().isEmpty()) {
      json.addProperty("sha256", model.sha256());
    }
    return json;
  }

  /// The interface's `Progress`.
  static JsonObject progress(Job job, QueueView.Snapshot queue) {
    var json = new JsonObject();
    json.addProperty("id", job.id());
    json.addProperty("state", job.state().text());
    json.addProperty("progress", rounded(job.progress(), 1000));
    addQueue(json, job, queue);
    return json;
  }

  private static void addQueue(JsonObject json, Job job, QueueView.Snapshot queue) {
    if (job.state() == JobState.QUEUED) {
      var place = new JsonObject();
      place.addProperty("place", queue.places().getOrDefault(job.id(), 1));
      place.addProperty("running", queue.running());
      json.add("queue", place);
    }
    double eta = queue.etaSeconds(job, System.currentTimeMillis());
    if (eta >= 0) { // NaN where nobody knows
      json.addProperty("etaSeconds", rounded(eta, 10));
    }
  }

  private static JsonObject options(JobOptions options) {
    var json = new JsonObject();
    json.add("keep", strings(options.keep()));
    json.addProperty("model", options.model());
    json.addProperty("format", options.format());
    if (options.bits() != null) {
      json.addProperty("bits", options.bits());
    }
    json.addProperty("start", options.start());
    if (options.duration() != null) {
      json.addProperty("duration", options.duration());
    }
    return json;
  }

  private static JsonObject input(Job job) {
    var json = new JsonObject();
    json.addProperty("bytes", job.inputBytes());
    json.addProperty("sha256", job.inputSha256());
    SeparatedSong song = job.result();
    if (song != null) {
      json.addProperty("seconds", rounded(song.seconds(), 1000));
      json.addProperty("sampleRate", song.sampleRate());
      json.addProperty("channels", song.mix().channels());
      json.addProperty("container", song.container());
      json.addProperty("codec", song.codec());
    }
    return json;
  }

  private static JsonObject result(Job job, SeparatedSong song) {
    String base = "/api/v1/jobs/" + job.id();
    var stems = new JsonArray();
    song.stems().forEach(stem -> stems.add(stem(base, stem)));
    var json = new JsonObject();
    json.add("stems", stems);
    json.add("mix", stem(base, song.mix()));
    json.addProperty("sampleRate", song.sampleRate());
    json.addProperty("frames", song.frames());
    json.addProperty("seconds", rounded(song.seconds(), 1000));
    json.addProperty("gainDb", rounded(song.gainDb(), 100));
    json.addProperty("elapsedSeconds", rounded(song.elapsedSeconds(), 1000));
    json.add("notes", strings(song.notes()));
    json.addProperty("zip", base + "/stems.zip");
    if (song.activity()) {
      json.addProperty("activity", base + "/activity");
    }
    return json;
  }

  private static JsonObject stem(String base, SeparatedSong.StemSound stem) {
    var json = new JsonObject();
    json.addProperty("name", stem.name());
    json.addProperty("channels", stem.channels());
    if (stem.peakDbfs() != null) {
      json.addProperty("peakDbfs", rounded(stem.peakDbfs(), 100));
    }
    var files = new JsonObject();
    for (String format : JobOptions.FORMATS) {
      files.addProperty(format, base + "/stems/" + stem.name() + "." + format);
    }
    json.add("files", files);
    json.addProperty("peaks", base + "/peaks/" + stem.name());
    return json;
  }

  static double rounded(double value, int steps) {
    return (double) Math.round(value * steps) / steps;
  }
}
