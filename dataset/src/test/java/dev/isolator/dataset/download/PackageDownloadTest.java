package dev.isolator.dataset.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.isolator.file.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packages from a mirror on this machine: whole, in two parts, wrong, too long, and not there.
class PackageDownloadTest {
  private static final byte[] BYTES = bytes();

  @TempDir Path folder = Path.of("");
  private final List<String> ranges = new ArrayList<>();
  private byte[] served = BYTES;
  private int most = Integer.MAX_VALUE;
  private final HttpServer server;

  PackageDownloadTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  private static byte[] bytes() {
    var bytes = new byte[200_000];
    new SplittableRandom(1).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void start() {
    server.createContext("/debian/pool/a_1_all.deb", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /// Gives what is asked for, and goes away after so many bytes.
  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(String.valueOf(range));
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    if (range != null) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, served.length - 1, served.length));
    }
    exchange.sendResponseHeaders(range == null ? 200 : 206, served.length - from);
    exchange.getResponseBody().write(served, from, Math.min(most, served.length - from));
    exchange.close();
  }

  private String address() {
    return "http://127.0.0.1:%d/debian".formatted(server.getAddress().getPort());
  }

  private Path fetch(String path) throws IOException {
    return new PackageDownload(new DownloadOptions(address() + "/", null))
        .fetch(new Origin.DebianPackage(path, Sha256.of(BYTES), BYTES.length), folder);
  }

  private Path fetch() throws IOException {
    return fetch("pool/a_1_all.deb");
  }

  @Test
  void aPackageIsFetchedOnce() throws IOException {
    assertArrayEquals(BYTES, Files.readAllBytes(fetch()));
    assertArrayEquals(BYTES, Files.readAllBytes(fetch()));
    assertEquals(List.of("null"), ranges);
  }

  @Test
  void aPackageThatBreaksOffGoesOnWhereItEnded() throws IOException {
    most = 150_000;
    String message =
        String.valueOf(assertThrows(DownloadException.class, this::fetch).getMessage());
    assertTrue(
        message.startsWith(address() + "/pool/a_1_all.deb: could not be fetched ("), message);
    assertTrue(
        message.endsWith(
            "), expected 200000 bytes; the next run goes on where this one ended, and --debian ADDRESS or --mirror FOLDER take another way"),
        message);
    long have = Files.size(folder.resolve("a_1_all.deb.part"));
    assertTrue(have > 0 && have <= 150_000, () -> have + " bytes");

    most = Integer.MAX_VALUE;
    assertArrayEquals(BYTES, Files.readAllBytes(fetch()));
    assertEquals(List.of("null", "bytes=%d-".formatted(have)), ranges);
    assertFalse(Files.exists(folder.resolve("a_1_all.deb.part")));
  }

  @Test
  void otherBytesAreRefusedAndRemoved() throws IOException {
    served = BYTES.clone();
    served[77]++;
    assertEquals(
        "%s/pool/a_1_all.deb: SHA-256 is %s, expected %s; it was removed, take another mirror with --debian ADDRESS"
            .formatted(address(), Sha256.of(served), Sha256.of(BYTES)),
        assertThrows(DownloadException.class, this::fetch).getMessage());
    try (var files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void moreBytesThanExpectedAreNotRead() {
    served = Arrays.copyOf(BYTES, 10 * BYTES.length);
    assertEquals(
        address()
            + "/pool/a_1_all.deb: is longer than the 200000 bytes that were left to fetch; take another mirror with --debian ADDRESS",
        assertThrows(DownloadException.class, this::fetch).getMessage());
  }

  @Test
  void aPackageThatIsGoneIsToldWithTheArchive() {
    assertEquals(
        address()
            + "/pool/b_1_all.deb: the server answers 404, expected the package; old versions are kept at --debian http://snapshot.debian.org/archive/debian/20250601T000000Z",
        assertThrows(DownloadException.class, () -> fetch("pool/b_1_all.deb")).getMessage());
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    assertEquals(
        "the address of a mirror must begin with http:// or https://, was ftp://x",
        assertThrows(IllegalArgumentException.class, () -> new DownloadOptions("ftp://x", null))
            .getMessage());
  }
}
