package dev.isolator.dataset.download;

import java.io.IOException;

/// A source could not be fetched, or is not what the catalogue says. The message is one line: what,
/// expected, found, way out.
public final class DownloadException extends IOException {
  private static final long serialVersionUID = 1L;

  public DownloadException(String message) {
    super(message);
  }

  public DownloadException(String message, Throwable cause) {
    super(message, cause);
  }
}
