package dev.isolator.server;

import dev.isolator.server.config.ServerSettings;
import dev.isolator.server.security.ApiKeys;

/// Keys for servers of tests, made before they start.
public final class ServerKeys {
  private ServerKeys() {}

  /// Makes one, as `isolator serve make-key` does.
  public static String make(ServerSettings settings) {
    try (var database = IsolatorServer.openDatabase(settings)) {
      return new ApiKeys(database.jdbi()).make("test");
    }
  }
}
