package dev.isolator.train.family;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class StudioTest {
  private final Architecture larger =
      Studio.of(List.of("vocals", "music"), List.of(24, 48, 72, 96, 128), 0);

  /// The structure of the first default model, whose card states these figures.
  @Test
  void largerNetIsThatOfTheFirstDefaultModel() {
    assertEquals(1_553_234, larger.weights().trainedSize());
    assertEquals(123, larger.lookBack());
    assertEquals(16, larger.frameMultiple());
    assertEquals(234, larger.warp().bands());
    assertEquals(139, larger.warp().exact());
    assertEquals(240, larger.rows());
  }

  @Test
  void smallerNetHasThreeQuartersOfAMillionWeights() {
    var smaller = Studio.of(List.of("vocals", "music"), List.of(16, 32, 48, 64, 96), 0);
    assertEquals(740_000, (double) smaller.weights().trainedSize(), 10_000);
  }

  /// Maps along frequency hear all bands of a frame, and no frame more.
  @Test
  void mapsAlongFrequencyReachNoFurtherInTime() {
    var mapped = Studio.of(List.of("vocals", "music"), List.of(24, 48, 72, 96, 128), 8);
    assertEquals(larger.lookBack(), mapped.lookBack());
    assertEquals(larger.lookAhead(), mapped.lookAhead());
    // Two maps of 240 × 30 rows with a bias at the finest level, behind either pair; 1 : 4 down.
    long maps =
        2 * (2 * 240 * 30 + 240 + 2 * 120 * 15 + 120 + 2 * 60 * 7 + 60 + 2 * 30 * 3 + 30)
            + 2 * 15
            + 15;
    long norms = 2 * (2 * 24 + 2 * 48 + 2 * 72 + 2 * 96) + 2 * 128;
    assertEquals(larger.weights().trainedSize() + maps + norms, mapped.weights().trainedSize());
  }

  @Test
  void liveLooksAtThePastAlone() {
    var live = Live.of(List.of("vocals", "music"), List.of(16, 32, 48, 64, 96), 0);
    assertEquals(0, live.lookAhead());
    assertEquals(16, live.frameMultiple());
    assertEquals(164, live.warp().bands());
  }

  /// Checkpoints keep this text: a run that was begun before there were other families goes on.
  @Test
  void descriptionIsThatOfOlderCheckpoints() {
    assertEquals(
        "Architecture[family=live, stems=[vocals, music], sampleRate=44100, fftLength=2048, hopLength=512, bandMultiple=2, frameMultiple=2, lookBack=22, lookAhead=0, network=Chain[layers=[stem: convolution 3×3 stride 1×1, 4 → 4, NORM_RELU, Chain[layers=[Residual[inner=Chain[layers=[enc0.0: convolution 3×3 stride 1×1, 4 → 4, NORM_RELU, enc0.1: convolution 3×3 stride 1×1, 4 → 4, NORM_RELU]]], Skip[inner=Chain[layers=[down0: convolution 4×4 stride 2×2, 4 → 6, NORM_RELU, Residual[inner=Chain[layers=[enc1.0: convolution 3×3 stride 1×1, 6 → 6, NORM_RELU, enc1.1: convolution 3×3 stride 1×1, 6 → 6, NORM_RELU]]], Expansion[name=up0, in=6, out=4, delay=1]]]], Chain[layers=[dec0.0: convolution 3×3 stride 1×1, 8 → 4, NORM_RELU, dec0.1: convolution 3×3 stride 1×1, 4 → 4, NORM_RELU]]]], out: convolution 1×1 stride 1×1, 4 → 2, LINEAR]]]",
        Live.of(List.of("vocals", "music"), List.of(4, 6), 0).toString());
  }
}
