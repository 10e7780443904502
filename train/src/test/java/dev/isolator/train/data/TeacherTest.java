package dev.isolator.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.model.ModelException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TeacherTest {
  private static final int N = 40_000;
  private static final int HALF = N / 2;

  /// Samples on either side of an edge, over which activity has its ramp.
  private static final int RAMP = 3 * 1024;

  private static final List<String> TWO = List.of("vocals", "music");

  @TempDir Path folder;

  /// Vocals in the first half, accompaniment throughout.
  private Mix mix() throws Exception {
    var song = Sounds.library(folder).songs().getFirst();
    float[][] vocals = Objects.requireNonNull(song.get("vocals")).read(1000, N);
    for (float[] channel : vocals) {
      Arrays.fill(channel, HALF, N, 0);
    }
    return new Mix(
        new float[][][] {vocals, Objects.requireNonNull(song.get("other")).read(1000, N)});
  }

  @Test
  void targetsSumToTheMixAndSilenceStaysSilent() throws Exception {
    var mix = mix();
    try (var teacher = Teacher.open("studio-vocals-3", 0.5, TWO, N)) {
      var targets = teacher.targets(mix);

      float[][] expected = mix.mixture();
      float[][] found = targets.mixture();
      double moved = 0;
      for (int c = 0; c < 2; c++) {
        assertArrayEquals(expected[c], found[c], 1e-6f); // rounding of floats below 1
        for (int i = 0; i < N; i++) {
          double change = Math.abs(targets.stems()[0][c][i] - mix.stems()[0][c][i]);
          moved = Math.max(moved, change);
          if (i >= HALF + RAMP) {
            assertEquals(0, targets.stems()[0][c][i], "vocals at " + i);
          }
        }
      }
      assertTrue(moved > 1e-3, "the teacher differs from the truth by " + moved);
    }
  }

  /// Half of the way to the whole change, and no change at a share of 0.
  @Test
  void theShareIsThatOfTheEstimate() throws Exception {
    var mix = mix();
    try (var none = Teacher.open("studio-vocals@3", 0, TWO, N);
        var half = Teacher.open("studio-vocals@3", 0.5, TWO, N);
        var whole = Teacher.open("studio-vocals@3", 1, TWO, N)) {
      float[] truth = mix.stems()[0][0];
      float[] halfway = half.targets(mix).stems()[0][0];
      float[] estimate = whole.targets(mix).stems()[0][0];
      assertArrayEquals(truth, none.targets(mix).stems()[0][0]);
      for (int i = 0; i < N; i++) {
        assertEquals(0.5 * (truth[i] + estimate[i]), halfway[i], 1e-6);
      }
    }
  }

  /// What a resumed run is taught is what the whole run would have been.
  @Test
  void anotherTeacherOfTheSameModelGivesTheSameBits() throws Exception {
    var mix = mix();
    try (var first = Teacher.open("studio-vocals-3", 0.5, TWO, N);
        var second = Teacher.open("studio-vocals-3", 0.5, TWO, N)) {
      var expected = first.targets(mix);
      first.targets(new Mix(new float[2][2][N]));
      var again = first.targets(mix);
      var found = second.targets(mix);
      for (int s = 0; s < 2; s++) {
        assertArrayEquals(expected.stems()[s][1], again.stems()[s][1]);
        assertArrayEquals(expected.stems()[s][1], found.stems()[s][1]);
      }
    }
  }

  @Test
  void aMixOfOneStemStaysAsItIs() throws Exception {
    var alone = new Mix(new float[][][] {new float[2][N], mix().stems()[1]});
    try (var teacher = Teacher.open("studio-vocals-3", 1, TWO, N)) {
      assertSame(alone, teacher.targets(alone));
    }
  }

  /// The parts of an unsplit accompaniment are not known; the teacher does not change that.
  @Test
  void anUnsplitAccompanimentStaysUnsplit() throws Exception {
    var two = mix();
    var unsplit =
        new Mix(
            new float[][][] {two.stems()[0], two.stems()[1], new float[2][N], new float[2][N]},
            false);
    var four = List.of("vocals", "drums", "bass", "other");
    try (var teacher = Teacher.open("studio-4-3", 0.5, four, N)) {
      var targets = teacher.targets(unsplit);
      assertFalse(targets.partsKnown());
      for (int s = 2; s < 4; s++) {
        assertArrayEquals(new float[N], targets.stems()[s][0]);
      }
      assertArrayEquals(two.mixture()[0], targets.mixture()[0], 1e-6f);
    }
  }

  @Test
  void whatCannotTeachIsRefused() {
    var stems = assertThrows(ModelException.class, () -> Teacher.open("studio-4-3", 0.5, TWO, N));
    assertEquals(
        "teacher studio-4-3: expected a model for vocals, music, as the run is for, found one for vocals, drums, bass, other; name another model (isolator models list), or set stems",
        stems.getMessage());
    var unknown = assertThrows(ModelException.class, () -> Teacher.open("studio", 0.5, TWO, N));
    assertEquals(
        "teacher studio: no model of that name and version; name one as studio-vocals-3 (isolator models list), or an .onnx file",
        unknown.getMessage());
  }
}
