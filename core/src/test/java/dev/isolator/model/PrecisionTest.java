package dev.isolator.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.file.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One card over two graphs. The one named `.int8.onnx` is here a copy of the one in floats: which
/// of both runs does not depend on what is in them.
class PrecisionTest {
  @TempDir private Path folder;

  private Path onnx = Path.of("");
  private Path int8 = Path.of("");
  private ModelCatalogue catalogue = ModelCatalogue.open();

  @BeforeEach
  void writeAModelWithTwoGraphs() throws Exception {
    onnx = copy("live-vocals-3.onnx", "mine.onnx");
    int8 = copy("live-vocals-3.onnx", "mine.int8.onnx");
    Path json = copy("live-vocals-3.json", "mine.json");
    Files.writeString(
        json,
        Files.readString(json)
            .replaceFirst("\"streamSha256\": \"[0-9a-f]*\"", "\"int8Sha256\": \"%s\"")
            .formatted(Sha256.of(int8)));
    catalogue = ModelCatalogue.open(folder.resolve("user"));
  }

  private Path copy(String resource, String name) throws Exception {
    return BuiltInFiles.copy(resource, folder.resolve(name));
  }

  @Test
  void precisionChoosesTheGraph() throws Exception {
    var entry = catalogue.find(onnx.toString());

    assertTrue(entry.hasInt8());
    assertEquals("cpu", place(entry, Precision.FLOAT));
    assertEquals("cpu (int8)", place(entry, Precision.INT8));
    assertEquals(
        IntegerDotProduct.isAvailable() ? "cpu (int8)" : "cpu", place(entry, Precision.AUTO));
  }

  @Test
  void aModelWithoutSuchAGraphRunsInFloats() throws Exception {
    Files.delete(int8);
    var entry = catalogue.find(onnx.toString());

    assertFalse(entry.hasInt8());
    assertEquals("cpu", place(entry, Precision.INT8));
  }

  private static String place(ModelCatalogue.Entry entry, Precision precision) throws Exception {
    try (var model = entry.open(1, Accelerator.CPU, precision)) {
      return model.accelerator();
    }
  }

  @Test
  void anAddedModelTakesItsGraphInEightBitsAlong() throws Exception {
    int before = catalogue.list().size();

    var added = catalogue.add(onnx);

    assertTrue(added.hasInt8());
    assertEquals(before + 1, catalogue.list().size(), "the graph in 8 bits is no model of its own");
    assertEquals(Sha256.of(int8), added.card().int8Sha256());
    catalogue.verify(catalogue.find("live-vocals"));
  }

  @Test
  void aGraphThatTheCardNamesAndThatIsMissingIsSaid() throws Exception {
    Files.delete(int8);

    var e = assertThrows(ModelException.class, () -> catalogue.add(onnx));

    assertEquals(
        onnx
            + ": expected the graph in 8 bits that the card names beside it (.int8.onnx), found none; get it again",
        e.getMessage());
  }

  @Test
  void aDamagedGraphIsNamedWithBothHashes() throws Exception {
    String expected = Sha256.of(int8);
    byte[] bytes = Files.readAllBytes(int8);
    bytes[bytes.length / 2] ^= 1;
    Files.write(int8, bytes);

    var e = assertThrows(ModelException.class, () -> catalogue.add(onnx));

    assertEquals(
        "%s: expected SHA-256 %s, found %s; it was damaged or changed, get it again"
            .formatted(int8, expected, Sha256.of(int8)),
        e.getMessage());
  }
}
