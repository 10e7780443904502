package dev.isolator.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.isolator.server.config.ConfigException;
import dev.isolator.server.security.ApiKeys;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at once after an answer: what was acknowledged is there at the next start, with the
/// built-in database.
class KillTest {
  private static final String GOOD =
      "{\"stems\":{\"vocals\":\"good\"},\"regions\":[],\"consent\":true}";

  @TempDir Path folder = Path.of("replaced by JUnit");

  /// One step of a client against a server that is killed when the step returns.
  private interface Step<T> {
    T of(Client client) throws Exception;
  }

  private <T> T thenKilled(Step<T> step) throws Exception {
    try (var server = ServerProcess.start(folder, Map.of("heartbeat.seconds", "1"))) {
      return step.of(Client.of(server.address())); // close is kill -9
    }
  }

  @Test
  void doneJobItsFeedbackAndItsRemovalOutliveTheServer() throws Exception {
    byte[] song = Wav.tone(440, 400);
    JsonObject done = thenKilled(client -> client.end(client.job("a.wav", song, Map.of())));
    assertEquals("done", done.get("state").getAsString(), done.toString());
    String path = "/jobs/" + done.get("id").getAsString();

    JsonObject said =
        thenKilled(
            client -> {
              assertEquals(done, Client.json(client.get(path)), "done once, as it was told");
              assertEquals(200, client.get(path + "/stems/vocals.wav").statusCode());
              return Client.json(client.send(feedback(client, path, GOOD)));
            });
    JsonObject again =
        thenKilled(
            client -> {
              assertEquals(said, Client.json(client.get(path + "/feedback")));
              String other = GOOD.replace("good", "not-good").replace("true", "false");
              return Client.json(client.send(feedback(client, path, other)));
            });
    thenKilled(
        client -> {
          assertEquals(again, Client.json(client.get(path + "/feedback")), "the latest word");
          return client.send(client.request(path + "/feedback").DELETE());
        });
    thenKilled(
        client -> {
          assertEquals(404, client.get(path + "/feedback").statusCode(), "taken back");
          var gone = client.send(client.request(path).DELETE());
          assertEquals(204, gone.statusCode());
          return gone;
        });
    thenKilled(
        client -> {
          assertEquals(404, client.get(path).statusCode());
          assertEquals(404, client.get(path + "/stems/vocals.wav").statusCode());
          return client;
        });
  }

  private static HttpRequest.Builder feedback(Client client, String job, String said) {
    return client
        .request(job + "/feedback")
        .header("Content-Type", "application/json")
        .PUT(BodyPublishers.ofString(said));
  }

  @Test
  void acceptedSongsAndCancelledJobsOutliveTheServer() throws Exception {
    byte[] song = Wav.tone(550, 400);
    var asked = Map.of("name", "kept", "keep", "vocals");
    JsonObject made = thenKilled(client -> client.job("b.wav", song, asked));
    String path = "/jobs/" + made.get("id").getAsString();
    thenKilled(
        client -> {
          JsonObject found = client.end(made);
          assertEquals("done", found.get("state").getAsString(), found.toString());
          for (var field : List.of("id", "name", "createdAt", "options", "model")) {
            assertEquals(made.get(field), found.get(field), field);
          }
          return found;
        });
    JsonObject cancelled =
        thenKilled(
            client -> {
              assertEquals(200, client.get(path + "/stems/vocals.wav").statusCode());
              byte[] longSong = Wav.mono(300, 3600 * Wav.RATE);
              var job = client.job("long.wav", longSong, Map.of("keep", "vocals"));
              String cancel = "/jobs/" + job.get("id").getAsString() + "/cancel";
              return Client.json(client.post(cancel, ""));
            });
    thenKilled(
        client -> {
          var found = client.get("/jobs/" + cancelled.get("id").getAsString());
          assertEquals("cancelled", Client.json(found).get("state").getAsString());
          return found;
        });
  }

  @Test
  void bytesOfAnUploadThatWereAcknowledgedOutliveTheServer() throws Exception {
    byte[] song = Wav.tone(660, 4000);
    String upload =
        thenKilled(
            client -> {
              var begun =
                  client.send(
                      tus(client, "/uploads")
                          .header("Upload-Length", Integer.toString(song.length))
                          .POST(BodyPublishers.noBody()));
              assertEquals(201, begun.statusCode(), begun.body());
              return begun
                  .headers()
                  .firstValue("Location")
                  .orElse("")
                  .substring("/api/v1".length());
            });
    int half = song.length / 2;
    for (var chunk : List.of(new int[] {0, half}, new int[] {half, song.length})) {
      thenKilled(
          client -> {
            var head = client.send(tus(client, upload).HEAD());
            assertEquals(chunk[0], head.headers().firstValueAsLong("Upload-Offset").orElse(-1));
            var bytes = BodyPublishers.ofByteArray(Arrays.copyOfRange(song, chunk[0], chunk[1]));
            var sent =
                client.send(
                    tus(client, upload)
                        .header("Upload-Offset", Integer.toString(chunk[0]))
                        .header("Content-Type", "application/offset+octet-stream")
                        .method("PATCH", bytes));
            assertEquals(204, sent.statusCode(), sent.body());
            return sent;
          });
    }
    String id = upload.substring(upload.lastIndexOf('/') + 1);
    JsonObject job =
        thenKilled(
            client -> Client.json(client.post("/jobs", "{\"upload\":\"%s\"}".formatted(id))));
    thenKilled(
        client -> {
          JsonObject end = client.end(job);
          assertEquals("done", end.get("state").getAsString(), end.toString());
          byte[] mix =
              client
                  .bytes(client.request("/jobs/" + job.get("id").getAsString() + "/stems/mix.wav"))
                  .body();
          assertArrayEquals(data(song), roundedLike(data(mix), data(song)), "every sample");
          return end;
        });
  }

  private static HttpRequest.Builder tus(Client client, String path) {
    return client.request(path).header("Tus-Resumable", "1.0.0");
  }

  /// The 16-bit samples of a file whose last chunk they are.
  private static short[] data(byte[] wav) {
    String header = new String(wav, StandardCharsets.ISO_8859_1);
    int from = header.indexOf("data") + 8;
    var samples = new short[(wav.length - from) / 2];
    ByteBuffer.wrap(wav, from, samples.length * 2)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asShortBuffer()
        .get(samples);
    return samples;
  }

  /// The expected samples wherever the found ones differ by no more than the mix's dither.
  private static short[] roundedLike(short[] found, short[] expected) {
    var samples = found.clone();
    for (int i = 0; i < Math.min(found.length, expected.length); i++) {
      if (Math.abs(found[i] - expected[i]) <= 2) {
        samples[i] = expected[i];
      }
    }
    return samples;
  }

  @Test
  void keyThatWasPrintedIsGoodAndStaysSo() throws Exception {
    var command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.isolator.cli.Isolator",
                "serve",
                "make-key",
                "test",
                "--data=" + folder)
            .redirectErrorStream(true);
    Process process = command.start();
    String key;
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      key = String.valueOf(out.readLine());
      process.destroyForcibly();
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    }
    assertTrue(isGood(key), key);
  }

  private boolean isGood(String key) throws ConfigException {
    try (var database = IsolatorServer.openDatabase(TestServer.settings(folder, Map.of()))) {
      return new ApiKeys(database.jdbi()).check(key).isPresent();
    }
  }
}
