package dev.isolator.train.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.isolator.model.Accelerator;
import dev.isolator.model.ChunkModel;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.train.family.Studio;
import dev.isolator.train.layer.WeightValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelReaderTest {
  private static final List<String> TWO = List.of("vocals", "music");
  private static final ModelWriter.Provenance COPY =
      new ModelWriter.Provenance("copy", "1", "Apache-2.0", "read back", List.of(), List.of());

  @TempDir Path folder;

  /// The first default model was trained and written by other software. Its weights in our graph
  /// give its masks: structure, features and band warp are those that were measured.
  @Test
  void firstDefaultModelReadAndWrittenGivesItsMasks() throws Exception {
    var architecture = Studio.of(TWO, List.of(24, 48, 72, 96, 128), 0);
    var original = Path.of("../core/src/test/resources/golden/separate/studio-vocals-0.onnx");
    var weights = ModelReader.read(original, architecture);
    Path copy = ModelWriter.write(folder, architecture, weights, COPY);

    var catalogue = ModelCatalogue.open(folder);
    assertArrayEquals(
        masks(catalogue.find(original.toString())), masks(catalogue.find(copy.toString())), 1e-4f);
  }

  /// Batch norm behind a map along frequency cannot be folded into it: it is read back as it is.
  @Test
  void modelWithMapsAlongFrequencyReadAndWrittenGivesItsMasks() throws Exception {
    var architecture = Studio.of(TWO, List.of(4, 6), 8);
    var weights = UsedWeights.of(architecture);
    Path first = ModelWriter.write(folder.resolve("first"), architecture, weights, COPY);
    var read = ModelReader.read(first, architecture);
    Path second = ModelWriter.write(folder.resolve("second"), architecture, read, COPY);

    var catalogue = ModelCatalogue.open(folder);
    assertArrayEquals(
        masks(catalogue.find(first.toString())), masks(catalogue.find(second.toString())), 1e-5f);
  }

  @Test
  void anotherNetworkIsRefused() throws Exception {
    var small = Studio.of(TWO, List.of(4, 6), 0);
    var weights = WeightValues.fresh(small.weights(), 1);
    Path file = ModelWriter.write(folder, small, weights, COPY);
    var e =
        assertThrows(
            IOException.class, () -> ModelReader.read(file, Studio.of(TWO, List.of(4, 8), 0)));
    assertEquals(
        file
            + ": expected 512 weights down0.w, found 384; name a model of the same family, stems and channels",
        e.getMessage());
  }

  @Test
  void whatIsNoModelIsRefused() throws Exception {
    Path file = folder.resolve("song.onnx");
    Files.writeString(file, "la la la");
    var e =
        assertThrows(
            IOException.class, () -> ModelReader.read(file, Studio.of(TWO, List.of(4, 6), 0)));
    assertEquals(file + ": expected an ONNX model, found something else", e.getMessage());
  }

  private static float[] masks(ModelCatalogue.Entry entry) throws Exception {
    try (var model = (ChunkModel) entry.open(1, Accelerator.CPU)) {
      var random = new SplittableRandom(3);
      for (int i = 0; i < model.spectrum().capacity(); i++) {
        model.spectrum().put(i, (float) (random.nextGaussian() * 10));
      }
      model.run();
      var masks = new float[model.mask().capacity()];
      model.mask().get(0, masks);
      return masks;
    }
  }
}
