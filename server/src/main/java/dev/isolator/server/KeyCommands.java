package dev.isolator.server;

import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.server.config.ServerSettings;
import dev.isolator.server.database.Database;
import dev.isolator.server.log.LogFormat;
import dev.isolator.server.security.ApiKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Keys of the REST interface: make, list, revoke. They work on the database, whether a server runs
/// or not (the built-in database is one process's: stop the server first, or use PostgreSQL).
final class KeyCommands {
  private KeyCommands() {}

  /// The database of the settings, for a command.
  static Database open(ServerSettings settings) throws CommandException, IOException {
    LogFormat.install(settings.log());
    Files.createDirectories(settings.persistence().data());
    try {
      return IsolatorServer.openDatabase(settings);
    } catch (RuntimeException e) {
      throw new CommandException(
          ExitCode.UNREADABLE,
          "%s: the database cannot be opened; is the server running on it? Stop it first, or check database.url"
              .formatted(settings.persistence().data()),
          e);
    }
  }

  /// `isolator serve make-key NAME`
  @Command(name = "make-key", header = "Make a key and print it; it is not shown again.")
  static final class MakeKey implements Callable<Integer> {
    @Mixin private ServerOptions options = new ServerOptions();

    @Parameters(paramLabel = "NAME", description = "Whom or what the key is for.")
    private String name = "";

    @Option(
        names = "--curator",
        description =
            "The key may judge passages, begin runs of the learning loop and promote models.")
    private boolean curator;

    @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

    @Override
    public Integer call() throws CommandException, IOException {
      if (name.isBlank() || name.length() > 100) {
        throw new CommandException(ExitCode.USAGE, "NAME must be of 1 to 100 characters");
      }
      try (var database = open(options.settings(System.getenv()))) {
        spec.commandLine()
            .getOut()
            .println(new ApiKeys(database.jdbi()).make(name.strip(), curator));
      }
      return ExitCode.OK.number();
    }
  }

  /// `isolator serve keys`
  @Command(name = "keys", header = "List the keys: id, state, date, name.")
  static final class Keys implements Callable<Integer> {
    @Mixin private ServerOptions options = new ServerOptions();

    @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

    @Override
    public Integer call() throws CommandException, IOException {
      try (var database = open(options.settings(System.getenv()))) {
        for (var key : new ApiKeys(database.jdbi()).list()) {
          spec.commandLine()
              .getOut()
              .println(
                  String.join(
                      "\t",
                      key.id(),
                      key.revoked() != null ? "revoked" : key.curator() ? "curator" : "good",
                      Instant.ofEpochMilli(key.created()).toString(),
                      key.name()));
        }
      }
      return ExitCode.OK.number();
    }
  }

  /// `isolator serve revoke-key ID`
  @Command(name = "revoke-key", header = "Revoke a key.")
  static final class RevokeKey implements Callable<Integer> {
    @Mixin private ServerOptions options = new ServerOptions();

    @Parameters(paramLabel = "ID", description = "The key's id, as isolator serve keys lists it.")
    private String id = "";

    @Override
    public Integer call() throws CommandException, IOException {
      try (var database = open(options.settings(System.getenv()))) {
        if (!new ApiKeys(database.jdbi()).revoke(id)) {
          throw new CommandException(
              ExitCode.UNREADABLE,
              id + ": no valid key has this id; isolator serve keys lists them");
        }
      }
      return ExitCode.OK.number();
    }
  }
}
