package dev.isolator.model;

import dev.isolator.file.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/// The bytes of a network: a file, or a resource of the program.
///
/// @param location for messages: `built-in`, or the file
/// @param url where the bytes are read
record ModelFile(String location, URL url) {
  /// The SHA-256 of the bytes, lower-case hex.
  String sha256() throws ModelException {
    try (InputStream in = url.openStream()) {
      return Sha256.of(in);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /// Where ONNX Runtime finds the network: in its file, or unpacked into memory.
  OnnxRuntime.Source source() throws ModelException {
    try {
      if ("file".equals(url.getProtocol())) {
        return new OnnxRuntime.Source.InFile(Path.of(url.toURI()));
      }
      try (InputStream in = url.openStream()) {
        return new OnnxRuntime.Source.InMemory(in.readAllBytes());
      }
    } catch (IOException | URISyntaxException e) {
      throw unreadable(e);
    }
  }

  private ModelException unreadable(Exception e) {
    return new ModelException(
        "%s: cannot be read (%s); check its permissions".formatted(location, e), e);
  }
}
