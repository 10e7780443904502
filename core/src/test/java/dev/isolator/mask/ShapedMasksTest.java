package dev.isolator.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.mask.MaskShape.Compression;
import dev.isolator.mask.MaskShape.Edges;
import dev.isolator.mask.MaskShape.Smoothing;
import dev.isolator.mask.ShapedMasks.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapedMasksTest {
  private static final double NONE = Double.NEGATIVE_INFINITY;

  /// Frames of 10 ms, bins of 10 Hz.
  private static Layout layout(int stems, int bins) {
    return new Layout(stems, 0, bins, 10, 0.01);
  }

  private static MaskShape shape(double exponent, Compression compression, double floorDb) {
    return new MaskShape(exponent, compression, Smoothing.OFF, Edges.OFF, floorDb);
  }

  private static MaskShape edges(double entry, double exit) {
    return new MaskShape(1, Compression.OFF, Smoothing.OFF, new Edges(entry, exit), NONE);
  }

  /// Everything at once.
  private static final MaskShape ALL =
      new MaskShape(
          0.7, new Compression(-10, 2, 6), new Smoothing(0.03, 20), new Edges(0.04, 0.05), -60);

  private static final CleanUp CLEAN = new CleanUp(50, 0.03, 30, 1);

  /// @param frames `[frames][stems][bins]`
  private static float[][][] shaped(
      MaskShape shape, CleanUp cleanUp, Layout layout, float[][][] frames) {
    var masks = new ShapedMasks(shape, cleanUp, layout);
    List<float[][]> out = new ArrayList<>();
    for (float[][] frame : frames) {
      masks.add(frame);
      take(masks, layout, out);
    }
    masks.finish();
    take(masks, layout, out);
    return out.toArray(float[][][]::new);
  }

  private static void take(ShapedMasks masks, Layout layout, List<float[][]> out) {
    var next = new float[layout.stems()][layout.bins()];
    while (masks.next(next)) {
      out.add(next);
      next = new float[layout.stems()][layout.bins()];
    }
  }

  private static float[][][] random(int frames, int stems, int bins) {
    var random = new Random(5);
    var masks = new float[frames][stems][bins];
    for (float[][] frame : masks) {
      for (int bin = 0; bin < bins; bin++) {
        float left = 1;
        for (float[] stem : frame) {
          stem[bin] = left * random.nextFloat();
          left -= stem[bin];
        }
      }
    }
    return masks;
  }

  private static float[][][] ofOneBin(float... values) {
    var masks = new float[values.length][1][1];
    for (int t = 0; t < values.length; t++) {
      masks[t][0][0] = values[t];
    }
    return masks;
  }

  private static float[] firstBin(float[][][] masks) {
    var values = new float[masks.length];
    for (int t = 0; t < values.length; t++) {
      values[t] = masks[t][0][0];
    }
    return values;
  }

  @ParameterizedTest(name = "{0} frames")
  @ValueSource(ints = {0, 1, 2, 7, 8, 40})
  void asManyFramesComeOutAsGoInAndEveryShareStaysOne(int frames) {
    for (int stems : new int[] {1, 3}) {
      var layout = layout(stems, 20);

      float[][][] out = shaped(ALL, CLEAN, layout, random(frames, stems, 20));

      assertEquals(frames, out.length);
      for (float[][] frame : out) {
        for (int bin = 0; bin < 20; bin++) {
          float sum = 0;
          for (float[] stem : frame) {
            assertTrue(stem[bin] >= 0 && stem[bin] <= 1, "mask " + stem[bin]);
            sum += stem[bin];
          }
          assertTrue(sum <= 1 + 1e-6, "the last stem would have " + (1 - sum));
        }
      }
    }
  }

  @Test
  void whatComesOutLagsByTheReach() {
    var layout = layout(1, 4);
    int reach = ShapedMasks.reach(ALL, CLEAN, layout);
    assertEquals(3 + 4 + 2 + 2, reach); // smoothing, entry, two openings
    var masks = new ShapedMasks(ALL, CLEAN, layout);
    var out = new float[1][4];

    for (int t = 0; t < reach; t++) {
      masks.add(new float[1][4]);
      assertEquals(false, masks.next(out), "after frame " + t);
    }
    masks.add(new float[1][4]);

    assertEquals(true, masks.next(out));
  }

  @Test
  void nothingIsWantedOfWhatIsOff() {
    assertEquals(false, ShapedMasks.isWanted(MaskShape.OFF, CleanUp.OFF));
    assertEquals(0, ShapedMasks.reach(MaskShape.OFF, CleanUp.OFF, layout(1, 1)));
    assertEquals(true, ShapedMasks.isWanted(shape(0.7, Compression.OFF, NONE), CleanUp.OFF));
  }

  @Test
  void exponentIsRenormalised() {
    float[] out =
        firstBin(
            shaped(
                shape(2, Compression.OFF, NONE),
                CleanUp.OFF,
                layout(1, 1),
                ofOneBin(0, 0.25f, 0.5f, 1)));

    // m² / (m² + (1 − m)²)
    assertArrayEquals(new float[] {0, 0.1f, 0.5f, 1}, out, 1e-6f);
  }

  @Test
  void compressionDividesWhatIsBeyondTheThreshold() {
    // 0.01 is −40 dB: 30 beyond the threshold, of which a third is left: −20 dB, 0.1; then scaled
    // by the sum with the other stem's 0.99.
    float[] out =
        firstBin(
            shaped(
                shape(1, new Compression(-10, 3, 0), NONE),
                CleanUp.OFF,
                layout(1, 1),
                ofOneBin(0.01f, 0.5f)));

    assertEquals(0.1 / 1.09, out[0], 1e-3); // the curve has steps of 1/4096
    assertEquals(0.5, out[1], 1e-6);
  }

  @Test
  void everyStemKeepsTheFloor() {
    float[] out =
        firstBin(
            shaped(
                shape(1, Compression.OFF, -20), CleanUp.OFF, layout(1, 1), ofOneBin(0, 0.5f, 1)));

    assertArrayEquals(new float[] {0.1f, 0.5f, 0.9f}, out, 1e-6f);
  }

  @Test
  void smoothingOverTimeIsAHannWindow() {
    var smoothing = new MaskShape(1, Compression.OFF, new Smoothing(0.01, 0), Edges.OFF, NONE);

    float[] out =
        firstBin(shaped(smoothing, CleanUp.OFF, layout(1, 1), ofOneBin(1, 1, 0, 0, 1, 0, 0)));

    assertArrayEquals(new float[] {1, 0.75f, 0.25f, 0.25f, 0.5f, 0.25f, 0}, out, 1e-6f);
  }

  @Test
  void smoothingOverBinsIsAHannWindow() {
    var smoothing = new MaskShape(1, Compression.OFF, new Smoothing(0, 10), Edges.OFF, NONE);
    float[][][] masks = {{{1, 0, 0, 1, 0}}};

    float[][][] out = shaped(smoothing, CleanUp.OFF, layout(1, 5), masks);

    assertArrayEquals(new float[] {2 / 3f, 0.25f, 0.25f, 0.5f, 1 / 3f}, out[0][0], 1e-6f);
  }

  @Test
  void aVoiceComesInAndGoesOutAlongAHannWindow() {
    float[] out =
        firstBin(
            shaped(edges(0.02, 0.01), CleanUp.OFF, layout(1, 1), ofOneBin(0, 0, 0, 1, 1, 0, 0)));

    assertArrayEquals(new float[] {0, 0.25f, 0.75f, 1, 1, 0.5f, 0}, out, 1e-6f);
  }

  @Test
  void whatTheVocalsGainAtTheirEdgesTheOthersLose() {
    float[][][] masks = {{{0}, {0.6f}}, {{1}, {0}}};

    float[][][] out = shaped(edges(0.01, 0), CleanUp.OFF, layout(2, 1), masks);

    assertEquals(0.5, out[0][0][0], 1e-6);
    assertEquals(0.3, out[0][1][0], 1e-6);
  }

  @Test
  void anIslandIsTakenAwayAndLinesStay() {
    var masks = new float[9][1][12];
    masks[4][0][7] = 0.8f; // an island
    for (int t = 0; t < 9; t++) {
      masks[t][0][10] = 0.6f; // a partial
    }
    for (int bin = 5; bin < 12; bin++) {
      masks[1][0][bin] = Math.max(masks[1][0][bin], 0.5f); // a consonant
    }
    masks[6][0][2] = 0.9f; // an island below 50 Hz

    float[][][] out = shaped(MaskShape.OFF, CLEAN, layout(1, 12), masks);

    assertEquals(0, out[4][0][7]);
    assertEquals(0.6f, out[3][0][10], 1e-6f);
    assertEquals(0.5f, out[1][0][7], 1e-6f);
    assertEquals(0.9f, out[6][0][2], 1e-6f);
  }

  @Test
  void aHoleIsFilled() {
    var masks = new float[9][1][12];
    for (float[][] frame : masks) {
      java.util.Arrays.fill(frame[0], 0.9f);
    }
    masks[4][0][7] = 0.1f;

    float[][][] out = shaped(MaskShape.OFF, CLEAN, layout(1, 12), masks);

    assertEquals(0.9f, out[4][0][7], 1e-6f);
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertEquals(
        "exponent must be from 0.25 to 4.0, was 5.0",
        assertThrows(IllegalArgumentException.class, () -> shape(5, Compression.OFF, NONE))
            .getMessage());
    assertEquals(
        "floorDb must be from -100.0 to -6.0, was 0.0",
        assertThrows(IllegalArgumentException.class, () -> shape(1, Compression.OFF, 0))
            .getMessage());
    assertEquals(
        "ratio must be from 0.25 to 20.0, was NaN",
        assertThrows(IllegalArgumentException.class, () -> new Compression(-10, Double.NaN, 0))
            .getMessage());
    assertEquals(
        "amount must be from 0.0 to 1.0, was 2.0",
        assertThrows(IllegalArgumentException.class, () -> new CleanUp(0, 0.1, 10, 2))
            .getMessage());
    assertEquals(
        "entrySeconds must be from 0.0 to 1.0, was -1.0",
        assertThrows(IllegalArgumentException.class, () -> new Edges(-1, 0)).getMessage());
  }
}
