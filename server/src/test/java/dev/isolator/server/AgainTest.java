package dev.isolator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A stored song is separated again with other options, without a second upload.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgainTest {
  private static final int FRAMES = 4000;

  @TempDir static Path data = Path.of("replaced by JUnit");
  private @Nullable IsolatorServer server;
  private Client client = Client.of(URI.create("http://localhost"));

  @BeforeAll
  void start() throws Exception {
    var started = TestServer.start(data, Map.of());
    server = started;
    client = Client.of(started.address());
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aDoneSongIsSeparatedIntoOtherStems() throws Exception {
    var first = client.end(client.job("My song.wav", Wav.tone(440, FRAMES), Map.of()));
    var made = again(first, "{\"keep\":[\"drums\",\"bass\"],\"model\":\"studio-4\"}");
    assertNotEquals(first.get("id"), made.get("id"));
    assertEquals("My song", made.get("name").getAsString());
    assertEquals(first.getAsJsonObject("input").get("sha256"), sha256(made));
    var done = client.end(made);
    assertEquals("done", done.get("state").getAsString(), done.toString());
    var stems =
        done.getAsJsonObject("result").getAsJsonArray("stems").asList().stream()
            .map(stem -> stem.getAsJsonObject().get("name").getAsString())
            .toList();
    assertEquals(List.of("drums", "bass"), stems);

    var same = again(first, "{}");
    assertEquals("done", same.get("state").getAsString());
    assertTrue(same.get("reused").getAsBoolean(), "the same options, so the same result");
    assertEquals("Other", again(first, "{\"name\":\"Other\"}").get("name").getAsString());
  }

  @Test
  void oneIdempotencyKeyMakesOneJob() throws Exception {
    var first = client.job("Twice.wav", Wav.tone(450, FRAMES), Map.of());
    var path = "/jobs/%s/again".formatted(first.get("id").getAsString());
    var request =
        client
            .request(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "again-and-again")
            .POST(BodyPublishers.ofString("{\"format\":\"flac\"}"));
    assertEquals(
        Client.json(client.send(request)).get("id"), Client.json(client.send(request)).get("id"));
  }

  @Test
  void whatIsThereOfASongThatIsCutShortIsTakenWhenAsked() throws Exception {
    byte[] whole = Wav.tone(460, FRAMES);
    byte[] cut = Arrays.copyOf(whole, whole.length / 2);
    var failed = client.end(client.job("Cut.wav", cut, Map.of()));
    assertEquals("failed", failed.get("state").getAsString(), failed.toString());
    assertEquals(
        "corrupt", failed.getAsJsonObject("failure").get("kind").getAsString(), failed.toString());
    assertTrue(
        failed.getAsJsonObject("failure").get("truncated").getAsBoolean(), failed.toString());
    assertFalse(failed.getAsJsonObject("options").has("truncated"));

    var done = client.end(again(failed, "{\"truncated\":true}"));
    assertEquals("done", done.get("state").getAsString(), done.toString());
    assertTrue(done.getAsJsonObject("options").get("truncated").getAsBoolean());
    assertEquals((cut.length - 44) / 4, done.getAsJsonObject("result").get("frames").getAsInt());
    // At once, in a form: the option is one of every job.
    var atOnce = client.end(client.job("Cut.wav", cut, Map.of("truncated", "true")));
    assertTrue(atOnce.get("reused").getAsBoolean());
    // And a request without it is another one, which does not get that result.
    var refused = client.end(client.job("Cut.wav", cut, Map.of()));
    assertEquals("failed", refused.get("state").getAsString());
  }

  @Test
  void refusalsNameTheField() throws Exception {
    var job = client.job("Refused.wav", Wav.tone(470, FRAMES), Map.of());
    var path = "/jobs/%s/again".formatted(job.get("id").getAsString());
    var stems = client.post(path, "{\"keep\":[\"choir\"]}");
    assertEquals(400, stems.statusCode());
    assertEquals(
        JsonParser.parseString(
            "[{\"field\":\"keep\",\"detail\":\"must name stems of the model, vocals, music\"}]"),
        Client.json(stems).get("errors"));
    var truth = client.post(path, "{\"truncated\":\"perhaps\"}");
    assertEquals(
        JsonParser.parseString(
            "[{\"field\":\"truncated\",\"detail\":\"must be one of true, false\"}]"),
        Client.json(truth).get("errors"));
    assertEquals(404, client.post("/jobs/%s/again".formatted("a".repeat(26)), "{}").statusCode());
  }

  private JsonObject again(JsonObject job, String json) throws Exception {
    var answer = client.post("/jobs/%s/again".formatted(job.get("id").getAsString()), json);
    assertEquals(201, answer.statusCode(), answer.body());
    return Client.json(answer);
  }

  private static JsonElement sha256(JsonObject job) {
    return job.getAsJsonObject("input").get("sha256");
  }
}
