package dev.isolator.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.server.learning.LearningData;
import dev.isolator.server.security.ApiKeys;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The addresses under `/learning`: who may use them, what they refuse, and passages for curators.
class LearningInterfaceTest {
  @TempDir Path data = Path.of("");

  private static String detail(HttpResponse<String> answer) {
    return answer.statusCode() + " " + Client.json(answer).get("detail").getAsString();
  }

  @Test
  void onlyCuratorsMayCurate() throws Exception {
    String curator;
    String anybody;
    try (var database = IsolatorServer.openDatabase(TestServer.settings(data, Map.of()))) {
      curator = new ApiKeys(database.jdbi()).make("Anna", true);
      anybody = new ApiKeys(database.jdbi()).make("Bert");
    }
    try (var server = TestServer.start(data, Map.of("keys", "always"))) {
      var client = Client.of(server.address());
      for (String path :
          new String[] {"", "/passages", "/decisions", "/runs", "/data", "/history"}) {
        var request = client.request("/learning" + path);
        assertEquals(401, client.send(request).statusCode(), path);
        assertEquals(
            "403 This key may not curate; the server's owner can make one that may.",
            detail(client.send(request.copy().header("Authorization", "Bearer " + anybody))));
        var answer = client.send(request.copy().header("Authorization", "Bearer " + curator));
        assertEquals(200, answer.statusCode(), answer.body());
      }
      assertFalse(curates(client, anybody));
      assertTrue(curates(client, curator));
    }
  }

  private static boolean curates(Client client, String key) throws Exception {
    var request = client.request("/limits").header("Authorization", "Bearer " + key);
    return Client.json(client.send(request)).get("curator").getAsBoolean();
  }

  @Test
  void aServerWithoutALearningFolderSaysWhatIsMissing() throws Exception {
    try (var server = TestServer.start(data, Map.of())) {
      var client = Client.of(server.address());
      JsonObject state = Client.json(client.get("/learning"));
      String missing =
          "The learning folder has no learn.yaml; docs/learning.md says what goes into it.";
      assertFalse(state.get("on").getAsBoolean());
      assertEquals(missing, state.get("why").getAsString());
      ModelCard card = ModelCatalogue.open().defaultModel().card();
      assertEquals(card.versionedName(), state.getAsJsonObject("live").get("model").getAsString());
      assertFalse(state.has("candidate"));
      assertEquals("409 " + missing, detail(client.post("/learning/runs", "{}")));
      assertEquals(
          "400 until must be collect or gate.",
          detail(client.post("/learning/runs", "{\"until\":\"promote\"}")));
      assertEquals(
          "400 minutes must be more than 0 and at most 100000.",
          detail(client.post("/learning/runs", "{\"minutes\":0}")));
      assertEquals(
          "409 Nothing was promoted since the last time, so there is nothing to go back to.",
          detail(client.post("/learning/rollback", "{\"from\":\"x@1\"}")));
      assertEquals(
          "400 from must name the model to take back, and nothing else be there.",
          detail(client.post("/learning/rollback", "{}")));
      String nowhere = "/learning/runs/" + "a".repeat(26);
      for (String path : new String[] {"", "/gate", "/gate.html", "/curves"}) {
        assertEquals(404, client.get(nowhere + path).statusCode(), path);
      }
      assertEquals(404, client.post(nowhere + "/promote", "{}").statusCode());
      assertEquals(0, Client.json(client.get("/learning/passages")).get("total").getAsInt());
      assertTrue(
          client.get("/metrics").body().contains("isolator_learning_runs{state=\"training\"} 0.0"));
    }
  }

