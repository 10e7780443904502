package dev.isolator.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The server behind nginx as docs/server.md sets it up: the snippet is taken out of that page.
/// Where there is no nginx it is skipped.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NginxTest {
  private static final Path DOCS = Path.of("../docs/server.md");
  private static final int LARGE_BYTES = 20_000_000;

  @TempDir static Path folder = Path.of("replaced by JUnit");
  private @Nullable IsolatorServer server;
  private @Nullable Process nginx;
  private Client direct = Client.of(URI.create("http://localhost"));
  private Client client = direct;

  @BeforeAll
  void start() throws Exception {
    Path program = program().orElse(null);
    Assumptions.assumeTrue(program != null, "no nginx on this machine");
    var started =
        TestServer.start(
            folder.resolve("data"),
            Map.of(
                "hosts", "songs.example.org",
                "trusted-proxies", "127.0.0.1",
                "upload.max-bytes", "30000000",
                "song.max-seconds", "4000",
                "rate.requests-per-minute", "100"));
    server = started;
    direct = Client.of(started.address());
    int port = freePort();
    client = Client.of(URI.create("http://127.0.0.1:" + port));
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        daemon off; pid nginx.pid; error_log error.log; events {}
        http {
          access_log off;
          client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
          server { listen 127.0.0.1:%d;
        %s
          }
        }
        """
            .formatted(
                port, snippet().replace("127.0.0.1:8080", started.address().getAuthority())));
    nginx =
        new ProcessBuilder(
                String.valueOf(program),
                "-p",
                folder.toString(),
                "-c",
                "nginx.conf",
                "-e",
                "error.log")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.out").toFile())
            .start();
    awaitListening(nginx, port);
  }

  private static Optional<Path> program() {
    return Stream.of("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/opt/homebrew/bin/nginx")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String snippet() throws IOException {
    var block = Pattern.compile("(?s)\nnginx:\n\n```\n(.*?)```\n").matcher(Files.readString(DOCS));
    assertTrue(block.find(), DOCS + " tells how to set nginx up");
    return block.group(1);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitListening(Process nginx, int port) throws Exception {
    for (int i = 0; i < 200 && nginx.isAlive(); i++) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        Thread.sleep(50); // not yet
      }
    }
    throw new AssertionError(
        Files.readString(folder.resolve("nginx.out"))
            + Files.readString(folder.resolve("error.log")));
  }

  @AfterAll
  void stop() throws Exception {
    if (nginx != null) {
      nginx.destroy();
      nginx.waitFor(10, TimeUnit.SECONDS);
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void eventsArriveWhenTheyHappenAndTheJobsFilesComeInRanges() throws Exception {
    // More than nginx keeps in memory, and more than its default limit of 1 MB.
    byte[] song = Wav.mono(300, LARGE_BYTES / 8);
    var job = client.job("song.wav", song, Map.of("keep", "vocals", "duration", "2"));
    String path = "/jobs/" + job.get("id").getAsString();
    var events =
        client.http().send(client.request(path + "/events").build(), BodyHandlers.ofLines());
    assertEquals(200, events.statusCode());
    try (var lines = events.body()) {
      boolean live =
          lines
              .filter(line -> line.startsWith("data: "))
              .findFirst()
              .map(line -> line.contains("\"queued\"") || line.contains("\"running\""))
              .orElse(false);
      assertTrue(live, "the first event comes while the job is under way, not with the last");
    }
    var end = client.end(job);
    assertEquals("done", end.get("state").getAsString(), end.toString());

    String stem = path + "/stems/vocals.wav";
    byte[] whole = client.bytes(client.request(stem)).body();
    var part = client.bytes(client.request(stem).header("Range", "bytes=1000-1999"));
    assertEquals(206, part.statusCode());
    assertArrayEquals(Arrays.copyOfRange(whole, 1000, 2000), part.body());
    assertEquals(
        "bytes 1000-1999/" + whole.length, part.headers().firstValue("Content-Range").orElse(""));
    String tag = part.headers().firstValue("ETag").orElse("");
    assertEquals(304, client.send(client.request(stem).header("If-None-Match", tag)).statusCode());
  }

  @Test
  void largeSongsComeInChunks() throws Exception {
    byte[] song = Wav.mono(310, LARGE_BYTES);
    var begun =
        client.send(
            client
                .request("/uploads")
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", Integer.toString(song.length))
                .POST(BodyPublishers.noBody()));
    assertEquals(201, begun.statusCode(), begun.body());
    String location = begun.headers().firstValue("Location").orElse("");
    String upload = location.substring("/api/v1".length());
    int half = 12_345_678;
    for (var chunk : List.of(new int[] {0, half}, new int[] {half, song.length})) {
      var sent =
          client.send(
              client
                  .request(upload)
                  .header("Tus-Resumable", "1.0.0")
                  .header("Upload-Offset", Integer.toString(chunk[0]))
                  .header("Content-Type", "application/offset+octet-stream")
                  .method(
                      "PATCH",
                      BodyPublishers.ofByteArray(Arrays.copyOfRange(song, chunk[0], chunk[1]))));
      assertEquals(204, sent.statusCode(), sent.body());
    }
    String id = location.substring(location.lastIndexOf('/') + 1);
    var made = client.post("/jobs", "{\"upload\":\"%s\",\"duration\":1}".formatted(id));
    assertEquals(201, made.statusCode(), made.body());
    assertEquals(song.length, Client.json(made).getAsJsonObject("input").get("bytes").getAsInt());
    client.post("/jobs/" + Client.json(made).get("id").getAsString() + "/cancel", "");
  }

  @Test
  void pagesNameAndOriginReachTheServer() throws Exception {
    var page =
        client
            .http()
            .send(
                HttpRequest.newBuilder(client.address().resolve("/")).build(),
                BodyHandlers.ofString());
    assertTrue(page.body().contains("<!doctype html"), page.body());
    for (var names :
        Map.of(
                "songs.example.org songs.example.org", 412, // past the filter: tus' own refusal
                "songs.example.org evil.example", 403,
                "evil.example evil.example", 403)
            .entrySet()) {
      var hostAndOrigin = names.getKey().split(" ", -1);
      String answer =
          client.raw(
              "POST /api/v1/uploads HTTP/1.1\r\nHost: %s\r\nOrigin: https://%s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                  .formatted(hostAndOrigin[0], hostAndOrigin[1]));
      assertTrue(answer.startsWith("HTTP/1.1 " + names.getValue()), answer);
    }
  }

  /// By callers, not by the proxy; and nginx replaces what a caller writes into the header.
  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      disabledReason = "elsewhere 127.0.0.2 is no address of this machine")
  void rateIsLimitedByTheCallersAddressThatNginxSees() throws Exception {
    try (var http =
        HttpClient.newBuilder()
            .localAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}))
            .build()) {
      var other = new Client(client.address(), http);
      int status = 200;
      for (int i = 0; i < 200 && status == 200; i++) {
        status =
            other
                .send(other.request("/limits").header("X-Forwarded-For", "10.0.0." + i))
                .statusCode();
      }
      assertEquals(429, status, "writing another address does not help");
      assertEquals(200, client.get("/limits").statusCode(), "nor does it harm others");
    }
  }
}
