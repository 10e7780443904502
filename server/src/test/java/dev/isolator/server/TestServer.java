package dev.isolator.server;

import dev.isolator.server.config.ConfigException;
import dev.isolator.server.config.ServerSettings;
import dev.isolator.server.config.SettingSources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Servers in this process, on a free port of this machine, with small limits. The model that
/// separates says where somebody sings: a second network would cost every song a second.
final class TestServer {
  private TestServer() {}

  static ServerSettings settings(Path data, Map<String, String> more) throws ConfigException {
    var flags =
        new LinkedHashMap<>(
            Map.of(
                "port", "0",
                "data", data.toString(),
                "worker.threads", "1",
                "worker.heap-mb", "256",
                "worker.voice-model", "own",
                "storage.min-free-bytes", "0",
                "upload.max-bytes", "1000000",
                "song.max-seconds", "20",
                "heartbeat.seconds", "1"));
    flags.putAll(more);
    return ServerSettings.of(SettingSources.of(flags, Map.of(), null));
  }

  static IsolatorServer start(Path data, Map<String, String> more)
      throws ConfigException, IOException {
    return IsolatorServer.start(settings(data, more));
  }
}
