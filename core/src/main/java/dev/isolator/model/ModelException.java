package dev.isolator.model;

import java.io.IOException;

/// A model could not be found, read, verified or run. The message is one line: model, expected,
/// found, way out.
public final class ModelException extends IOException {
  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
