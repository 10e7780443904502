package dev.isolator.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.isolator.model.ModelCatalogue;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which network runs when several versions of a model are there. Both versions are copies of
/// built-in models with cards of their own, so that a version's stems tell which network it was.
class ModelVersionsTest {
  private static final String OLD = "binary-vocals";
  private static final String NEW = "cepstral-vocals";

  @TempDir Path folder = Path.of("replaced by JUnit");

  @Test
  void bareNameRunsTheNewestVersionAndAVersionedNameThatVersion() throws Exception {
    Path builtIn = Files.createDirectories(folder.resolve("class-path/dev/isolator/models"));
    copy(NEW, builtIn, "inside", "2");
    copy(OLD, builtIn, "inside", "1");
    Files.writeString(builtIn.resolve("index.txt"), "inside-2\ninside-1\n");
    Path users = Files.createDirectories(folder.resolve("models"));
    copy(NEW, users, "mine", "2");
    copy(OLD, users, "mine", "1");
    String classPath =
        System.getProperty("java.class.path")
            + File.pathSeparator
            + folder.resolve("class-path").toString();

    try (var server =
        ServerProcess.start(
            folder, Map.of(), classPath, Map.of("ISOLATOR_MODELS", users.toString()))) {
      var client = Client.of(server.address());
      byte[] oldVocals = vocals(client, done(client, OLD));
      byte[] newVocals = vocals(client, done(client, NEW));
      assertFalse(Arrays.equals(oldVocals, newVocals), "two networks");
      for (String name : List.of("inside", "mine")) {
        var bare = done(client, name);
        var second = done(client, name + "@2");
        var first = done(client, name + "@1");
        assertEquals("2", version(bare), name);
        assertEquals("2", version(second), name);
        assertEquals("1", version(first), name);
        assertTrue(second.get("reused").getAsBoolean(), "the same model by another name");
        assertArrayEquals(newVocals, vocals(client, bare), name);
        assertArrayEquals(newVocals, vocals(client, second), name);
        assertArrayEquals(oldVocals, vocals(client, first), name);
      }
      var unused = listed(client, version("live-vocals"));
      assertEquals("built-in", unused.get("origin").getAsString());
      assertFalse(unused.has("speed"), "no job has used it");
      assertTrue(listed(client, version(OLD)).get("speed").getAsDouble() > 0);
      assertEquals("added", listed(client, "mine@1").get("origin").getAsString());
    }
  }

  private static JsonObject listed(Client client, String id)
      throws IOException, InterruptedException {
    return Client.json(client.get("/models")).getAsJsonArray("models").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .filter(model -> model.get("id").getAsString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static String version(String builtIn) throws Exception {
    return ModelCatalogue.open().find(builtIn).card().versionedName();
  }

  /// Writes a built-in model as `NAME-VERSION.onnx`, with a card of that name and version.
  private static void copy(String model, Path folder, String name, String version)
      throws Exception {
    var card = ModelCatalogue.open().find(model).card();
    String resource = "/dev/isolator/models/" + model + "-" + card.version();
    try (InputStream onnx = resource(resource + ".onnx");
        InputStream json = resource(resource + ".json")) {
      Files.copy(onnx, folder.resolve(name + "-" + version + ".onnx"));
      var changed =
          JsonParser.parseString(new String(json.readAllBytes(), StandardCharsets.UTF_8))
              .getAsJsonObject();
      changed.addProperty("name", name);
      changed.addProperty("version", version);
      Files.writeString(folder.resolve(name + "-" + version + ".json"), changed.toString());
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(ModelCatalogue.class.getResourceAsStream(name), name);
  }

  private static JsonObject done(Client client, String model)
      throws IOException, InterruptedException {
    var job = client.end(client.job("song.wav", Wav.tone(440, 4001), Map.of("model", model)));
    assertEquals("done", job.get("state").getAsString(), job.toString());
    return job;
  }

  private static String version(JsonObject job) {
    return job.getAsJsonObject("model").get("version").getAsString();
  }

  private static byte[] vocals(Client client, JsonObject job)
      throws IOException, InterruptedException {
    String stem = "/jobs/" + job.get("id").getAsString() + "/stems/vocals.wav";
    return client.bytes(client.request(stem)).body();
  }
}
