package dev.isolator.train.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.model.InferenceSession;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Studio;
import dev.isolator.train.family.UNetSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Int8QuantiserTest {
  private static final int FRAMES = 32;

  private final Architecture architecture =
      Studio.of(List.of("vocals", "music"), new UNetSettings(List.of(16, 32, 48), 8, 1, true));

  /// Masks of noise, in floats and in 8 bits; the calibration has not heard what is separated.
  @Test
  void masksStayWhatTheyAreWithinAFewHundredths() throws Exception {
    byte[] floats = model();
    var heard = List.of(noise(1), noise(2), noise(3));

    byte[] codes = Int8Quantiser.quantised("a.onnx", floats, heard, architecture.bins());

    float[] expected = masks(floats, noise(4));
    float[] found = masks(codes, noise(4));
    double error = 0;
    double spread = 0;
    for (int i = 0; i < expected.length; i++) {
      error += Math.pow((double) found[i] - expected[i], 2);
      spread += Math.pow(expected[i] - 0.5, 2);
    }
    assertTrue(error > 0, "nothing was rounded");
    assertTrue(error < 0.01 * spread, "error %s of %s".formatted(error, spread));
    assertTrue(codes.length < floats.length, codes.length + " of " + floats.length);
  }

  @Test
  void whatIsNoModelIsRefused() {
    var e =
        assertThrows(
            IOException.class,
            () -> Int8Quantiser.quantised("a.onnx", new byte[] {1, 2, 3}, List.of(), 3));
    assertEquals("a.onnx: expected an ONNX model, found something else", e.getMessage());
  }

  private byte[] model() {
    var network = new TrainedNetwork(architecture, UsedWeights.of(architecture));
    return SongGraph.of(network, null).bytes(Map.of());
  }

  private float[] noise(long seed) {
    var random = new SplittableRandom(seed);
    var spectrum = new float[4 * architecture.bins() * FRAMES];
    for (int i = 0; i < spectrum.length; i++) {
      spectrum[i] = (float) (random.nextGaussian() * 10);
    }
    return spectrum;
  }

  private float[] masks(byte[] model, float[] spectrum) throws Exception {
    try (var session = InferenceSession.open("a.onnx", model, 1)) {
      var outputs = session.run("spectrum", spectrum, 1, 4, architecture.bins(), FRAMES);
      return Objects.requireNonNull(outputs.get("mask"));
    }
  }
}
