package dev.isolator.server;

import dev.isolator.server.config.ServerSettings;
import dev.isolator.server.database.Database;
import dev.isolator.server.security.ApiKeys;

/// Keys and databases for servers of tests.
public final class ServerKeys {
  private ServerKeys() {}

  /// Makes one, as `isolator serve make-key` does.
  public static String make(ServerSettings settings) {
    try (var database = IsolatorServer.openDatabase(settings)) {
      return new ApiKeys(database.jdbi()).make("test");
    }
  }

  /// Makes one that may curate.
  public static String makeCurator(ServerSettings settings, String name) {
    try (var database = IsolatorServer.openDatabase(settings)) {
      return new ApiKeys(database.jdbi()).make(name, true);
    }
  }

  /// The database of a server, for what only its own processes write.
  public static Database database(ServerSettings settings) {
    return IsolatorServer.openDatabase(settings);
  }
}
