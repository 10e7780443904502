package dev.isolator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Two server processes on one PostgreSQL and one bucket; the one that took half of an upload is
/// killed.
class BucketServersTest {
  @TempDir Path folder = Path.of("replaced by JUnit");

  private ServerProcess start(String name, EmbeddedPostgres postgres, S3Server s3)
      throws IOException {
    var settings = new TreeMap<>(s3.settings());
    settings.put("database.url", postgres.getJdbcUrl("postgres", "postgres"));
    settings.put("database.user", "postgres");
    settings.put("heartbeat.seconds", "1");
    return ServerProcess.start(
        Files.createDirectories(folder.resolve(name)),
        settings,
        System.getProperty("java.class.path"),
        S3Server.environment());
  }

  private static HttpRequest.Builder tus(Client client, String path) {
    return client.request(path).header("Tus-Resumable", "1.0.0");
  }

  private static void send(Client client, String upload, byte[] song, int from, int to)
      throws Exception {
    var head = client.send(tus(client, upload).HEAD());
    assertEquals(from, head.headers().firstValueAsLong("Upload-Offset").orElse(-1));
    var sent =
        client.send(
            tus(client, upload)
                .header("Upload-Offset", Integer.toString(from))
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(Arrays.copyOfRange(song, from, to))));
    assertEquals(204, sent.statusCode(), sent.body());
  }

  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = "amd64",
      disabledReason = "PostgreSQL's binaries are for it")
  void anUploadGoesOnAtTheOtherServerAndEitherGivesTheStems() throws Exception {
    byte[] song = Wav.tone(660, 4000);
    int half = song.length / 2;
    try (var s3 = new S3Server();
        var postgres = EmbeddedPostgres.builder().start();
        var other = start("other", postgres, s3)) {
      var second = Client.of(other.address());
      String upload;
      try (var doomed = start("doomed", postgres, s3)) {
        var first = Client.of(doomed.address());
        var begun =
            first.send(
                tus(first, "/uploads")
                    .header("Upload-Length", Integer.toString(song.length))
                    .POST(BodyPublishers.noBody()));
        assertEquals(201, begun.statusCode(), begun.body());
        upload = begun.headers().firstValue("Location").orElse("").substring("/api/v1".length());
        send(first, upload, song, 0, half);
      } // kill -9
      send(second, upload, song, half, song.length);
      String id = upload.substring(upload.lastIndexOf('/') + 1);
      var job = Client.json(second.post("/jobs", "{\"upload\":\"%s\"}".formatted(id)));
      var done = second.end(job);
      assertEquals("done", done.get("state").getAsString(), done.toString());

      try (var third = start("third", postgres, s3)) {
        var client = Client.of(third.address());
        String stem = "/jobs/" + job.get("id").getAsString() + "/stems/vocals.wav";
        var whole = client.get(stem);
        assertEquals(200, whole.statusCode());
        var part = client.send(client.request(stem).header("Range", "bytes=44-143").GET());
        assertEquals(206, part.statusCode());
        assertEquals(
            List.of("100"), part.headers().allValues("Content-Length"), "a hundred bytes of it");
        assertEquals(
            204,
            client
                .send(client.request("/jobs/" + job.get("id").getAsString()).DELETE())
                .statusCode());
      }
      assertTrue(
          s3.objects().stream().noneMatch(name -> name.matches("isolator/(inputs|results)/.*")),
          s3.objects().toString());
    }
  }

  /// Nothing of a server's own machine is needed by the next one.
  @Test
  void aServerOfItsOwnKeepsSongsInTheBucket() throws Exception {
    try (var s3 = new S3Server()) {
      S3Server.useHere();
      try (var server = TestServer.start(folder.resolve("one"), s3.settings())) {
        var client = Client.of(server.address());
        var job = client.job("a.wav", Wav.tone(440, 400), Map.of("keep", "vocals"));
        var done = client.end(job);
        assertEquals("done", done.get("state").getAsString(), done.toString());
        String path = "/jobs/" + job.get("id").getAsString();
        assertEquals(200, client.get(path + "/stems/vocals.wav").statusCode());
        assertEquals(200, client.get(path + "/stems/vocals.mp3").statusCode(), "made when asked");
        assertTrue(
            s3.objects().stream().anyMatch(name -> name.endsWith("/vocals.mp3")),
            s3.objects().toString());
      }
    }
  }
}
