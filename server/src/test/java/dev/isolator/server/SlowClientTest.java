package dev.isolator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Clients that hold a connection and hardly use it, byte by byte. Limits are a second instead of
/// ten and thirty. Each dribble waits for the server's answer for a tenth of a second: that is its
/// pace.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowClientTest {
  private static final int PACE_MILLIS = 100;

  /// Ten times longer than any limit here.
  private static final int MOST_DRIBBLES = 200;

  @TempDir static Path data = Path.of("replaced by JUnit");
  private @Nullable IsolatorServer server;
  private Client client = Client.of(URI.create("http://localhost"));

  @BeforeAll
  void start() throws Exception {
    var impatient =
        Map.of(
            "slow.seconds", "1",
            "idle.seconds", "2",
            "upload.min-bytes-per-second", "500",
            "download.min-bytes-per-second", "500",
            "upload.max-bytes", "20000000",
            "song.max-seconds", "200");
    var started = TestServer.start(data, impatient);
    server = started;
    client = Client.of(started.address());
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private Socket connect(int receiveBuffer) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(receiveBuffer);
    socket.connect(new InetSocketAddress(client.address().getHost(), client.address().getPort()));
    socket.setSoTimeout(PACE_MILLIS);
    return socket;
  }

  /// Sends `head`, then `part` again and again, until the server answers or hangs up.
  ///
  /// @return how often it was sent, or [#MOST_DRIBBLES]
  private int dribble(Socket socket, String head, String part) throws IOException {
    try {
      var out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      for (int sent = 0; sent < MOST_DRIBBLES; sent++) {
        out.write(part.getBytes(StandardCharsets.ISO_8859_1));
        if (isHeard(socket)) {
          return sent;
        }
      }
      return MOST_DRIBBLES;
    } catch (SocketException e) {
      return 0; // hung up on while writing
    }
  }

  /// Waits for an answer or the end, at the test's pace.
  private static boolean isHeard(Socket socket) throws IOException {
    try {
      socket.getInputStream().read();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Test
  void formThatDribblesIsCutOff() throws Exception {
    try (var socket = connect(4096)) {
      String head =
          """
          POST /api/v1/jobs HTTP/1.1
          Host: localhost
          Content-Type: multipart/form-data; boundary=x
          Content-Length: 900000

          --x
          Content-Disposition: form-data; name="file"; filename="a"

          """;
      assertTrue(dribble(socket, head.replace("\n", "\r\n"), "a") < MOST_DRIBBLES);
    }
  }

  @Test
  void pieceThatDribblesIsCutOffAndWhatCameIsKept() throws Exception {
    var begun =
        client.send(
            client
                .request("/uploads")
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", "900000")
                .POST(BodyPublishers.noBody()));
    String place = begun.headers().firstValue("Location").orElseThrow();
    String head =
        "PATCH %s HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: 900000\r\n\r\nabcdef"
            .formatted(place);
    try (var socket = connect(4096)) {
      assertTrue(dribble(socket, head, "g") < MOST_DRIBBLES);
    }
    long kept = 0;
    for (int i = 0; i < 100 && kept < 6; i++) { // until the server has noticed its own hanging up
      var asked =
          client.send(
              client
                  .request(place.substring("/api/v1".length()))
                  .header("Tus-Resumable", "1.0.0")
                  .HEAD());
      kept = asked.headers().firstValueAsLong("Upload-Offset").orElse(-1);
    }
    assertTrue(kept >= 6, "kept " + kept);
  }

  @Test
  void headersThatDribbleAreCutOff() throws Exception {
    try (var socket = connect(4096)) {
      String head = "GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nX-Long: ";
      assertTrue(dribble(socket, head, "a") < MOST_DRIBBLES);
    }
    try (var socket = connect(4096)) {
      assertTrue(dribble(socket, "", "\r\n") < MOST_DRIBBLES, "empty lines before a request");
    }
  }

  @Test
  void connectionThatIsNotUsedIsClosed() throws Exception {
    try (var fresh = connect(4096);
        var used = connect(4096)) {
      used.getOutputStream()
          .write(
              "GET /api/v1/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertEquals("", untilItIsClosed(fresh));
      assertTrue(untilItIsClosed(used).startsWith("HTTP/1.1 200"));
    }
  }

  private static String untilItIsClosed(Socket socket) throws IOException {
    socket.setSoTimeout(20_000);
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void readerThatDribblesIsCutOff() throws Exception {
    byte[] song = Wav.tone(192_000, 440, 4 * 192_000); // much sound in little time: 6 MB of stem
    var job = client.end(client.job("large.wav", song, Map.of("bits", "32f", "keep", "vocals")));
    String stem = "/api/v1/jobs/" + job.get("id").getAsString() + "/stems/vocals.wav";
    try (var socket = connect(1024)) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .formatted(stem)
                  .getBytes(StandardCharsets.US_ASCII));
      var taken = new ByteArrayOutputStream();
      for (int i = 0; i < 40; i++) { // four limits long
        taken.write(socket.getInputStream().readNBytes(8));
        Thread.sleep(PACE_MILLIS);
      }
      socket.setSoTimeout(20_000);
      try {
        socket.getInputStream().transferTo(taken);
      } catch (SocketException e) {
        assertTrue(taken.size() > 320, "reset, after " + taken.size());
      }
      String head = taken.toString(StandardCharsets.ISO_8859_1);
      long length = Long.parseLong(head.replaceAll("(?is).*?content-length: ([0-9]+)\r\n.*", "$1"));
      assertTrue(length > song.length, "a whole file");
      assertTrue(taken.size() < length, "cut off after %d of %d".formatted(taken.size(), length));
    }
  }

  @Test
  void whoIsSlowButFastEnoughIsServed() throws Exception {
    String form =
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n%s\r\n--x--\r\n"
            .formatted(new String(Wav.tone(441, 400), StandardCharsets.ISO_8859_1));
    try (var socket = connect(4096)) {
      var out = socket.getOutputStream();
      out.write(
          "POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n"
              .formatted(form.length())
              .getBytes(StandardCharsets.US_ASCII));
      for (int from = 0; from < form.length(); from += 70) { // 700 bytes a second, for 2.5 s
        String part = form.substring(from, Math.min(form.length(), from + 70));
        out.write(part.getBytes(StandardCharsets.ISO_8859_1));
        Thread.sleep(PACE_MILLIS);
      }
      socket.setSoTimeout(20_000);
      var answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      assertEquals("HTTP/1.1 201", answer);
    }
  }

  @Test
  void eventStreamsMayLastLongerThanAnIdleConnection() throws Exception {
    var job = client.job("long.wav", Wav.mono(442, 180 * Wav.RATE), Map.of("keep", "vocals"));
    String path = "/jobs/" + job.get("id").getAsString();
    var events =
        client.http().send(client.request(path + "/events").build(), BodyHandlers.ofLines());
    long begin = System.nanoTime();
    var lines = events.body().iterator();
    while (System.nanoTime() - begin < 2_500_000_000L) { // longer than idle.seconds
      assertTrue(lines.hasNext(), "ended early");
      lines.next();
    }
    client.post(path + "/cancel", "");
    String last = "";
    while (lines.hasNext()) {
      String line = lines.next();
      last = line.isEmpty() ? last : line;
    }
    assertTrue(last.contains("\"cancelled\""), last);
  }
}
