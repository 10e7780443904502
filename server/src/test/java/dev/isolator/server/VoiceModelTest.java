package dev.isolator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import dev.isolator.Separator;
import dev.isolator.SeparatorOptions;
import dev.isolator.server.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The time line of the voice is the one that the library finds, with every voice model.
class VoiceModelTest {
  private static final Path SUNG =
      Path.of("../core/src/test/resources/golden/separate/stereo-44100/mixture.wav");

  @TempDir Path data = Path.of("replaced by JUnit");

  /// Of a song that somebody sings in, whichever stems are kept, and of a part of it.
  @ParameterizedTest
  @CsvSource({"'', model, 0, Infinity", "own, energy, 1.25, 2"})
  void timeLineOfTheVoiceIsTheOneThatTheLibraryFinds(
      String voiceModel, String source, double start, double seconds) throws Exception {
    var settings = Map.of("upload.max-bytes", "3000000", "worker.voice-model", voiceModel);
    Map<String, String> part =
        start == 0
            ? Map.of("keep", "music")
            : Map.of("start", "" + start, "duration", "" + seconds, "keep", "music");
    JsonObject told;
    try (var server = TestServer.start(data, settings)) {
      var client = Client.of(server.address());
      var done = client.end(client.job("sung.wav", Files.readAllBytes(SUNG), part));
      assertEquals("done", done.get("state").getAsString(), done.toString());
      told = Client.json(client.get("/jobs/" + done.get("id").getAsString() + "/activity"));
    }
    var options = SeparatorOptions.defaults().withThreads(1).withVoiceModel(voiceModel);
    try (var separator = Separator.open(options)) {
      var found = separator.separate(SUNG).part(start, seconds).activity();
      assertEquals(source, told.get("source").getAsString());
      assertEquals("vocals", told.get("stem").getAsString());
      assertEquals(
          (double) found.frames() / found.input().sampleRate(),
          told.get("seconds").getAsDouble(),
          1e-6);
      var spans = told.getAsJsonArray("spans");
      assertEquals(found.timeline().spans().size(), spans.size());
      assertFalse(spans.isEmpty(), "somebody sings");
      for (int i = 0; i < spans.size(); i++) {
        var expected = found.timeline().spans().get(i);
        var span = spans.get(i).getAsJsonObject();
        assertEquals(expected.startSeconds() - start, span.get("startSeconds").getAsDouble(), 2e-6);
        assertEquals(expected.endSeconds() - start, span.get("endSeconds").getAsDouble(), 2e-6);
      }
      assertEquals(found.timeline().seconds(), told.get("voiceSeconds").getAsDouble(), 1e-6);
    }
  }

  @Test
  void aModelThatDoesNotSayItIsRefusedBeforeTheFirstSong() {
    for (String model : new String[] {"nobody", "studio-vocals"}) {
      var e =
          assertThrows(
              ConfigException.class,
              () -> TestServer.start(data, Map.of("worker.voice-model", model)));
      String message = String.valueOf(e.getMessage());
      assertEquals("worker.voice-model: ", message.substring(0, 20), message);
    }
  }
}
