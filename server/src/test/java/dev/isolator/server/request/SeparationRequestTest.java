package dev.isolator.server.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeparationRequestTest {
  private static final Gson GSON = new Gson();

  /// The texts on the left are what the first versions of the server stored for these requests.
  private static final Map<String, SeparationRequest> STORED =
      Map.of(
          "{\"keep\":[],\"model\":\"\",\"format\":\"wav\",\"start\":0.0}",
          new SeparationRequest(List.of(), "", StemFormat.WAV, null, 0, null),
          "{\"keep\":[\"vocals\",\"drums\"],\"model\":\"studio-4\",\"format\":\"flac\",\"bits\":\"24\",\"start\":1.25,\"duration\":2.0}",
          new SeparationRequest(
              List.of("vocals", "drums"), "studio-4", StemFormat.FLAC, BitDepth.S24, 1.25, 2.0),
          "{\"keep\":[\"music\"],\"model\":\"studio@1\",\"format\":\"mp3\",\"start\":0.1,\"duration\":0.001}",
          new SeparationRequest(List.of("music"), "studio@1", StemFormat.MP3, null, 0.1, 1e-3),
          "{\"keep\":[],\"model\":\"studio\",\"format\":\"wav\",\"bits\":\"32f\",\"start\":1.0E8,\"duration\":1.23456789E7}",
          new SeparationRequest(
              List.of(), "studio", StemFormat.WAV, BitDepth.F32, 1e8, 12345678.9));

  @Test
  void whatEarlierVersionsStoredIsReadAndWrittenTheSame() {
    STORED.forEach(
        (json, request) -> {
          assertEquals(request, GSON.fromJson(json, SeparationRequest.class));
          assertEquals(json, GSON.toJson(request));
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"keep\":[],\"model\":\"\",\"format\":\"ogg\",\"start\":0} | format is \"ogg\"",
        "{\"keep\":[],\"model\":\"\",\"format\":\"wav\",\"bits\":\"8\",\"start\":0} | bits is \"8\"",
        "{\"keep\":[],\"model\":\"\",\"format\":\"wav\"} | start is missing",
      })
  void jsonOfAnotherKindIsRefusedWithTheField(String json, String reason) {
    var e =
        assertThrows(JsonParseException.class, () -> GSON.fromJson(json, SeparationRequest.class));
    assertEquals("not a separation request: " + reason, e.getMessage());
  }

  @Test
  void valuesThatCannotBeAreRefused() {
    assertEquals(
        "bits must be missing for mp3, were 16", refusal(StemFormat.MP3, BitDepth.S16, 0, 1));
    assertEquals(
        "bits must be 16 or 24 for flac, were 32f", refusal(StemFormat.FLAC, BitDepth.F32, 0, 1));
    assertEquals(
        "start must be 0 or more seconds, was -0.5",
        refusal(StemFormat.WAV, BitDepth.S16, -0.5, 1));
    assertEquals(
        "start must be 0 or more seconds, was NaN",
        refusal(StemFormat.WAV, BitDepth.S16, Double.NaN, 1));
    assertEquals(
        "duration must be above 0 seconds, was 0.0", refusal(StemFormat.WAV, BitDepth.S16, 0, 0));
  }

  private static String refusal(StemFormat format, BitDepth bits, double start, double duration) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () -> new SeparationRequest(List.of(), "", format, bits, start, duration))
            .getMessage());
  }

  @Test
  void stemsAreKeptInALosslessFormat() {
    assertEquals(StemFormat.WAV, request(StemFormat.WAV).losslessFormat());
    assertEquals(StemFormat.FLAC, request(StemFormat.FLAC).losslessFormat());
    assertEquals(StemFormat.FLAC, request(StemFormat.MP3).losslessFormat());
  }

  private static SeparationRequest request(StemFormat format) {
    return new SeparationRequest(List.of(), "", format, null, 0, null);
  }
}
