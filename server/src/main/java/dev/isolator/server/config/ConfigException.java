package dev.isolator.server.config;

/// A setting is wrong. The message is one line: where, expected, found, way out.
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
