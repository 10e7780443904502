package dev.isolator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What HTTP says of methods (RFC 9110), of repeated requests and of file names in forms.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MethodsTest {
  private static final String NOBODYS = "/jobs/" + "a".repeat(26);
  private static final String REUSED =
      "This Idempotency-Key came with another song or other options before; send a new key with each"
          + " new request.";

  @TempDir static Path data = Path.of("replaced by JUnit");
  private @Nullable IsolatorServer server;
  private Client client = Client.of(URI.create("http://localhost"));
  private String done = "";

  @BeforeAll
  void start() throws Exception {
    var started = TestServer.start(data, Map.of("rate.requests-per-minute", "100000"));
    server = started;
    client = Client.of(started.address());
    done = path(client.end(client.job("a.wav", Wav.tone(440, 400), Map.of())));
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static String path(JsonObject job) {
    return "/jobs/" + job.get("id").getAsString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "POST", "PUT", "HEAD", "TRACE", "nonsense"})
  void methodIsTheRequestsOwnWhateverAHeaderSays(String method) throws Exception {
    for (var name : List.of("X-HTTP-Method-Override", "x-http-method-override")) {
      var answer = client.send(client.request(done).header(name, method));
      assertEquals(200, answer.statusCode(), answer.body());
      assertEquals(done, path(Client.json(answer)), "the job, and it is still there");
    }
    var post = client.request(done).header("X-HTTP-Method-Override", "GET");
    assertEquals(405, client.send(post.POST(BodyPublishers.noBody())).statusCode());
  }

  @Test
  void headHasTheStatusAndTheTypeOfGet() throws Exception {
    for (var path :
        List.of(
            "/jobs",
            "/models",
            "/limits",
            "/health",
            "/health/live",
            "/metrics",
            "/openapi.yaml",
            "/nothing",
            done,
            done + "/stems/vocals.wav",
            done + "/stems/bass.wav",
            done + "/stems.zip",
            done + "/stems.zip?format=ogg",
            done + "/peaks/vocals",
            done + "/activity",
            done + "/feedback",
            done + "/events",
            done + "/cancel",
            NOBODYS,
            NOBODYS + "/stems.zip",
            NOBODYS + "/events",
            "/jobs/x",
            "/jobs?limit=x")) {
      var get = client.bytes(client.request(path));
      var head = client.bytes(client.request(path).HEAD());
      assertEquals(get.statusCode(), head.statusCode(), path);
      assertEquals(
          get.headers().firstValue("Content-Type").map(MethodsTest::withoutCharset),
          head.headers().firstValue("Content-Type").map(MethodsTest::withoutCharset),
          path);
      assertEquals(get.headers().firstValue("Allow"), head.headers().firstValue("Allow"), path);
      assertEquals(0, head.body().length, path);
    }
    for (var page : List.of("/", "/index.html", "/nothing.txt", "/a/route")) {
      var address = client.address().resolve(page);
      var get = client.send(client.request("").uri(address));
      var head = client.send(client.request("").uri(address).HEAD());
      assertEquals(get.statusCode(), head.statusCode(), page);
    }
  }

  private static String withoutCharset(String type) {
    return type.replaceAll(";.*", "");
  }

  /// Of a job that runs on, too: the answer does not wait for its end.
  @Test
  void headOfEventsEndsAtOnce() throws Exception {
    var job = client.job("long.wav", Wav.tone(300, 19 * Wav.RATE), Map.of());
    assertEquals(200, client.send(client.request(path(job) + "/events").HEAD()).statusCode());
    var state = Client.json(client.get(path(job))).get("state").getAsString();
    assertTrue(List.of("queued", "running").contains(state), state);
    client.post(path(job) + "/cancel", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PUT    | /jobs                                       | GET, HEAD, POST
          TRACE  | /jobs                                       | GET, HEAD, POST
          POST   | /jobs/aaaaaaaaaaaaaaaaaaaaaaaaaa            | DELETE, GET, HEAD, PATCH
          GET    | /jobs/aaaaaaaaaaaaaaaaaaaaaaaaaa/cancel     | POST
          DELETE | /jobs/aaaaaaaaaaaaaaaaaaaaaaaaaa/retry      | POST
          PUT    | /jobs/aaaaaaaaaaaaaaaaaaaaaaaaaa/stems.zip  | GET, HEAD
          POST   | /jobs/aaaaaaaaaaaaaaaaaaaaaaaaaa/feedback   | DELETE, GET, HEAD, PUT
          GET    | /uploads                                    | OPTIONS, POST
          GET    | /uploads/aaaaaaaaaaaaaaaaaaaaaaaaaa         | DELETE, HEAD, PATCH
          POST   | /models                                     | GET, HEAD
          PUT    | ../../                                      | GET, HEAD
          POST   | ../../index.html                            | GET, HEAD
          """)
  void refusedMethodIsToldWhichOnesAreTaken(String method, String path, String allowed)
      throws Exception {
    var address = URI.create(client.address() + "/api/v1" + path).normalize();
    if (path.startsWith("..")) {
      address = client.address().resolve(path.substring(5));
    }
    var answer =
        client.send(client.request("").uri(address).method(method, BodyPublishers.noBody()));
    assertEquals(405, answer.statusCode(), answer.body());
    assertEquals(allowed, answer.headers().firstValue("Allow").orElse("none"));
    assertEquals(
        "This address takes %s only.".formatted(allowed),
        Client.json(answer).get("detail").getAsString());
  }

  @Test
  void whatDoesNotExistIsNotFoundByAnyMethod() throws Exception {
    for (var method : List.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
      var request = client.request("/nothing").method(method, BodyPublishers.noBody());
      assertEquals(404, client.send(request).statusCode(), method);
    }
  }

  @Test
  void idempotencyKeyWithAnotherRequestIsRefused() throws Exception {
    byte[] song = Wav.tone(770, 400);
    var first = Client.json(repeatable("x.wav", song, Map.of("keep", "vocals")));
    var again = Client.json(repeatable("x.wav", song, Map.of("keep", "vocals")));
    assertEquals(first.get("id"), again.get("id"));
    for (var other :
        List.of(
            repeatable("x.wav", Wav.tone(771, 400), Map.of("keep", "vocals")),
            repeatable("y.wav", song, Map.of("keep", "vocals")),
            repeatable("x.wav", song, Map.of("keep", "music")),
            repeatable("x.wav", song, Map.of()),
            client.send(
                client
                    .request("/jobs")
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", "one-and-the-same")
                    .POST(BodyPublishers.ofString("{\"upload\":\"x\"}"))))) {
      assertEquals(422, other.statusCode(), other.body());
      var problem = Client.json(other);
      assertEquals(
          "urn:isolator:problem:idempotency-key-reused", problem.get("type").getAsString());
      assertEquals(REUSED, problem.get("detail").getAsString());
    }
    var jobs = Client.json(client.get("/jobs?limit=200")).getAsJsonArray("jobs").asList();
    long made =
        jobs.stream()
            .filter(job -> job.getAsJsonObject().get("id").equals(first.get("id")))
            .count();
    assertEquals(1, made);
  }

  private HttpResponse<String> repeatable(String name, byte[] song, Map<String, String> fields)
      throws Exception {
    return client.send(
        client.upload(name, song, fields).header("Idempotency-Key", "one-and-the-same"));
  }

  /// The upload is gone after the first time; its job is found by the key all the same.
  @Test
  void repeatedRequestsWithoutAFileFindTheirJobToo() throws Exception {
    byte[] song = Wav.tone(880, 400);
    var begun =
        client.send(
            client
                .request("/uploads")
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", Integer.toString(song.length))
                .POST(BodyPublishers.noBody()));
    String upload = begun.headers().firstValue("Location").orElse("");
    client.send(
        client
            .request(upload.substring("/api/v1".length()))
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Offset", "0")
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", BodyPublishers.ofByteArray(song)));
    var made =
        client
            .request("/jobs")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "of-an-upload")
            .POST(
                BodyPublishers.ofString(
                    "{\"upload\":\"%s\"}".formatted(upload.substring(upload.length() - 26))));
    var first = Client.json(client.send(made));
    assertEquals(first.get("id"), Client.json(client.send(made)).get("id"));

    byte[] text = "This is a letter.".repeat(50).getBytes(StandardCharsets.UTF_8);
    var failed = client.end(client.job("letter.mp3", text, Map.of()));
    var retry =
        client
            .request(path(failed) + "/retry")
            .header("Idempotency-Key", "of-a-retry")
            .POST(BodyPublishers.noBody());
    var retried = Client.json(client.send(retry));
    assertFalse(retried.get("id").equals(failed.get("id")));
    assertEquals(retried.get("id"), Client.json(client.send(retry)).get("id"));
    var other =
        client
            .request(path(retried) + "/retry")
            .header("Idempotency-Key", "of-a-retry")
            .POST(BodyPublishers.noBody());
    assertEquals(422, client.send(other).statusCode());
  }

  /// As browsers and curl send names in forms.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          say %22yes%22.wav    | say "yes"
          say \\"yes\\".wav    | say "yes"
          two%0D%0Alines.wav   | two lines
          two%0alines.wav      | two lines
          100%.wav             | 100%
          50%20off %C5%81.wav  | 50%20off %C5%81
          Łódź 你好.wav         | Łódź 你好
          """)
  void nameInAFormIsTheFilesName(String sent, String name) throws Exception {
    var job = client.job(sent, Wav.tone(440, 400), Map.of());
    assertEquals(name, job.get("name").getAsString());
  }
}
