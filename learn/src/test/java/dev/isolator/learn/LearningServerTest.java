package dev.isolator.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The whole way on a server: songs, what people say of them, a run, which is killed with its
/// server and goes on, the gate, promotion, the next job, and back.
class LearningServerTest {
  private static final String BOUNDARY = "----isolator-test";

  @TempDir Path folder = Path.of("");
  private final HttpClient http = HttpClient.newHttpClient();
  private URI address = URI.create("http://localhost");

  @Test
  @Timeout(600)
  void whatPeopleSayBecomesTheModelOfTheNextJob() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the server starts a script");
    Path learn = Files.createDirectories(folder.resolve("learn"));
    TinyLoop.make(learn, 120);
    Path program = program();
    Process server = serve(program, learn);
    try {
      var jobs = new ArrayList<String>();
      for (int i = 0; i < 4; i++) {
        var song = TinySongs.song(3100 + i, 5, i > 0);
        JsonObject job = done(job("song%d.wav".formatted(i), song.mix()));
        assertEquals("small", job.getAsJsonObject("model").get("name").getAsString());
        String id = job.get("id").getAsString();
        jobs.add(id);
        ok(put("/jobs/%s/feedback".formatted(id), feedback(true)));
        corrected(id, "vocals", song.vocals());
        corrected(id, "music", song.music());
      }
      JsonObject run = ok(post("/learning/runs", "{}"));
      String id = run.get("id").getAsString();
      assertEquals(409, post("/learning/runs", "{}").statusCode());

      // The server dies while the network trains: the next one goes on.
      await(learn.resolve("runs/r1/training/steps.tsv"));
      server.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
      server = serve(program, learn);

      JsonObject ended = ended(id);
      assertEquals("passed", ended.get("state").getAsString(), ended::toString);
      assertTrue(ended.get("promotable").getAsBoolean());
      JsonObject report = ok(get("/learning/runs/%s/gate".formatted(id)));
      assertTrue(report.get("passed").getAsBoolean());
      assertEquals(6, report.getAsJsonArray("songs").size());
      JsonObject state = ok(get("/learning"));
      assertEquals("small@1", model(state, "live"));
      assertEquals("small-learnt@1", model(state, "candidate"));
      assertFalse(
          ok(get("/learning/runs/%s/curves".formatted(id))).getAsJsonArray("steps").isEmpty());

      state = ok(post("/learning/runs/%s/promote".formatted(id), "{}"));
      assertEquals("small-learnt@1", model(state, "live"));
      ok(post("/learning/runs/%s/promote".formatted(id), "{}"));
      JsonObject next = done(job("next.wav", TinySongs.song(4000, 4, true).mix()));
      assertEquals("small-learnt", next.getAsJsonObject("model").get("name").getAsString());
      assertEquals("r1", next.getAsJsonObject("model").get("run").getAsString());

      state = ok(post("/learning/rollback", "{\"from\":\"small-learnt@1\"}"));
      assertEquals("small@1", model(state, "live"));
      JsonObject after = done(job("after.wav", TinySongs.song(4001, 4, true).mix()));
      assertEquals("small", after.getAsJsonObject("model").get("name").getAsString());

      // Who takes a consent back finds his song in no later version, and its sound in none.
      ok(put("/jobs/%s/feedback".formatted(jobs.getFirst()), feedback(false)));
      JsonObject second =
          ended(ok(post("/learning/runs", "{\"until\":\"collect\"}")).get("id").getAsString());
      assertEquals("collected", second.get("state").getAsString(), second::toString);
      JsonObject versions = ok(get("/learning/data"));
      assertEquals(
          3, versions.getAsJsonArray("versions").get(0).getAsJsonObject().get("songs").getAsInt());
      assertEquals(
          List.of("data", "rollback", "promotion", "candidate", "gate", "run", "data"),
          ok(get("/learning/history")).getAsJsonArray("entries").asList().stream()
              .map(entry -> entry.getAsJsonObject().get("kind").getAsString())
              .filter(kind -> !kind.equals("revocation")) // whenever housekeeping came to it
              .toList());
      assertTrue(
          get("/metrics")
              .body()
              .contains("isolator_learning_events_total{kind=\"promotion\"} 1.0"));
    } finally {
      server.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }
  }

  private static String feedback(boolean consent) {
    return "{\"stems\":{\"vocals\":\"good\"},\"regions\":[],\"consent\":%s}".formatted(consent);
  }

  private static String model(JsonObject state, String alias) {
    return state.getAsJsonObject(alias).get("model").getAsString();
  }

  /// What the server starts: this class path, as the launcher would.
  private Path program() throws IOException {
    Path program = folder.resolve("isolator");
    Files.writeString(
        program,
        "#!/bin/sh\nexec \"%s\" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx700m --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp \"%s\" dev.isolator.cli.Isolator \"$@\"\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path")));
    assertTrue(program.toFile().setExecutable(true));
    return program;
  }

  private Process serve(Path program, Path learn) throws IOException {
    var builder =
        new ProcessBuilder(
                program.toString(),
                "serve",
                "--port=0",
                "--data=" + folder.resolve("data"),
                "--set",
                "learn.folder=" + learn,
                "--set",
                "learn.program=" + program,
                "--set",
                "storage.min-free-bytes=0",
                "--set",
                "worker.threads=1",
                "--set",
                "worker.heap-mb=256",
                "--set",
                "worker.voice-model=own",
                "--set",
                "heartbeat.seconds=1")
            .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("server.log").toFile()));
    builder.environment().put("ISOLATOR_MODELS", learn.resolve("models").toString());
    Process server = builder.start();
    var out =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null) {
      throw new IOException(Files.readString(folder.resolve("server.log")));
    }
    address = URI.create(line);
    return server;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve("/api/v1" + path))
        .timeout(Duration.ofSeconds(90));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String json)
      throws IOException, InterruptedException {
    return http.send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> put(String path, String json)
      throws IOException, InterruptedException {
    return http.send(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  private static JsonObject ok(HttpResponse<String> answer) {
    assertTrue(answer.statusCode() < 300, () -> answer.statusCode() + " " + answer.body());
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private byte[] sound(float[][] sound) throws IOException {
    Path file = folder.resolve("upload.flac");
    TinySongs.write(file, sound);
    return Files.readAllBytes(file);
  }

  private JsonObject job(String name, float[][] mix) throws IOException, InterruptedException {
    var body = new ByteArrayOutputStream();
    body.write(
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: audio/flac\r\n\r\n"
            .formatted(BOUNDARY, name)
            .getBytes(StandardCharsets.UTF_8));
    body.write(sound(mix));
    body.write("\r\n--%s--\r\n".formatted(BOUNDARY).getBytes(StandardCharsets.UTF_8));
    return ok(
        http.send(
            request("/jobs")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build(),
            BodyHandlers.ofString()));
  }

  /// Reads a job's events to their end.
  private JsonObject done(JsonObject job) throws IOException, InterruptedException {
    String id = job.get("id").getAsString();
    get("/jobs/%s/events".formatted(id));
    JsonObject ended = ok(get("/jobs/" + id));
    assertEquals("done", ended.get("state").getAsString(), ended::toString);
    return ended;
  }

  private void corrected(String job, String stem, float[][] sound)
      throws IOException, InterruptedException {
    byte[] bytes = sound(sound);
    var begun =
        http.send(
            request("/uploads")
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", Integer.toString(bytes.length))
                .POST(BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
    String upload = begun.headers().firstValue("Location").orElseThrow();
    var sent =
        http.send(
            HttpRequest.newBuilder(address.resolve(upload))
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", "0")
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(bytes))
                .build(),
            BodyHandlers.ofString());
    assertEquals(204, sent.statusCode(), sent::body);
    ok(
        put(
            "/jobs/%s/corrected/%s".formatted(job, stem),
            "{\"upload\":\"%s\",\"licence\":\"own work\"}"
                .formatted(upload.substring(upload.lastIndexOf('/') + 1))));
  }

  /// Waits for a file in which something was written.
  private static void await(Path file) throws IOException, InterruptedException {
    while (!Files.exists(file) || Files.readAllLines(file).size() < 2) {
      Thread.sleep(50);
    }
  }

  /// Waits until a run has ended.
  private JsonObject ended(String id) throws IOException, InterruptedException {
    while (true) {
      JsonObject run = ok(get("/learning/runs/" + id));
      if (run.has("endedAt")) {
        return run;
      }
      Thread.sleep(200);
    }
  }
}
