package dev.isolator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.isolator.Songs.Song;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.model.Contract;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.separation.StemReceiver;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Segments lie where their number says, and are joined by weighted overlap-add.
class SegmentModelTest {
  private static final int RATE = 44_100;
  private static final int SEGMENT = 1000;

  @TempDir private Path folder;

  /// A network whose vocals are the mix times a gain for each place in the segment.
  private NetworkFile network(float[] gains, int stride, int margin, String blend) {
    return new NetworkFile("segments")
        .card("contract", "segment")
        .card("sampleRate", RATE)
        .card("segmentFrames", SEGMENT)
        .card("strideFrames", stride)
        .card("marginFrames", margin)
        .card("blend", blend)
        .input("mix", 1, 2, SEGMENT)
        .output("stems", 1, 2, 2, SEGMENT)
        .floats("gains", gains, 1, 1, SEGMENT)
        .longs("shape", 1, 2, 2, SEGMENT)
        .node("Mul", "vocals", "mix", "gains")
        .node("Sub", "nothing", "mix", "mix")
        .node("Concat", "both", "axis", new long[] {1}, "vocals", "nothing")
        .node("Reshape", "stems", "both", "shape");
  }

  private static float[] ones() {
    var gains = new float[SEGMENT];
    java.util.Arrays.fill(gains, 1);
    return gains;
  }

  private static float[] ramp() {
    var gains = new float[SEGMENT];
    for (int i = 0; i < SEGMENT; i++) {
      gains[i] = (float) (0.2 + 0.7 * i / SEGMENT + 0.1 * Math.sin(i));
    }
    return gains;
  }

  private Separator open(NetworkFile network) throws Exception {
    return Separator.open(
        SeparatorOptions.defaults().withModel(network.write(folder.resolve("segments.onnx"))));
  }

  private static Song noise(int channels, int frames) {
    return new Song(Songs.noise(channels, frames, 7), RATE, ChannelLayout.ofCount(channels));
  }

  @ParameterizedTest(name = "{0} frames, {1} channels, stride {2}, margin {3}, {4}")
  @CsvSource({
    "0,2,250,0,triangular",
    "1,2,250,0,triangular",
    "249,2,250,0,hann",
    "250,1,250,0,triangular",
    "251,2,250,0,rectangular",
    "999,2,1000,0,triangular",
    "1000,2,1000,0,hann",
    "1001,2,1000,0,triangular",
    "5003,4,333,100,hann",
    "5003,2,800,100,triangular",
    "40000,2,600,50,triangular"
  })
  void aNetworkThatReturnsItsInputNulls(
      int frames, int channels, int stride, int margin, String blend) throws Exception {
    var song = noise(channels, frames);
    try (var separator = open(network(ones(), stride, margin, blend))) {
      float[][][] stems = Songs.separate(separator, song, 512);

      for (int channel = 0; channel < channels; channel++) {
        assertArrayEquals(song.samples()[channel], stems[0][channel], 1e-7f);
        assertArrayEquals(new float[frames], stems[1][channel], 1e-7f);
      }
    }
  }

  @ParameterizedTest(name = "stride {0}, margin {1}, {2}")
  @CsvSource({"250,0,TRIANGULAR", "333,100,HANN", "800,100,RECTANGULAR", "1000,0,TRIANGULAR"})
  void segmentsAreJoinedByTheirWeights(int stride, int margin, Contract.Blend blend)
      throws Exception {
    var song = noise(2, 3456);
    float[] gains = ramp();
    var network = network(gains, stride, margin, blend.name().toLowerCase(java.util.Locale.ROOT));
    try (var separator = open(network)) {
      float[][][] stems = Songs.separate(separator, song, 16_384);

      double[] weights = blend.weights(SEGMENT - 2 * margin);
      for (int p = 0; p < 3456; p++) {
        double sum = 0;
        double weightSum = 0;
        for (int start = 0; start <= p; start += stride) {
          if (p - start < weights.length) {
            sum += weights[p - start] * gains[p - start + margin];
            weightSum += weights[p - start];
          }
        }
        assertEquals(song.samples()[0][p] * sum / weightSum, stems[0][0][p], 1e-7, "at " + p);
      }
    }
  }

  @Test
  void blockSizeChangesNoBit() throws Exception {
    var song = noise(2, 20_011);
    try (var separator = open(network(ramp(), 300, 20, "triangular"))) {
      float[][][] expected = Songs.separate(separator, song, 20_011);
      for (int block : new int[] {1, 299, 1000, 16_384}) {
        float[][][] stems = Songs.separate(separator, song, block);
        for (int stem = 0; stem < 2; stem++) {
          assertEquals(0, Songs.difference(expected[stem], stems[stem]), "block " + block);
        }
      }
    }
  }

  @Test
  void aChannelOnItsOwnGetsTheMeanOfBothSidesAndTheLfeIsLeft() throws Exception {
    var song = noise(6, 3000);
    try (var separator = open(network(ones(), 500, 0, "hann"))) {
      float[][][] stems = Songs.separate(separator, song, 4096);

      assertArrayEquals(song.samples()[2], stems[0][2], 1e-7f); // centre
      assertArrayEquals(new float[3000], stems[0][3]); // LFE
      assertArrayEquals(song.samples()[3], stems[1][3]);
    }
  }

  @Test
  void blocksAreNeverLargerThanWasSaid() throws Exception {
    var most = new int[1];
    try (var separator = open(network(ones(), 1000, 0, "rectangular"))) {
      var song =
          separator.blocks(
              RATE,
              ChannelLayout.MONO,
              (stems, mix, frames) -> most[0] = Math.max(most[0], frames));
      song.write(new float[1][100_000], 100_000);
      song.finish();
    }
    assertEquals(1000, most[0]);
    var e = assertThrows(IllegalArgumentException.class, () -> StemReceiver.checkFrames(16_385));
    assertEquals("a block of stems must have from 1 to 16384 frames, had 16385", e.getMessage());
  }

  @Test
  void aSongOfAnotherRateIsResampledAndTheRestIsItsOwn() throws Exception {
    var song = new Song(Songs.noise(2, 5001, 3), 48_000, ChannelLayout.STEREO);
    try (var separator = open(network(ones(), 500, 0, "hann"))) {
      float[][][] stems = Songs.separate(separator, song, 999);
      for (int i = 0; i < 5001; i++) {
        double sum = (double) stems[0][0][i] + stems[1][0][i];
        assertEquals(song.samples()[0][i], sum, 1e-7, "at " + i);
      }
      assertEquals(5001, stems[0][1].length);
    }
  }

  @Test
  void aSegmentModelIsVerified() throws Exception {
    var catalogue = ModelCatalogue.open(folder.resolve("user"));
    var file = network(ones(), 500, 0, "hann").write(folder.resolve("segments.onnx"));

    catalogue.add(Path.of(file));

    assertEquals(
        new Contract.Segment(RATE, SEGMENT, 500, 0, Contract.Blend.HANN),
        catalogue.find("segments").card().contract());
  }
}
