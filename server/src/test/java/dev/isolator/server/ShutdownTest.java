package dev.isolator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A server that is told to stop while a song is under way.
class ShutdownTest {
  @TempDir Path folder = Path.of("replaced by JUnit");

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there destroy() is a kill")
  void serverSaysToItsLastLineHowItStopsAndTheNextOneGoesOn() throws Exception {
    String id;
    try (var server = ServerProcess.start(folder, Map.of("log", "json"))) {
      var client = Client.of(server.address());
      id =
          client
              .job("long.wav", Wav.mono(300, 3600 * Wav.RATE), Map.of("keep", "vocals"))
              .get("id")
              .getAsString();
      while (!client.get("/jobs/" + id).body().contains("\"running\"")) {
        Thread.sleep(50);
      }
      server.process().destroy(); // SIGTERM
      assertTrue(server.process().waitFor(30, TimeUnit.SECONDS));
      assertEquals(128 + 15, server.process().exitValue());
      var events =
          Files.readAllLines(server.errors()).stream()
              .map(line -> JsonParser.parseString(line).getAsJsonObject())
              .map(line -> line.get("event").getAsString())
              .toList();
      assertEquals("server started", events.getFirst());
      assertEquals(
          List.of("server stops", "job put back", "server stopped"),
          events.subList(events.size() - 3, events.size()),
          events.toString());
    }
    try (var next = ServerProcess.start(folder, Map.of())) {
      var client = Client.of(next.address());
      while (!client.get("/jobs/" + id).body().contains("\"running\"")) {
        Thread.sleep(50);
      }
      assertEquals(200, client.post("/jobs/" + id + "/cancel", "").statusCode());
    }
  }
}
