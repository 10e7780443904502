package dev.isolator.server;

import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.server.config.ConfigException;
import dev.isolator.server.config.ServerSettings;
import dev.isolator.server.config.SettingSources;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of `serve` and of its subcommands: the common settings by a name of their own, all
/// others by `--set`.
final class ServerOptions {
  @Option(names = "--port", paramLabel = "N", description = "0 = any free one. Default: 8080")
  private @Nullable String port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "Address to listen on; any but this machine's own needs keys. Default: 127.0.0.1")
  private @Nullable String host;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the database, songs and stems. Default: isolator-data")
  private @Nullable String data;

  @Option(names = "--log", paramLabel = "KIND", description = "text or json. Default: text")
  private @Nullable String log;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings as YAML; see docs/server.md. ISOLATOR_CONFIG names one as well.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Any setting of docs/server.md. Flags come before variables, variables before the file.")
  private Map<String, String> set = Map.of();

  /// All settings together.
  ServerSettings settings(Map<String, String> environment) throws CommandException {
    var flags = new LinkedHashMap<>(set);
    put(flags, "port", port);
    put(flags, "host", host);
    put(flags, "data", data);
    put(flags, "log", log);
    String variable = environment.get("ISOLATOR_CONFIG");
    Path file = config != null ? config : variable != null ? Path.of(variable) : null;
    try {
      return ServerSettings.of(SettingSources.of(flags, environment, file));
    } catch (ConfigException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private static void put(Map<String, String> flags, String key, @Nullable String value) {
    if (value != null) {
      flags.put(key, value);
    }
  }
}
