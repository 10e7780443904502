package dev.isolator.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One card over two graphs: for chunks, and frame by frame.
class StreamGraphTest {
  @TempDir private Path folder;

  private Path onnx = Path.of("");
  private Path stream = Path.of("");
  private ModelCatalogue catalogue = ModelCatalogue.open();

  @BeforeEach
  void copyTheBuiltInModel() throws Exception {
    onnx = copy(".onnx");
    stream = copy(".stream.onnx");
    copy(".json");
    catalogue = ModelCatalogue.open(folder.resolve("user"));
  }

  private Path copy(String ending) throws Exception {
    return BuiltInFiles.copy("live-vocals-3" + ending, folder.resolve("mine" + ending));
  }

  /// The same weights: after the silence before a song, both graphs answer alike.
  @Test
  void bothGraphsAnswerAlike() throws Exception {
    var entry = ModelCatalogue.open().find("live-vocals");
    assertTrue(entry.hasStream());
    try (var chunks = (ChunkModel) entry.open(1, Accelerator.CPU);
        var frames = entry.openStream(1, Accelerator.CPU);
        var states = frames.begin()) {
      int columns = chunks.contract().chunkFrames();
      int halo = chunks.contract().reach().haloBack();
      int rows = chunks.spectrum().capacity() / columns;
      var random = new Random(2);
      for (int t = halo; t < halo + 40; t++) {
        for (int row = 0; row < rows; row++) {
          chunks.spectrum().put(row * columns + t, (float) (5 * random.nextGaussian()));
        }
      }
      chunks.run();
      for (int t = halo; t < halo + 40; t++) {
        for (int row = 0; row < rows; row++) {
          frames.spectrum().put(row, chunks.spectrum().get(row * columns + t));
        }
        frames.run(states);
        assertSameMask(chunks.mask(), columns, t, frames.mask());
      }
    }
  }

  private static void assertSameMask(
      FloatBuffer chunk, int columns, int column, FloatBuffer frame) {
    for (int row = 0; row < frame.capacity(); row++) {
      assertEquals(chunk.get(row * columns + column), frame.get(row), 1e-4, "row " + row);
    }
  }

  @Test
  void anAddedModelTakesItsStreamAlong() throws Exception {
    int before = catalogue.list().size();
    var added = catalogue.add(onnx);

    assertTrue(added.hasStream());
    assertEquals(before + 1, catalogue.list().size(), "the stream is no model of its own");
    assertTrue(Files.isRegularFile(catalogue.folder().resolve("live-vocals-3.stream.onnx")));
    catalogue.verify(catalogue.find("live-vocals"));
    assertFalse(catalogue.find("studio-vocals").hasStream());
  }

  @Test
  void aDamagedStreamIsNamedWithBothHashes() throws Exception {
    String expected = catalogue.find(onnx.toString()).card().streamSha256();
    byte[] bytes = Files.readAllBytes(stream);
    bytes[bytes.length / 2] ^= 1;
    Files.write(stream, bytes);

    var e =
        assertThrows(ModelException.class, () -> catalogue.verify(catalogue.find(onnx.toString())));

    assertTrue(
        String.valueOf(e.getMessage())
            .startsWith(stream + ": expected SHA-256 " + expected + ", found "),
        e.getMessage());
  }

  @Test
  void aStreamThatTheCardNamesAndThatIsMissingIsSaid() throws Exception {
    Files.delete(stream);

    var e = assertThrows(ModelException.class, () -> catalogue.add(onnx));

    assertEquals(
        onnx
            + ": expected the stream graph that the card names beside it (.stream.onnx), found none; get it again",
        e.getMessage());
  }
}
