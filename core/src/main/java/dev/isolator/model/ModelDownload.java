package dev.isolator.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A model on its way from a server: a temporary file that is gone when this is closed.
final class ModelDownload implements AutoCloseable {
  /// No network of ours comes near; a server that sends more is not sending a model.
  private static final long MAX_BYTES = 2L << 30;

  private final Path file;

  private ModelDownload(Path file) {
    this.file = file;
  }

  /// Downloads over https; over http only from this machine, whose network nobody can listen to.
  static ModelDownload of(URI address) throws ModelException {
    checkAddress(address);
    var request = HttpRequest.newBuilder(address).timeout(Duration.ofMinutes(30)).build();
    try (var client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL) // never from https to http
            .connectTimeout(Duration.ofSeconds(20))
            .build()) {
      var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          throw new ModelException(
              "%s: expected status 200, found %d; check the address"
                  .formatted(address, response.statusCode()));
        }
        return save(address, body);
      }
    } catch (IOException e) {
      if (e instanceof ModelException ours) {
        throw ours;
      }
      throw new ModelException(
          "%s: cannot be downloaded (%s); check the address and the network, or download it yourself and add the file"
              .formatted(address, e),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException(address + ": the download was interrupted; start it again", e);
    }
  }

  private static void checkAddress(URI address) throws ModelException {
    String scheme = String.valueOf(address.getScheme());
    String host = String.valueOf(address.getHost());
    try {
      if (scheme.equals("https")
          || (scheme.equals("http") && InetAddress.getByName(host).isLoopbackAddress())) {
        return;
      }
    } catch (IOException e) {
      throw new ModelException("%s: no such host %s".formatted(address, host), e);
    }
    throw new ModelException(
        "%s: expected an https address, found %s; download it yourself and add the file"
            .formatted(address, scheme));
  }

  private static ModelDownload save(URI address, InputStream body) throws IOException {
    Path file = Files.createTempFile("isolator-model", ".onnx");
    boolean whole = false;
    try (OutputStream out = Files.newOutputStream(file)) {
      var block = new byte[1 << 16];
      long total = 0;
      for (int n = body.read(block); n >= 0; n = body.read(block)) {
        total += n;
        if (total > MAX_BYTES) {
          throw new ModelException(
              "%s: expected a model of at most %d bytes, found more; check the address"
                  .formatted(address, MAX_BYTES));
        }
        out.write(block, 0, n);
      }
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
    return new ModelDownload(file);
  }

  Path file() {
    return file;
  }

  @Override
  public void close() throws ModelException {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be removed (" + e + "); remove it yourself", e);
    }
  }
}
