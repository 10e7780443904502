package dev.isolator.train.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.model.InferenceSession;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Studio;
import dev.isolator.train.layer.WeightValues;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HalfPrecisionTest {
  private static final int FRAMES = 32;

  private final Architecture architecture =
      Studio.of(List.of("vocals", "music"), List.of(32, 48), 8);

  private byte[] model(WeightValues weights) {
    return SongGraph.of(new TrainedNetwork(architecture, weights), null).bytes(Map.of());
  }

  private float[] masks(byte[] model) throws Exception {
    var random = new SplittableRandom(1);
    var spectrum = new float[4 * architecture.bins() * FRAMES];
    for (int i = 0; i < spectrum.length; i++) {
      spectrum[i] = (float) (random.nextGaussian() * 10);
    }
    try (var session = InferenceSession.open("a.onnx", model, 1)) {
      var outputs = session.run("spectrum", spectrum, 1, 4, architecture.bins(), FRAMES);
      return Objects.requireNonNull(outputs.get("mask"));
    }
  }

  @Test
  void masksStayAndTheFileIsHalfAsLarge() throws Exception {
    byte[] floats = model(UsedWeights.of(architecture));
    byte[] halves = HalfPrecision.stored("a.onnx", floats);
    assertArrayEquals(masks(floats), masks(halves), 2e-3f);
    long weights = 4L * architecture.weights().parameterCount();
    assertTrue(
        floats.length - halves.length > 0.45 * weights,
        "%d of %d bytes".formatted(halves.length, floats.length));
  }

  @Test
  void whatIsReadBackIsWhatWasComputedWith() throws Exception {
    byte[] floats = model(UsedWeights.of(architecture));
    byte[] halves = HalfPrecision.stored("a.onnx", floats);
    byte[] again = HalfPrecision.read("a.onnx", halves).toByteArray();
    assertArrayEquals(masks(halves), masks(again));
    assertArrayEquals(
        ModelReader.read("a.onnx", again, architecture).parameters(),
        ModelReader.read("a.onnx", halves, architecture).parameters());
    assertArrayEquals(halves, HalfPrecision.stored("a.onnx", again), "nothing is lost again");
  }

  @Test
  void weightsThatAreTooLargeAreRefused() {
    var weights = UsedWeights.of(architecture);
    weights.parameters()[0] = 1e6f;
    var e = assertThrows(IOException.class, () -> HalfPrecision.stored("a.onnx", model(weights)));
    assertTrue(
        String.valueOf(e.getMessage())
            .startsWith("a.onnx: expected weights of at most 65504, found "),
        e::getMessage);
  }

  @Test
  void whatIsNoModelIsRefused() {
    var e =
        assertThrows(IOException.class, () -> HalfPrecision.stored("a.onnx", new byte[] {1, 2, 3}));
    assertEquals("a.onnx: expected an ONNX model, found something else", e.getMessage());
  }
}
