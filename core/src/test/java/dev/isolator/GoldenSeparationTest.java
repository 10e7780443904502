package dev.isolator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenSeparationTest {

  /// −80 dBFS: what chunks and float buffers may differ from a whole song in double.
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @ValueSource(strings = {"stereo-44100", "stereo-48000", "mono-22050"})
  void vocalsAreThoseOfThePlainReference(String name) throws Exception {
    var mixture = Songs.golden(name + "/mixture.wav");
    var expected = Songs.golden(name + "/vocals.wav");
    var model = Songs.resource("/golden/separate/studio-vocals-0.onnx").toString();
    try (var separator = Separator.open(SeparatorOptions.defaults().withModel(model))) {
      float[][][] stems = Songs.separate(separator, mixture, 4096);

      double difference = Songs.difference(expected.samples(), stems[0]);
      assertTrue(difference <= TOLERANCE, name + " differs by " + difference);
    }
  }
}
