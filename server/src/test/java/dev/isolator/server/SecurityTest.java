package dev.isolator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.isolator.server.config.ConfigException;
import dev.isolator.server.database.Database;
import dev.isolator.server.log.Log;
import dev.isolator.server.log.LogFormat;
import dev.isolator.server.security.ApiKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What hostile callers try.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityTest {
  private static final int MOST_BYTES = 1_000_000;

  @TempDir static Path data = Path.of("replaced by JUnit");
  private @Nullable IsolatorServer server;
  private Client client = Client.of(URI.create("http://localhost"));
  private String done = "";

  @BeforeAll
  void start() throws Exception {
    var started =
        TestServer.start(data.resolve("open"), Map.of("rate.requests-per-minute", "100000"));
    server = started;
    client = Client.of(started.address());
    var job =
        client.end(
            client.job("<script>alert(1)</script>\u202Egpj.wav", Wav.tone(440, 400), Map.of()));
    done = "/jobs/" + job.get("id").getAsString();
    assertEquals("done", job.get("state").getAsString(), job.toString());
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/stems/..%2f..%2f..%2fdatabase.mv.db",
        "/stems/../../../../etc/passwd",
        "/stems/%2e%2e/%2e%2e/etc/passwd",
        "/stems/vocals.wav%00.mp3",
        "/stems/vocals.exe",
        "/stems/worker.log",
        "/stems/vocals.wav/..;/x",
        "/stems/..%5c..%5cx.wav",
        "/peaks/..%2factivity",
        "/peaks/vocals-50.json%23",
        "/stems.zip/../../x"
      })
  void noAddressLeavesTheJobsFolder(String rest) throws Exception {
    var answer =
        client.raw(
            "GET /api/v1"
                + done
                + rest
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertTrue(answer.matches("(?s)HTTP/1.1 (400|404) .*"), answer);
    assertFalse(answer.contains("root:"), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../../etc/passwd",
        "/%2e%2e/pom.xml",
        "/assets/..%2f..%2fdev/isolator/server/openapi.yaml",
        "/dev/isolator/server/openapi.yaml",
        "/META-INF/MANIFEST.MF",
        "/.git/config",
        "/assets/",
        "/static.html",
        "/models/",
        "/models/index.txt",
        "/models/..%2f..%2fserver/openapi.yaml",
        "//etc/passwd"
      })
  void pageServesNothingButThePage(String path) throws Exception {
    var answer =
        client.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertFalse(answer.contains("openapi: 3"), answer);
    assertFalse(answer.contains("root:"), answer);
    assertFalse(answer.contains("Manifest-Version"), answer);
    assertTrue(
        !answer.startsWith("HTTP/1.1 200") || answer.contains("<!doctype html"),
        "neither a folder's list nor a file: " + answer);
  }

  @Test
  void theBuiltInModelsAreThereForThePage() throws Exception {
    var card =
        client.raw(
            "GET /models/studio-vocals-3.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertTrue(card.startsWith("HTTP/1.1 200"), card);
    assertTrue(card.contains("Content-Type: application/json"), card);
    assertTrue(card.contains("Cache-Control: no-cache"), card);
    assertTrue(card.contains("Cross-Origin-Embedder-Policy: require-corp"), card);
    assertTrue(card.contains("\"stems\""), card);
    var voice =
        client.raw(
            "GET /models/voice.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertTrue(voice.startsWith("HTTP/1.1 200"), voice);
    assertTrue(voice.contains("Cache-Control: no-cache"), voice);
    assertTrue(voice.contains("\"contract\": \"voice\""), voice);
    var none =
        client.raw(
            "GET /models/none-1.onnx?a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertTrue(none.startsWith("HTTP/1.1 404"), none);
  }

  @Test
  void archiveFormatAndIdsAreNoPaths() throws Exception {
    assertEquals(400, client.get(done + "/stems.zip?format=..%2f..%2fx").statusCode());
    assertEquals(404, client.get("/jobs/..%2f..%2fetc").statusCode());
    assertEquals(404, client.get("/jobs/" + "a".repeat(5000)).statusCode());
    assertEquals(404, client.get("/uploads/..%2f..%2fx").statusCode());
    assertEquals(400, client.get("/jobs?before=%27%20OR%201=1--").statusCode());
    assertEquals(400, client.get("/jobs?state=done%27").statusCode());
  }

  @Test
  void fileNameIsTextAndNothingElse() throws Exception {
    var job = Client.json(client.get(done));
    assertEquals(
        "script>", job.get("name").getAsString().replaceAll("[^a-z>]", "").substring(0, 7));
    assertFalse(job.get("name").getAsString().contains("\u202E"), "marks that turn text around");
    var zip = client.bytes(client.request(done + "/stems.zip"));
    String disposition = zip.headers().firstValue("Content-Disposition").orElse("");
    assertFalse(disposition.contains("<"), disposition);
    var evil =
        client.job(
            "..\\..\\evil.wav", Wav.tone(441, 400), Map.of("name", "a\r\nSet-Cookie: x=1\n"));
    assertEquals("a Set-Cookie: x=1", evil.get("name").getAsString());
    var bell = client.send(client.upload("a\u0007.wav", Wav.tone(1, 1), Map.of()));
    assertEquals(400, bell.statusCode(), "control characters in a part's header");
    try (Stream<Path> files = Files.walk(data)) {
      assertFalse(
          files.anyMatch(f -> f.toString().contains("evil") || f.toString().contains("script")));
    }
  }

  @Test
  void linesInNamesMakeNoLinesInTheLog() throws Exception {
    var captured = new ByteArrayOutputStream();
    var before = System.err;
    System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
    LogFormat.install(LogFormat.Kind.TEXT);
    try {
      Log.of(SecurityTest.class)
          .info("job made", "name", "x\n2026-01-01 info forged\u001b[2J\u2028");
    } finally {
      System.setErr(before);
    }
    String line = captured.toString(StandardCharsets.UTF_8);
    assertEquals(1, line.lines().count(), line);
    assertTrue(line.endsWith("name=\"x\\n2026-01-01 info forged\\u{1b}[2J\\u{2028}\"\n"), line);
  }

  @Test
  void everyAnswerCarriesTheHeaders() throws Exception {
    for (var path :
        List.of("/health", "/nothing", done, done + "/stems/vocals.wav", "/jobs/x/events")) {
      var headers = client.bytes(client.request(path)).headers();
      assertTrue(
          headers.firstValue("Content-Security-Policy").orElse("").startsWith("default-src 'none'"),
          path);
      assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").orElse(""), path);
      assertEquals("DENY", headers.firstValue("X-Frame-Options").orElse(""), path);
      assertFalse(headers.firstValue("Server").isPresent(), path);
      assertFalse(headers.firstValue("Set-Cookie").isPresent(), path);
      assertFalse(headers.firstValue("Access-Control-Allow-Origin").isPresent(), path);
    }
    String bad = client.raw("GET / HTTP/1.1\r\nHost: a b\r\nX: " + "y".repeat(20_000) + "\r\n\r\n");
    assertTrue(bad.startsWith("HTTP/1.1 4"), bad);
    assertTrue(bad.contains("default-src 'none'"), bad);
    assertFalse(bad.contains("yyyy"), "what was sent is not sent back");
  }

  @Test
  void headerLinesCannotBeSmuggled() throws Exception {
    String answer =
        client.raw(
            "GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nX-A: b\rSet-Cookie: x\r\nConnection: close\r\n\r\n");
    assertFalse(answer.contains("Set-Cookie"), answer);
    String twice =
        client.raw(
            "POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    assertTrue(twice.startsWith("HTTP/1.1 400"), twice);
  }

  @Test
  void otherSitesPagesChangeNothing() throws Exception {
    for (var headers :
        List.of(
            Map.of("Origin", "https://evil.example"),
            Map.of("Origin", "null"),
            Map.of("Origin", client.address().toString().replace("127.0.0.1", "localhost")),
            Map.of("Sec-Fetch-Site", "cross-site"),
            Map.of("Sec-Fetch-Site", "same-site"))) {
      var request = client.request(done).DELETE();
      headers.forEach(request::header);
      assertEquals(403, client.send(request).statusCode(), headers.toString());
    }
    assertEquals(200, client.get(done).statusCode());
    var own =
        client
            .request("/uploads")
            .header("Origin", client.address().toString())
            .header("Sec-Fetch-Site", "same-origin")
            .POST(BodyPublishers.noBody());
    assertEquals(412, client.send(own).statusCode(), "past the filter: tus' own refusal");
  }

  @Test
  void foreignHostNamesAreRefused() throws Exception {
    for (var host :
        List.of("evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "")) {
      String answer =
          client.raw(
              "GET /api/v1/jobs HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
      assertTrue(answer.matches("(?s)HTTP/1.1 (403|400) .*"), host + ": " + answer);
    }
    assertTrue(
        client.raw("GET /api/v1/jobs HTTP/1.0\r\n\r\n").matches("(?s)HTTP/1.1 40[03] .*"),
        "none at all");
  }

  @Test
  void tooLargeUploadsEndEarlyAndLeaveNothing() throws Exception {
    String announced =
        client.raw(
            "POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 99999999999\r\n\r\n");
    assertTrue(announced.startsWith("HTTP/1.1 413"), announced);
    assertTrue(sendForEver() < 8L * MOST_BYTES, "cut off soon after the limit");
    assertEquals(0, left("forms-"), "bytes of refused forms");
    var length =
        client
            .request("/uploads")
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Length", "1000001")
            .POST(BodyPublishers.noBody());
    assertEquals(413, client.send(length).statusCode());
  }

  /// Sends chunks without an end, until the server hangs up.
  private long sendForEver() throws IOException {
    try (var socket = new Socket(client.address().getHost(), client.address().getPort())) {
      socket.setSoTimeout(20_000);
      var out = socket.getOutputStream();
      out.write(
          "POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\nTransfer-Encoding: chunked\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      String part = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
      out.write("%x\r\n%s\r\n".formatted(part.length(), part).getBytes(StandardCharsets.US_ASCII));
      byte[] chunk = ("10000\r\n" + "a".repeat(65536) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      long sent = 0;
      try {
        for (; sent < 1000L * MOST_BYTES; sent += chunk.length) {
          out.write(chunk);
        }
      } catch (IOException e) {
        return sent; // hung up on, as it should be
      }
      return sent;
    }
  }

  private long left(String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("open/storage/scratch"))) {
      return files
          .filter(file -> Files.isRegularFile(file) && file.toString().contains(prefix))
          .count();
    }
  }

  @Test
  void wrongKindsOfBodiesAreRefused() throws Exception {
    var xml =
        client
            .request("/jobs")
            .header("Content-Type", "application/xml")
            .POST(BodyPublishers.ofString("<x/>"));
    assertEquals(415, client.send(xml).statusCode());
    assertEquals(400, client.post("/jobs", "{\"upload\":").statusCode());
    assertEquals(400, client.post("/jobs", "[".repeat(100_000)).statusCode());
    assertEquals(413, client.post("/jobs", "{\"a\":\"" + "x".repeat(300_000) + "\"}").statusCode());
    assertEquals(
        405,
        client.send(client.request("/jobs").method("TRACE", BodyPublishers.noBody())).statusCode());
  }

  @Test
  void headersThatLieCostNothing() throws Exception {
    var huge = Wav.header(400_000_000L, 400);
    var bytes = new byte[444];
    huge.position(444).flip().get(bytes);
    var lie = client.end(client.job("lie.wav", bytes, Map.of()));
    assertEquals("failed", lie.get("state").getAsString());
    assertTrue(List.of("corrupt", "limit").contains(kind(lie)), lie.toString());

    var tooLong = client.end(client.job("long.wav", Wav.tone(440, 21 * Wav.RATE), Map.of()));
    assertEquals("limit", kind(tooLong), "20 s are allowed");
  }

  private static String kind(JsonObject job) {
    return job.getAsJsonObject("failure").get("kind").getAsString();
  }

  @Test
  void songThatNeedsTooLongOrTooMuchMemoryEndsAloneAndTheServerGoesOn() throws Exception {
    for (var limit :
        List.of(
            Map.of("worker.seconds", "1"),
            Map.of("worker.memory-mb", "64", "worker.heap-mb", "64"))) {
      try (var small = TestServer.start(data.resolve("small" + limit.size()), limit)) {
        var tight = Client.of(small.address());
        var job = tight.end(tight.job("s.wav", Wav.tone(440, 19 * Wav.RATE), Map.of()));
        assertEquals("failed", job.get("state").getAsString());
        assertEquals(limit.size() == 1 ? "timeout" : "memory", kind(job));
        assertEquals(200, tight.get("/health").statusCode());
      }
    }
  }

  @Test
  void othersThanThisMachineNeedAKeyAndTheServerRefusesToListenWithoutOne() throws Exception {
    Path folder = data.resolve("keys");
    var refused =
        assertThrows(
            ConfigException.class, () -> TestServer.start(folder, Map.of("host", "0.0.0.0")));
    assertEquals(
        "0.0.0.0: others than this machine can reach that address, and there is no key yet; make one"
            + " with: isolator serve make-key NAME, or listen on 127.0.0.1",
        refused.getMessage());
    String key;
    try (var database = open(folder)) {
      var keys = new ApiKeys(database.jdbi());
      key = keys.make("test");
      int hashes =
          database
              .jdbi()
              .withHandle(
                  h ->
                      h.createQuery(
                              "SELECT COUNT(*) FROM api_key WHERE sha256 LIKE '%' || :secret || '%'")
                          .bind("secret", key.substring(21))
                          .mapTo(Integer.class)
                          .one());
      assertEquals(0, hashes, "the secret itself is not stored");
    }
    try (var keyed = TestServer.start(folder, Map.of("host", "0.0.0.0"))) {
      var caller = Client.of(URI.create("http://127.0.0.1:" + keyed.address().getPort()));
      assertEquals(401, caller.get("/jobs").statusCode());
      assertEquals(401, caller.get("/metrics").statusCode());
      assertEquals(200, caller.get("/health").statusCode());
      assertEquals(
          401,
          caller
              .send(
                  caller
                      .request("/jobs")
                      .header("Authorization", "Bearer isk_0000000000000000_" + "A".repeat(43)))
              .statusCode());
      assertEquals(
          401,
          caller
              .send(caller.request("/jobs").header("Authorization", "Bearer x' OR '1'='1"))
              .statusCode());
      assertEquals(200, caller.send(with(key, caller, "/jobs")).statusCode());
      ticketOpensOneJobForReading(caller, key);
      linkOpensOneJobForReadingUntilItIsEnded(caller, key);
    }
    try (var database = open(folder)) {
      var keys = new ApiKeys(database.jdbi());
      assertTrue(keys.revoke(keys.list().getFirst().id()));
      assertTrue(keys.check(key).isEmpty());
    }
  }

  private static Database open(Path folder) throws ConfigException {
    return IsolatorServer.openDatabase(TestServer.settings(folder, Map.of()));
  }

  private static HttpRequest.Builder with(String key, Client caller, String path) {
    return caller.request(path).header("Authorization", "Bearer " + key);
  }

  private static void linkOpensOneJobForReadingUntilItIsEnded(Client caller, String key)
      throws Exception {
    var made =
        caller.send(
            caller
                .upload("b.wav", Wav.tone(330, 300), Map.of())
                .header("Authorization", "Bearer " + key));
    String id = Client.json(made).get("id").getAsString();
    String job = "/jobs/" + id;
    caller.send(with(key, caller, job + "/events")); // until it is done
    assertEquals(
        "{\"shared\":false}", caller.send(with(key, caller, job + "/share")).body().strip());
    String first = shared(caller, key, job);
    String token = shared(caller, key, job);
    assertTrue(token.matches("iss_[A-Za-z0-9_-]{43}"), token);
    assertTrue(caller.send(with(key, caller, job + "/share")).body().contains("\"shared\":true"));

    assertEquals(200, caller.get(job + "?ticket=" + token).statusCode());
    assertEquals(200, caller.send(with(token, caller, job)).statusCode());
    assertEquals(200, caller.send(with(token, caller, job + "/activity")).statusCode());
    assertEquals(200, caller.get(job + "/stems/vocals.wav?ticket=" + token).statusCode());
    assertEquals(200, caller.send(with(token, caller, "/limits")).statusCode());
    assertEquals(401, caller.get(job + "?ticket=" + first).statusCode(), "the one before");
    for (var other :
        List.of("/jobs", "/jobs/" + "a".repeat(26), job + "/feedback", job + "/share")) {
      assertEquals(401, caller.send(with(token, caller, other)).statusCode(), other);
    }
    assertEquals(401, caller.send(with(token, caller, job).DELETE()).statusCode());
    assertEquals(
        401,
        caller
            .send(with(token, caller, job + "/share").POST(BodyPublishers.noBody()))
            .statusCode());

    assertEquals(204, caller.send(with(key, caller, job + "/share").DELETE()).statusCode());
    assertEquals(404, caller.send(with(key, caller, job + "/share").DELETE()).statusCode());
    var ended = caller.send(with(token, caller, job));
    assertEquals(401, ended.statusCode());
    assertEquals(
        "This link was ended by who made it, or its song was removed.",
        Client.json(ended).get("detail").getAsString());
    String last = shared(caller, key, job);
    assertEquals(204, caller.send(with(key, caller, job).DELETE()).statusCode());
    assertEquals(401, caller.get(job + "?ticket=" + last).statusCode());
  }

  private static String shared(Client caller, String key, String job) throws Exception {
    var answer = caller.send(with(key, caller, job + "/share").POST(BodyPublishers.noBody()));
    assertEquals(201, answer.statusCode(), answer.body());
    return Client.json(answer).get("token").getAsString();
  }

  private static void ticketOpensOneJobForReading(Client caller, String key) throws Exception {
    var made =
        Client.json(
            caller.send(
                caller
                    .upload("a.wav", Wav.tone(500, 400), Map.of())
                    .header("Authorization", "Bearer " + key)));
    String job = "/jobs/" + made.get("id").getAsString();
    String ticket =
        Client.json(caller.send(with(key, caller, job + "/ticket").POST(BodyPublishers.noBody())))
            .get("ticket")
            .getAsString();
    assertEquals(401, caller.get(job).statusCode());
    assertEquals(200, caller.get(job + "?ticket=" + ticket).statusCode());
    assertEquals(401, caller.send(caller.request(job + "?ticket=" + ticket).DELETE()).statusCode());
    assertEquals(401, caller.get("/jobs?ticket=" + ticket).statusCode());
    assertEquals(401, caller.get("/jobs/" + "a".repeat(26) + "?ticket=" + ticket).statusCode());
    assertEquals(401, caller.get(job + "?ticket=9" + ticket).statusCode());
  }

  @Test
  void tooManyRequestsAndJobsAreTurnedAway() throws Exception {
    var limits = Map.of("rate.requests-per-minute", "6", "queue.max-per-caller", "1");
    try (var narrow = TestServer.start(data.resolve("narrow"), limits)) {
      var caller = Client.of(narrow.address());
      caller.job("a.wav", Wav.tone(440, 19 * Wav.RATE), Map.of());
      var second = caller.send(caller.upload("b.wav", Wav.tone(441, 400), Map.of()));
      assertEquals(429, second.statusCode());
      assertEquals(
          "urn:isolator:problem:queue-full", Client.json(second).get("type").getAsString());
      int status = 200;
      for (int i = 0; i < 10 && status == 200; i++) {
        var answer = caller.get("/health");
        status = answer.statusCode();
        if (status != 200) {
          assertTrue(answer.headers().firstValueAsLong("Retry-After").orElse(0) > 0);
        }
      }
      assertEquals(429, status);
    }
  }
}
