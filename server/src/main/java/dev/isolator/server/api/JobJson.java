package dev.isolator.server.api;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.isolator.server.job.Job;
import dev.isolator.server.job.JobState;
import dev.isolator.server.job.QueueView;
import dev.isolator.server.request.ModelVersion;
import dev.isolator.server.request.StemFormat;
import dev.isolator.server.worker.SeparatedSong;
import java.time.Instant;
import java.util.List;

/// Jobs as the interface describes them.
///
/// @param keepMillis how long an ended job is kept
record JobJson(long keepMillis) {
  private static final Gson GSON = new Gson();

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
    json.addProperty("progress", rounded(job.attempt().progress(), 1000));
    json.addProperty("name", job.name());
    Job.Times times = job.times();
    json.addProperty("createdAt", time(times.created()));
    if (times.started() != null) {
      json.addProperty("startedAt", time(times.started()));
    }
    if (times.ended() != null) {
      json.addProperty("endedAt", time(times.ended()));
      json.addProperty("expiresAt", time(times.ended() + keepMillis));
    }
    addQueue(json, job, queue);
    json.add("options", GSON.toJsonTree(job.work().request()));
    json.add("model", model(job.work().model()));
    json.add("input", input(job));
    json.addProperty("reused", job.isReused());
    if (job.state() == JobState.DONE && job.result() != null) {
      json.add("result", result(job, job.result().song()));
    }
    if (job.state() == JobState.FAILED && job.failure() != null) {
      json.add("failure", failure(job.failure()));
    }
    return json;
  }

  /// The interface's `ModelRef`.
  static JsonObject model(ModelVersion model) {
    var json = new JsonObject();
    json.addProperty("name", model.name());
    json.addProperty("version", model.version());
    if (!model.sha256().isEmpty()) {
      json.addProperty("sha256", model.sha256());
    }
    if (!model.run().isEmpty()) {
      json.addProperty("run", model.run());
    }
    return json;
  }

  /// The interface's `Progress`.
  static JsonObject progress(Job job, QueueView.Snapshot queue) {
    var json = new JsonObject();
    json.addProperty("id", job.id());
    json.addProperty("state", job.state().text());
    json.addProperty("progress", rounded(job.attempt().progress(), 1000));
    addQueue(json, job, queue);
    return json;
  }

  private static void addQueue(JsonObject json, Job job, QueueView.Snapshot queue) {
    if (job.state() == JobState.QUEUED) {
      var place = new JsonObject();
      place.addProperty("place", queue.place(job));
      place.addProperty("running", queue.running());
      json.add("queue", place);
    }
    double eta = queue.etaSeconds(job, System.currentTimeMillis());
    if (eta >= 0) { // NaN where nobody knows
      json.addProperty("etaSeconds", rounded(eta, 10));
    }
  }

  /// The interface's `JobFailure`. Of a file that is cut short the library's message names the
  /// option which takes what is there; the job's option of the same effect is `truncated`.
  private static JsonObject failure(Job.Failure failure) {
    JsonObject json = GSON.toJsonTree(failure).getAsJsonObject();
    if (failure.reason().contains("--allow-truncated")) {
      json.addProperty("truncated", true);
    }
    return json;
  }

  private static JsonObject input(Job job) {
    var json = new JsonObject();
    json.addProperty("bytes", job.work().songBytes());
    json.addProperty("sha256", job.work().songSha256());
    if (job.result() != null) {
      SeparatedSong song = job.result().song();
      json.addProperty("seconds", rounded(song.seconds(), 1000));
      json.addProperty("sampleRate", song.sampleRate());
      json.addProperty("channels", song.mix().channels());
      json.addProperty("container", song.source().container());
      json.addProperty("codec", song.source().codec());
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

  private static JsonObject stem(String base, SeparatedSong.StemSummary stem) {
    var json = new JsonObject();
    json.addProperty("name", stem.name());
    json.addProperty("channels", stem.channels());
    if (stem.peakDbfs() != null) {
      json.addProperty("peakDbfs", rounded(stem.peakDbfs(), 100));
    }
    var files = new JsonObject();
    for (String format : StemFormat.texts()) {
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
