package dev.isolator.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardReaderTest {
  private static final String CARD =
      """
      {"name": "mine", "version": "1", "stems": ["vocals", "music"], "sampleRate": 44100,
       "fftLength": 4096, "hopLength": 1024, "lookBackFrames": 30, "lookAheadFrames": 17,
       "frameMultiple": 16}
      """;

  @Test
  void whatIsLeftOutHasADefault() throws Exception {
    ModelCard card = CardReader.fromJson("mine.json", CARD);

    assertEquals(256, card.chunkFrames());
    assertEquals("hann-periodic", card.window());
    assertEquals("", card.sha256());
    assertEquals(2049, card.bins());
  }

  @Test
  void chunksKeepAHaloOfWholeMultiples() throws Exception {
    ChunkPlan plan = ChunkPlan.of(CardReader.fromJson("mine.json", CARD));

    assertEquals(new ChunkPlan(256, 32, 256 - 32 - 32), plan);
    assertEquals(-32, plan.firstFrame(0));
    assertEquals(160, plan.firstFrame(1));
    assertEquals(0, plan.chunksFor(0));
    assertEquals(1, plan.chunksFor(192));
    assertEquals(2, plan.chunksFor(193));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "\"frameMultiple\": 16|\"frameMultiple\": 0|frameMultiple must be a whole number from 1 to 4096, found \"0\"",
        "\"fftLength\": 4096|\"fftLength\": 1e12|fftLength must be a whole number from 16 to 65536, found \"1e12\"",
        "\"sampleRate\": 44100|\"sampleRate\": \"CD\"|sampleRate must be a whole number from 8000 to 192000, found \"CD\"",
        "\"name\": \"mine\"|\"name\": \"../mine\"|name must be a-z, 0-9, dots and dashes, 64 at most, found \"../mine\"",
        "\"vocals\", \"music\"|\"vocals\", \"vocals\"|stems must be different names of a-z, 0-9, - and _, found \"vocals\"",
        "\"vocals\", \"music\"|\"vocals\"|stems must be 2 to 16 of them, found \"1\"",
        "\"version\": \"1\"|\"version\": \"1\", \"window\": \"kaiser\"|window must be hann-periodic, found \"kaiser\"",
        "\"version\": \"1\"|\"version\": \"1\", \"chunkFrames\": 250|chunkFrames must be a multiple of frameMultiple 16, found \"250\"",
        "\"version\": \"1\"|\"version\": \"1\", \"sha256\": \"x\"|sha256 must be 64 lower-case hex digits, found \"x\""
      })
  void valuesOutOfRangeAreRefused(String good, String bad, String expected) {
    var e =
        assertThrows(
            ModelException.class, () -> CardReader.fromJson("mine.json", CARD.replace(good, bad)));
    assertEquals(
        "mine.json: the model card's " + expected + "; get the model again from where it came",
        e.getMessage());
  }

  @Test
  void whatIsNoCardIsRefused() {
    var list = assertThrows(ModelException.class, () -> CardReader.fromJson("a.json", "[1]"));
    assertEquals("a.json: expected a model card (a JSON object), found [1]", list.getMessage());
    assertThrows(ModelException.class, () -> CardReader.fromJson("a.json", "{\"name\": "));
  }
}
