package dev.isolator.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCatalogueTest {
  private static final String HASH =
      "ee0f2927a7f31a70f1b859dde8b7a28d7cde9733992be67fae7e1a0425f24c3b";

  /// The first default model, with its card beside it.
  private static final Path GOLDEN =
      Path.of("src/test/resources/golden/separate/studio-vocals-0.onnx").toAbsolutePath();

  @TempDir private Path folder;

  private Path onnx = Path.of("");
  private ModelCatalogue catalogue = ModelCatalogue.open();

  @BeforeEach
  void copyTheFirstModel() throws Exception {
    onnx = folder.resolve("mine.onnx");
    Files.copy(GOLDEN, onnx);
    catalogue = ModelCatalogue.open(folder.resolve("user"));
  }

  @Test
  void theDefaultModelIsTheNewestBuiltInOfItsName() throws Exception {
    var entry = catalogue.defaultModel();
    assertEquals("built-in", entry.location());
    assertEquals(entry.card(), catalogue.find(entry.card().name()).card());
    catalogue.verify(entry);
  }

  @Test
  void theFirstDefaultModelIsWhatItsCardSays() throws Exception {
    var entry = catalogue.find(GOLDEN.toString());

    assertEquals(GOLDEN.toString(), entry.location());
    ModelCard card = entry.card();
    assertEquals("studio-vocals", card.name());
    assertEquals(List.of("vocals", "music"), card.stems());
    assertEquals(HASH, card.sha256());
    assertEquals(768, ((Contract.Chunk) card.contract()).chunkFrames());
    assertEquals(17, card.provenance().trainingData().size());
    assertEquals(
        "set evaluation song lithium, measure whole-track SDR, dB, vocals 2.26, music 7.97",
        card.provenance().metrics().getFirst());
    catalogue.verify(entry);
  }

  @Test
  void metadataInTheNetworkIsTheSameCard() throws Exception {
    var beside = catalogue.find(GOLDEN.toString()).card();
    var inside = catalogue.find(onnx.toString()).card();

    assertEquals("", inside.sha256());
    assertEquals(beside.stems(), inside.stems());
    assertEquals(beside.contract(), inside.contract());
    assertEquals(beside.provenance().trainingData(), inside.provenance().trainingData());
    assertEquals(beside.provenance().metrics(), inside.provenance().metrics());
    assertEquals(beside.provenance().parameters(), inside.provenance().parameters());
  }

  /// A sound of 179 frames costs a run of 192, not one of the card's 768.
  @Test
  void aShortSoundIsOneChunkWithoutAHalo() throws Exception {
    var entry = catalogue.find(GOLDEN.toString());
    try (var model = (ChunkModel) entry.openForSegments(179, 1, Accelerator.CPU)) {
      assertEquals(new Reach(0, 0, 16), model.contract().reach());
      assertEquals(192, model.contract().chunkFrames());
      model.run();
      assertEquals(2 * 2 * 2049 * 192, model.mask().capacity());
      float vocals = model.mask().get(0);
      float music = model.mask().get(2 * 2049 * 192);
      assertEquals(1, vocals + music, 1e-6);
    }
  }

  @Test
  void anAddedModelIsFoundByNameAndVersionAndVerified() throws Exception {
    int before = catalogue.list().size();
    var added = catalogue.add(onnx);

    assertEquals(folder.resolve("user/studio-vocals-0.onnx").toString(), added.location());
    assertEquals(HASH, added.card().sha256());
    assertEquals(added.location(), catalogue.find("studio-vocals@0").location());
    assertEquals(before + 1, catalogue.list().size());
    catalogue.verify(added);
    catalogue.add(onnx); // the same again is no conflict
    try (var files = Files.list(catalogue.folder())) {
      assertEquals(2, files.count(), "a model and its card");
    }
  }

  @Test
  void aDamagedModelIsNamedWithBothHashes() throws Exception {
    var added = catalogue.add(onnx);
    byte[] bytes = Files.readAllBytes(onnx);
    bytes[bytes.length / 2] ^= 1;
    Files.write(Path.of(added.location()), bytes);

    var e =
        assertThrows(ModelException.class, () -> catalogue.verify(catalogue.find("studio-vocals")));

    assertTrue(
        String.valueOf(e.getMessage())
            .startsWith(added.location() + ": expected SHA-256 " + HASH + ", found "),
        e.getMessage());
  }

  @Test
  void anotherModelOfTheSameNameAndVersionIsRefused() throws Exception {
    catalogue.add(onnx);
    byte[] bytes = Files.readAllBytes(onnx);
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    int at = text.indexOf("PyTorch 2.13"); // a change in the card's text, not in the network
    bytes[at] = 'p';
    Files.write(onnx, bytes);

    var e = assertThrows(ModelException.class, () -> catalogue.add(onnx));

    assertEquals(
        "%s: another model studio-vocals 0 is in %s already; remove it first, or give yours another version"
            .formatted(onnx, catalogue.folder()),
        e.getMessage());
  }

  @Test
  void aFileThatIsNoModelIsRefused() throws Exception {
    Files.writeString(onnx, "not a network");

    var e = assertThrows(ModelException.class, () -> catalogue.find(onnx.toString()));

    assertTrue(
        String.valueOf(e.getMessage())
            .startsWith(
                onnx + ": expected an ONNX model, found something ONNX Runtime cannot open"),
        e.getMessage());
    var missing = assertThrows(ModelException.class, () -> catalogue.find("gone.onnx"));
    assertEquals(
        "gone.onnx: expected an ONNX file, found nothing there; check the path",
        missing.getMessage());
  }

  @Test
  void aCardThatDoesNotFitItsNetworkIsRefused() throws Exception {
    String card =
        """
        {"name": "mine", "version": "1", "stems": ["vocals", "music"], "sampleRate": 44100,
         "fftLength": 2048, "hopLength": 512, "lookBackFrames": 123, "lookAheadFrames": 123,
         "frameMultiple": 16}
        """;
    Files.writeString(folder.resolve("mine.json"), card);

    var entry = catalogue.find(onnx.toString());
    var e = assertThrows(ModelException.class, () -> entry.open(1, Accelerator.CPU).close());

    assertEquals(
        "mine: expected spectrum of shape [1, 4, 1025, -1] as the card says, found [1, 4, 2049, -1];"
            + " card and network do not belong together",
        e.getMessage());
  }

  @Test
  void aModelIsDownloadedAndItsHashChecked() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] bytes = Files.readAllBytes(onnx);
    server.createContext(
        "/model.onnx",
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      String host = "http://127.0.0.1:" + server.getAddress().getPort();

      assertEquals(HASH, catalogue.add(URI.create(host + "/model.onnx"), HASH).card().sha256());

      var wrong =
          assertThrows(
              ModelException.class,
              () -> catalogue.add(URI.create(host + "/model.onnx"), "0".repeat(64)));
      assertEquals(
          host
              + "/model.onnx: expected SHA-256 "
              + "0".repeat(64)
              + ", found "
              + HASH
              + "; do not use it, get it from where it was published",
          wrong.getMessage());
      var missing =
          assertThrows(ModelException.class, () -> catalogue.add(URI.create(host + "/gone"), ""));
      assertEquals(
          host + "/gone: expected status 200, found 404; check the address", missing.getMessage());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void plainHttpFromElsewhereIsRefused() {
    var e =
        assertThrows(
            ModelException.class,
            () -> catalogue.add(URI.create("http://192.0.2.1/model.onnx"), ""));
    assertEquals(
        "http://192.0.2.1/model.onnx: expected an https address, found http; download it yourself and"
            + " add the file",
        e.getMessage());
  }

  @Test
  void acceleratorsThatAreNotThereFallBackToTheProcessorAndSaySo() throws Exception {
    var entry = catalogue.defaultModel();
    String cpu = IntegerDotProduct.isAvailable() ? "cpu (int8)" : "cpu";

    try (var model = entry.open(1, Accelerator.CUDA)) {
      assertEquals(
          cpu + ": CUDA was asked for, but this ONNX Runtime does not support it",
          model.accelerator());
    }
    try (var model = entry.open(1, Accelerator.AUTO)) {
      assertEquals(cpu, model.accelerator());
    }
    assertTrue(OnnxRuntime.providers().contains("cpu"));
    assertFalse(OnnxRuntime.version().isEmpty());
  }

  @Test
  void theUsersFolderIsThePlatforms() {
    Path home = Path.of("home");
    assertEquals(
        home.resolve(".local/share/isolator/models"), ModelFolder.of("Linux", home, null, null));
    assertEquals(Path.of("data/isolator/models"), ModelFolder.of("Linux", home, "data", null));
    assertEquals(
        home.resolve("Library/Application Support/Isolator/models"),
        ModelFolder.of("Mac OS X", home, null, null));
    assertEquals(
        Path.of("local/Isolator/models"), ModelFolder.of("Windows 11", home, null, "local"));
  }
}