  @Test
  void aPassageIsHeardAndDecidedOn() throws Exception {
    try (var server = TestServer.start(data, Map.of())) {
      var client = Client.of(server.address());
      JsonObject job = client.job("song.wav", Wav.tone(440, 24_000), Map.of());
      String id = client.end(job).get("id").getAsString();
      assertEquals(
          "409 Give feedback with consent first: without it nothing may be learnt from this song.",
          detail(
              corrected(
                  client,
                  id,
                  "{\"upload\":\"%s\",\"licence\":\"own work\"}".formatted("a".repeat(26)))));
      put(
          client,
          "/jobs/" + id + "/feedback",
          "{\"stems\":{\"vocals\":\"good\"},\"regions\":[{\"kind\":\"no-voice\",\"startSeconds\":0,\"endSeconds\":1}],\"consent\":true}");
      assertEquals(
          "400 upload must be the id of a finished upload.",
          detail(
              corrected(
                  client,
                  id,
                  "{\"upload\":\"%s\",\"licence\":\"own work\"}".formatted("a".repeat(26)))));
      assertEquals(
          "400 licence must be of 1 to 200 characters, such as CC0-1.0 or own work.",
          detail(corrected(client, id, "{\"upload\":\"%s\"}".formatted("a".repeat(26)))));
      String song = job.getAsJsonObject("input").get("sha256").getAsString();
      store(song);

      JsonObject queue = Client.json(client.get("/learning/passages"));
      assertEquals(1, queue.get("total").getAsInt());
      JsonObject passage = queue.getAsJsonArray("passages").get(0).getAsJsonObject();
      assertEquals(song.substring(0, 8), passage.get("song").getAsString());
      assertFalse(passage.toString().contains("song.wav"), "its title is its owner's");
      String base = "/learning/passages/" + passage.get("id").getAsString();

      byte[] sound = client.bytes(client.request(base + "/audio/a.vocals.wav")).body();
      try (var wav = AudioSystem.getAudioInputStream(new ByteArrayInputStream(sound))) {
        assertEquals(8000, wav.getFrameLength(), "one second");
        assertEquals(16, wav.getFormat().getSampleSizeInBits());
      }
      assertArrayEquals(
          sound, client.bytes(client.request(base + "/audio/a.vocals.wav")).body(), "again");
      assertEquals(200, client.get(base + "/audio/mix.song.wav").statusCode());
      assertEquals(
          "409 There is no candidate, so there is nothing to compare with.",
          detail(client.get(base + "/audio/b.vocals.wav")));
      assertEquals(404, client.get(base + "/audio/c.vocals.wav").statusCode());
      assertEquals(404, client.get(base + "/audio/mix.vocals.wav").statusCode());

      assertEquals(
          "400 verdict must be one of approve, reject, unsure.",
          detail(put(client, base + "/decision", "{\"verdict\":\"good\"}")));
      assertEquals(
          "400 reasons must be a list of some of clean, voice-missing, music-leaked, artefacts, silent-vocals, swapped-stems, not-a-song, rights, other.",
          detail(
              put(client, base + "/decision", "{\"verdict\":\"reject\",\"reasons\":[\"ugly\"]}")));
      JsonObject decision =
          Client.json(
              put(
                  client,
                  base + "/decision",
                  "{\"verdict\":\"reject\",\"reasons\":[\"artefacts\"]}"));
      assertEquals("local", decision.get("who").getAsString());
      assertEquals(0, Client.json(client.get("/learning/passages")).get("total").getAsInt());
      assertEquals(1, Client.json(client.get("/learning/decisions")).get("total").getAsInt());
      assertTrue(Client.json(client.get(base)).get("decided").getAsBoolean());
      assertEquals(204, client.send(client.request(base + "/decision").DELETE()).statusCode());
      assertEquals(1, Client.json(client.get("/learning/passages")).get("total").getAsInt());
    }
  }

  private static HttpResponse<String> put(Client client, String path, String json)
      throws Exception {
    return client.send(
        client
            .request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(json)));
  }

  private static HttpResponse<String> corrected(Client client, String id, String json)
      throws Exception {
    return put(client, "/jobs/" + id + "/corrected/vocals", json);
  }

  /// What a run stores of a version that it collected.
  private void store(String song) throws Exception {
    try (var database = IsolatorServer.openDatabase(TestServer.settings(data, Map.of()))) {
      new LearningData(database.jdbi())
          .store(
              JsonParser.parseString(
                      """
                      {"number": 1, "sha256": "%s", "content": {"people": 1, "hours": {}, "licences": [],
                        "songs": [{"song": "%s"}],
                        "passages": [{"song": "%s", "startSeconds": 1, "endSeconds": 2, "disagreementDb": -9,
                          "voiced": 0.5, "weight": 1}]}}
                      """
                          .formatted("f".repeat(64), song, song))
                  .getAsJsonObject(),
              "anna");
    }
  }
}
