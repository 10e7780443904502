package dev.isolator.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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

    var grid = new Grid(44_100, 4096, 1024, "hann-periodic");
    assertEquals(new Contract.Chunk(grid, new Reach(30, 17, 16), 256, false), card.contract());
    assertEquals("", card.sha256());
    assertEquals(2049, grid.bins());
  }

  @Test
  void thresholdsOfTheVoiceAreReadAndWritten() throws Exception {
    assertEquals(VoiceThresholds.NOT_SAID, CardReader.fromJson("mine.json", CARD).voice());
    var text =
        CARD.replace(
            "\"version\"",
            "\"voiceOn\": 0.3, \"voiceOff\": 0.2, \"voiceMedianSeconds\": 0.8, \"version\"");

    ModelCard card = CardReader.fromJson("mine.json", text);

    assertEquals(new VoiceThresholds(0.3, 0.2, 0.8), card.voice());
    assertEquals(card, ModelCard.fromJson("mine.json", card.toJson()));
    assertEquals(0.3, card.voice().onOr(0.6));
    assertEquals(0.1, new VoiceThresholds(0.1, Double.NaN, 0).offOr(0.4));
    assertEquals(
        "mine.json: the model card's voiceOff must be from 0 to voiceOn, was 0.5; get the model"
            + " again from where it came",
        assertThrows(
                ModelException.class,
                () -> CardReader.fromJson("mine.json", text.replace("0.2", "0.5")))
            .getMessage());
    assertEquals(
        "mine.json: the model card's voiceOn must be a number, found \"loud\"; get the model again"
            + " from where it came",
        assertThrows(
                ModelException.class,
                () -> CardReader.fromJson("mine.json", text.replace("0.3", "\"loud\"")))
            .getMessage());
  }

  @Test
  void aVoiceModelHasNoStemsAndAllOthersHave() throws Exception {
    var text = CARD.replace("\"version\"", "\"contract\": \"voice\", \"version\"");
    var plain = text.replace("[\"vocals\", \"music\"]", "[]");

    ModelCard card = CardReader.fromJson("mine.json", plain);

    var grid = new Grid(44_100, 4096, 1024, "hann-periodic");
    assertEquals(new Contract.Voice(grid, new Reach(30, 17, 16), 256), card.contract());
    assertEquals("voice", card.contract().kind());
    assertEquals(card, ModelCard.fromJson("mine.json", card.toJson()));
    assertEquals(
        "mine.json: the model card's stems must be none with the contract voice, found \"vocals,"
            + " music\"; get the model again from where it came",
        assertThrows(ModelException.class, () -> CardReader.fromJson("mine.json", text))
            .getMessage());
    assertEquals(
        "mine.json: the model card's stems must be 2 to 16 of them, found \"0\"; get the model"
            + " again from where it came",
        assertThrows(
                ModelException.class,
                () -> CardReader.fromJson("mine.json", plain.replace("voice", "chunk")))
            .getMessage());
  }

  @Test
  void chunksKeepAHaloOfWholeMultiples() throws Exception {
    ChunkPlan plan =
        ChunkPlan.of((Contract.Chunk) CardReader.fromJson("mine.json", CARD).contract(), 0);

    assertEquals(new ChunkPlan(256, 32, 256 - 32 - 32, 0), plan);
    assertEquals(-32, plan.firstFrame(0));
    assertEquals(160, plan.firstFrame(1));
    assertEquals(0, plan.chunksFor(0));
    assertEquals(1, plan.chunksFor(192));
    assertEquals(2, plan.chunksFor(193));
    assertEquals(0, plan.firstChunk());
  }

  /// The answer to frame 5 is that for frame 0; before it there are answers for silence.
  @Test
  void aStreamThatLooksAheadAnswersLate() throws Exception {
    var card =
        CARD.replace("17", "5").replace("\"version\"", "\"contract\": \"frame\", \"version\"");
    var frame = (Contract.Frame) CardReader.fromJson("mine.json", card).contract();
    ChunkPlan plan = ChunkPlan.singleFrames(frame);

    assertEquals(-5, plan.firstChunk());
    assertEquals(0, plan.firstFrame(-5));
    assertEquals(5, plan.firstFrame(0));
    assertEquals(48, frame.silentFrames(), "30 back and 5 ahead, in multiples of 16");
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
        "\"version\": \"1\"|\"version\": \"1\", \"contract\": \"magic\"|contract must be chunk, frame, segment, adapted, song or voice, found \"magic\"",
        "\"lookAheadFrames\": 17|\"lookAheadFrames\": 257, \"contract\": \"frame\"|lookAheadFrames must be a whole number from 0 to 256, found \"257\"",
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

  private static final String SEGMENTS =
      """
      {"name": "mine", "version": "1", "stems": ["vocals", "music"], "contract": "segment",
       "sampleRate": 44100, "segmentFrames": 1000, "strideFrames": 600, "marginFrames": 100,
       "blend": "hann"}
      """;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "\"segmentFrames\": 1000|\"segmentFrames\": 0|segmentFrames must be a whole number from 1 to 16777216, found \"0\"",
        "\"marginFrames\": 100|\"marginFrames\": 500|marginFrames must be a whole number from 0 to 499, found \"500\"",
        "\"strideFrames\": 600|\"strideFrames\": 801|strideFrames must be a whole number from 1 to 800, found \"801\"",
        "\"hann\"|\"cosine\"|blend must be one of rectangular, triangular, hann, bartlett, hann_symmetric, windows, found \"cosine\""
      })
  void segmentsThatLeaveGapsAreRefused(String good, String bad, String expected) {
    var e =
        assertThrows(
            ModelException.class,
            () -> CardReader.fromJson("mine.json", SEGMENTS.replace(good, bad)));
    assertEquals(
        "mine.json: the model card's " + expected + "; get the model again from where it came",
        e.getMessage());
  }

  /// One card of each kind.
  static Stream<String> cards() {
    return Stream.of(
        CARD,
        CARD.replace("\"version\"", "\"voiceGate\": true, \"version\""),
        CARD.replace("\"version\"", "\"contract\": \"frame\", \"version\""),
        SEGMENTS,
        "{\"name\": \"all\", \"version\": \"1\", \"stems\": [\"a\", \"b\"], \"contract\": \"song\"}");
  }

  @ParameterizedTest
  @MethodSource("cards")
  void whatIsWrittenIsReadBack(String json) throws Exception {
    ModelCard card = ModelCard.fromJson("mine.json", json);

    assertEquals(card, ModelCard.fromJson("again.json", card.toJson()));
  }

  @Test
  void whatIsNoCardIsRefused() {
    var list = assertThrows(ModelException.class, () -> CardReader.fromJson("a.json", "[1]"));
    assertEquals("a.json: expected a model card (a JSON object), found [1]", list.getMessage());
    assertThrows(ModelException.class, () -> CardReader.fromJson("a.json", "{\"name\": "));
  }
}
