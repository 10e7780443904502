package dev.isolator.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.isolator.file.Sha256;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.server.feedback.FeedbackExport;
import dev.isolator.server.feedback.FeedbackStore;
import dev.isolator.server.storage.FolderStorage;
import dev.isolator.server.storage.StorageKey;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The interface from upload to feedback, on H2, with real worker processes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterfaceTest {
  private static final int FRAMES = 4001;

  @TempDir static Path data = Path.of("replaced by JUnit");
  private @Nullable IsolatorServer server;
  private Client client = Client.of(URI.create("http://localhost"));
  private byte[] song = new byte[0];
  private JsonObject job = new JsonObject();
  private String path = "";

  @BeforeAll
  void oneJobIsDone() throws Exception {
    var started = TestServer.start(data, Map.of("upload.max-bytes", "3000000"));
    server = started;
    client = Client.of(started.address());
    song = Wav.tone(440, FRAMES);
    job = client.end(client.job("My song.wav", song, Map.of()));
    path = "/jobs/" + job.get("id").getAsString();
    assertEquals("done", job.get("state").getAsString(), job.toString());
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void doneJobTellsItsStems() {
    var result = job.getAsJsonObject("result");
    assertEquals("My song", job.get("name").getAsString());
    assertEquals(FRAMES, result.get("frames").getAsLong());
    assertEquals(Wav.RATE, result.get("sampleRate").getAsInt());
    var names =
        result.getAsJsonArray("stems").asList().stream()
            .map(stem -> stem.getAsJsonObject().get("name").getAsString())
            .toList();
    assertEquals(List.of("vocals", "music"), names);
    assertEquals(1, job.get("progress").getAsDouble());
  }

  @Test
  void stemsSumToTheSong() throws Exception {
    byte[] vocals = client.bytes(client.request(path + "/stems/vocals.wav")).body();
    byte[] music = client.bytes(client.request(path + "/stems/music.wav")).body();
    byte[] mix = client.bytes(client.request(path + "/stems/mix.wav")).body();
    var worst = 0;
    for (int i = 1; i <= FRAMES * 4; i += 2) {
      int sum = sample(vocals, i) + sample(music, i);
      worst = Math.max(worst, Math.abs(sum - sample(song, i)));
      assertEquals(sample(song, i), sample(mix, i), 2, "but for the mix's dither");
    }
    assertEquals(0, worst);
  }

  /// The 16-bit sample `i` bytes before the end, where both files hold the same frame.
  private static int sample(byte[] wav, int i) {
    int at = wav.length - i - 1;
    return (wav[at] & 0xff) | (wav[at + 1] << 8);
  }

  @Test
  void otherFormatsAreMadeOnDemandAndKept() throws Exception {
    for (var format : List.of("flac", "mp3")) {
      var first = client.bytes(client.request(path + "/stems/vocals." + format));
      var second = client.bytes(client.request(path + "/stems/vocals." + format));
      assertEquals(200, first.statusCode());
      assertArrayEquals(first.body(), second.body());
    }
  }

  @Test
  void rangesAndConditionsWork() throws Exception {
    String stem = path + "/stems/music.wav";
    var whole = client.bytes(client.request(stem));
    var part = client.bytes(client.request(stem).header("Range", "bytes=4-7"));
    var tail = client.bytes(client.request(stem).header("Range", "bytes=-3"));
    var open = client.bytes(client.request(stem).header("Range", "bytes=8-"));
    int size = whole.body().length;
    assertEquals(206, part.statusCode());
    assertEquals("bytes 4-7/" + size, part.headers().firstValue("Content-Range").orElse(""));
    assertArrayEquals(Arrays.copyOfRange(whole.body(), 4, 8), part.body());
    assertArrayEquals(Arrays.copyOfRange(whole.body(), size - 3, size), tail.body());
    assertArrayEquals(Arrays.copyOfRange(whole.body(), 8, size), open.body());

    var past = client.get(stem + "?x=1"); // a query changes nothing
    assertEquals(200, past.statusCode());
    var outside = client.send(client.request(stem).header("Range", "bytes=" + size + "-"));
    assertEquals(416, outside.statusCode());
    assertEquals("bytes */" + size, outside.headers().firstValue("Content-Range").orElse(""));

    String tag = whole.headers().firstValue("ETag").orElse("");
    assertEquals(304, client.send(client.request(stem).header("If-None-Match", tag)).statusCode());
    var stale =
        client.bytes(client.request(stem).header("Range", "bytes=0-1").header("If-Range", "\"x\""));
    assertEquals(200, stale.statusCode());
    var head = client.bytes(client.request(stem).HEAD());
    assertEquals(size, head.headers().firstValueAsLong("Content-Length").orElse(-1));
    assertEquals(0, head.body().length);
  }

  @Test
  void archiveHoldsTheStems() throws Exception {
    var answer = client.bytes(client.request(path + "/stems.zip"));
    var names = new ArrayList<String>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    assertEquals(List.of("My song - vocals.wav", "My song - music.wav"), names);
    assertEquals(
        "attachment; filename=\"My song - stems.zip\"; filename*=UTF-8''My%20song%20-%20stems.zip",
        answer.headers().firstValue("Content-Disposition").orElse(""));
  }

  @Test
  void peaksAreThoseOfTheTone() throws Exception {
    var peaks = Client.json(client.get(path + "/peaks/mix?perSecond=50"));
    assertEquals(Math.ceilDiv(FRAMES, Wav.RATE / 50), peaks.get("length").getAsInt());
    assertEquals(2 * peaks.get("length").getAsInt(), peaks.getAsJsonArray("data").size());
    assertEquals(31, peaks.getAsJsonArray("data").get(1).getAsInt()); // 8000 of 32768, of 128
    assertEquals(400, client.get(path + "/peaks/mix?perSecond=51").statusCode());
  }

  @Test
  void sameSongAgainIsDoneAtOnceAndOutlivesTheFirst() throws Exception {
    byte[] other = Wav.tone(550, 800);
    var first = client.end(client.job("a.wav", other, Map.of()));
    var again = client.job("b.wav", other, Map.of());
    assertEquals("done", again.get("state").getAsString());
    assertTrue(again.get("reused").getAsBoolean());

    String firstPath = "/jobs/" + first.get("id").getAsString();
    assertEquals(204, client.send(client.request(firstPath).DELETE()).statusCode());
    assertEquals(404, client.get(firstPath).statusCode());
    String stem = "/jobs/" + again.get("id").getAsString() + "/stems/vocals.wav";
    assertEquals(200, client.get(stem).statusCode());

    var asked = client.job("b.wav", other, Map.of("format", "flac"));
    assertFalse(asked.get("reused").getAsBoolean()); // other options, another result
    client.send(client.request("/jobs/" + asked.get("id").getAsString()).DELETE());
  }

  @Test
  void whatIsNoSongFailsWithASentenceAndNoPath() throws Exception {
    byte[] text = "This is a letter.".repeat(100).getBytes(StandardCharsets.UTF_8);
    var failed = client.end(client.job("letter.mp3", text, Map.of()));
    assertEquals("failed", failed.get("state").getAsString());
    var failure = failed.getAsJsonObject("failure");
    assertEquals("unsupported", failure.get("kind").getAsString());
    String reason = failure.get("reason").getAsString();
    assertTrue(reason.startsWith("This file "), reason);
    assertFalse(reason.contains(data.toString()), reason);
    assertFalse(reason.contains("inputs"), reason);
  }

  @Test
  void aJobIsCancelledOnce() throws Exception {
    var long_ = client.job("long.wav", Wav.tone(300, 15 * Wav.RATE), Map.of());
    String cancel = "/jobs/" + long_.get("id").getAsString() + "/cancel";
    assertEquals("cancelled", Client.json(client.post(cancel, "")).get("state").getAsString());
    assertEquals("cancelled", Client.json(client.post(cancel, "")).get("state").getAsString());
    assertEquals("cancelled", client.end(long_).get("state").getAsString());
    assertEquals(409, client.get(cancel.replace("/cancel", "/activity")).statusCode());
  }

  @Test
  void songSentInChunksBecomesAJob() throws Exception {
    byte[] song = Wav.tone(660, 500);
    String name = Base64.getEncoder().encodeToString("Łódź.wav".getBytes(StandardCharsets.UTF_8));
    var begun =
        client.send(
            client
                .request("/uploads")
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", Integer.toString(song.length))
                .header("Upload-Metadata", "filename " + name)
                .POST(BodyPublishers.noBody()));
    assertEquals(201, begun.statusCode(), begun.body());
    String location = begun.headers().firstValue("Location").orElse("");
    String upload = location.substring("/api/v1".length());
    assertEquals(204, chunk(upload, 0, Arrays.copyOf(song, 1000)));
    assertEquals(409, chunk(upload, 0, Arrays.copyOf(song, 1000)));
    String id = location.substring(location.lastIndexOf('/') + 1);
    assertEquals(409, client.post("/jobs", "{\"upload\":\"%s\"}".formatted(id)).statusCode());
    var head = client.send(client.request(upload).header("Tus-Resumable", "1.0.0").HEAD());
    assertEquals("1000", head.headers().firstValue("Upload-Offset").orElse(""));
    assertEquals(204, chunk(upload, 1000, Arrays.copyOfRange(song, 1000, song.length)));

    var made = client.post("/jobs", "{\"upload\":\"%s\",\"keep\":[\"vocals\"]}".formatted(id));
    assertEquals(201, made.statusCode(), made.body());
    assertEquals("Łódź", Client.json(made).get("name").getAsString());
    assertEquals(
        JsonParser.parseString(
            "{\"keep\":[\"vocals\"],\"model\":\"\",\"format\":\"wav\",\"start\":0.0}"),
        Client.json(made).get("options"),
        "as it is stored");
    assertEquals(song.length, Client.json(made).getAsJsonObject("input").get("bytes").getAsInt());
    assertEquals(404, client.post("/jobs", "{\"upload\":\"%s\"}".formatted(id)).statusCode());
  }

  private int chunk(String upload, int offset, byte[] bytes) throws Exception {
    return client
        .send(
            client
                .request(upload)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", Integer.toString(offset))
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(bytes)))
        .statusCode();
  }

  @Test
  void feedbackGoesAllTheWayRoundWithConsentAndNowhereWithout() throws Exception {
    var hash = job.getAsJsonObject("input").get("sha256").getAsString();
    String said =
        """
        {"stems":{"vocals":"good","music":"not-good"},"consent":true,"comment":"the choir",
         "regions":[{"kind":"voice-missed","startSeconds":0.1,"endSeconds":0.3},
          {"kind":"music-leaked","startSeconds":0.25,"endSeconds":0.5}]}""";
    var put = client.send(json(client.request(path + "/feedback"), said));
    assertEquals(200, put.statusCode(), put.body());
    var stored = Client.json(client.get(path + "/feedback"));
    assertEquals(job.get("model"), stored.get("model"));
    assertEquals(hash, stored.get("audioSha256").getAsString());
    var other = client.end(client.job("other.wav", Wav.tone(880, 400), Map.of()));
    String otherPath = "/jobs/" + other.get("id").getAsString();
    var without =
        client.send(
            json(
                client.request(otherPath + "/feedback"),
                "{\"stems\":{\"vocals\":\"good\"},\"regions\":[],\"consent\":false}"));
    assertEquals(200, without.statusCode(), without.body());

    Path out = data.resolve("exported");
    assertEquals(new FeedbackExport.Written(1, 1, 1), export(out));
    var lines = Files.readAllLines(out.resolve("feedback.jsonl"));
    var card = ModelCatalogue.open().defaultModel().card();
    var expected = JsonParser.parseString(said).getAsJsonObject();
    expected.add("job", job.get("id"));
    expected.addProperty(
        "person", Sha256.of("person local".getBytes(StandardCharsets.UTF_8)).substring(0, 12));
    expected.addProperty("model", card.name());
    expected.addProperty("modelVersion", card.version());
    expected.addProperty("modelSha256", card.sha256());
    expected.addProperty("audioSha256", hash);
    expected.addProperty("audio", "audio/" + hash);
    expected.add("createdAt", stored.get("createdAt"));
    expected.add("updatedAt", stored.get("updatedAt"));
    assertEquals(64, card.sha256().length(), "the model's hash is known");
    assertEquals(1, lines.size(), lines.toString());
    assertEquals(expected, JsonParser.parseString(lines.getFirst()));
    assertArrayEquals(song, Files.readAllBytes(out.resolve("audio").resolve(hash)));
    assertEquals(hash, Sha256.of(song));

    // Consent that is taken back: the song goes, and the next export has nothing.
    client.send(json(client.request(path + "/feedback"), said.replace("true", "false")));
    Path later = data.resolve("exported later");
    assertEquals(new FeedbackExport.Written(0, 0, 2), export(later));
    assertEquals(List.of(), Files.readAllLines(later.resolve("feedback.jsonl")));
    try (var songs = Files.list(later.resolve("audio"))) {
      assertEquals(0, songs.count());
    }
    var storage = new FolderStorage(data.resolve("storage"));
    assertFalse(storage.exists(StorageKey.of("consented", hash)));
    assertEquals(204, client.send(client.request(path + "/feedback").DELETE()).statusCode());
    assertEquals(404, client.get(path + "/feedback").statusCode());
    assertEquals(204, client.send(client.request(otherPath).DELETE()).statusCode());
  }

  /// What `isolator serve export-feedback` does, on the running server's own database: the built-in
  /// one takes no second process.
  private FeedbackExport.Written export(Path folder) throws Exception {
    var storage = new FolderStorage(data.resolve("storage"));
    try (var database = IsolatorServer.openDatabase(TestServer.settings(data, Map.of()))) {
      return FeedbackExport.write(new FeedbackStore(database.jdbi(), storage), storage, folder);
    }
  }

  @Test
  void feedbackThatCannotBeIsRefusedWithWhatIsWrong() throws Exception {
    String said =
        "{\"stems\":{\"%s\":\"%s\"},\"regions\":[{\"kind\":\"%s\",\"startSeconds\":%s,\"endSeconds\":%s}],\"consent\":%s}";
    for (var refused :
        Map.of(
                said.formatted("vocals", "good", "voice-missed", 0.1, 9, true),
                "regions[0] must lie in the song, 0 to 0.500 seconds, and end after it starts.",
                said.formatted("vocals", "good", "voice-missed", 0.3, 0.1, true),
                "regions[0] must lie in the song, 0 to 0.500 seconds, and end after it starts.",
                said.formatted("vocals", "good", "noise", 0.1, 0.2, true),
                "regions[0].kind must be voice-missed, music-leaked or no-voice.",
                said.formatted("vocals", "fine", "voice-missed", 0.1, 0.2, true),
                "stems.vocals must be good or not-good.",
                said.formatted("drums", "good", "voice-missed", 0.1, 0.2, true),
                "stems must name stems of the job, vocals, music.",
                said.formatted("vocals", "good", "voice-missed", 0.1, 0.2, "\"yes\""),
                "consent must be true or false.")
            .entrySet()) {
      var answer = client.send(json(client.request(path + "/feedback"), refused.getKey()));
      assertEquals(400, answer.statusCode());
      assertEquals(refused.getValue(), Client.json(answer).get("detail").getAsString());
    }
  }

  private static HttpRequest.Builder json(HttpRequest.Builder request, String body) {
    return request.header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body));
  }

  @Test
  void repeatedRequestMakesNoSecondJob() throws Exception {
    byte[] song = Wav.tone(770, 400);
    var one = client.upload("x.wav", song, Map.of()).header("Idempotency-Key", "abcdefgh-1");
    var first = Client.json(client.send(one));
    var second = Client.json(client.send(one));
    assertEquals(first.get("id"), second.get("id"));
  }

  @Test
  void aJobGetsAnotherName() throws Exception {
    var job = client.job("first.wav", Wav.tone(440, 200), Map.of());
    var address = "/jobs/" + job.get("id").getAsString();
    var named = patch(address, "{\"name\": \"  Second\\n\\u202ename \"}");
    assertEquals(200, named.statusCode(), named.body());
    assertEquals("Second name", Client.json(named).get("name").getAsString());
    assertEquals(
        "Second name", Client.json(client.get(address)).get("name").getAsString(), "it stays");
    for (var wrong :
        List.of("{}", "{\"name\": \" \"}", "{\"name\": 1}", "{\"name\": \"a\", \"b\": 1}")) {
      var refused = patch(address, wrong);
      assertEquals(400, refused.statusCode(), wrong);
      assertTrue(
          refused.body().contains("must be a text that is not blank, and the only field"),
          refused.body());
    }
    assertEquals(404, patch("/jobs/" + "a".repeat(26), "{\"name\": \"a\"}").statusCode());
  }

  private HttpResponse<String> patch(String path, String json) throws Exception {
    return client.send(
        client
            .request(path)
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(json)));
  }

  @Test
  void wrongOptionsAreAllNamed() throws Exception {
    var answer =
        client.send(
            client.upload(
                "x.wav",
                Wav.tone(1, 1),
                Map.of("format", "ogg", "start", "-1", "model", "/etc/passwd.onnx", "wish", "a")));
    assertEquals(400, answer.statusCode());
    var fields =
        Client.json(answer).getAsJsonArray("errors").asList().stream()
            .map(error -> error.getAsJsonObject().get("field").getAsString())
            .sorted()
            .toList();
    assertEquals(List.of("format", "model", "start", "wish"), fields);
    assertEquals(
        "application/problem+json", answer.headers().firstValue("Content-Type").orElse(""));
  }

  @Test
  void serverTellsWhatItIs() throws Exception {
    assertEquals("up", Client.json(client.get("/health")).get("status").getAsString());
    assertFalse(Client.json(client.get("/limits")).get("keyNeeded").getAsBoolean());
    assertTrue(
        Client.json(client.get("/models"))
            .getAsJsonArray("models")
            .get(0)
            .getAsJsonObject()
            .get("default")
            .getAsBoolean());
    assertTrue(client.get("/metrics").body().contains("isolator_jobs{state=\"done\"}"));
    assertTrue(client.get("/openapi.yaml").body().startsWith("openapi: 3.1.0"));
  }
}
