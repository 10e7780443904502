package dev.isolator.dataset.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShortSegmentTest {
  private static final int RATE = Songs.RATE;

  private final float[] voice = Songs.voice(1, 60);
  private final float[] mix = Songs.sum(voice, Songs.band(2, 60));
  private final PairAligner aligner = new PairAligner(Thresholds.defaults());

  @ParameterizedTest(name = "{0} s between two cuts")
  @ValueSource(doubles = {6, 3, 2})
  void aSegmentBetweenTwoCutsIsFoundToTheSample(double seconds) {
    int length = (int) (seconds * RATE);
    int first = 22 * RATE + 77;
    int gone = 3 * RATE + 41;
    // The vocals lack 3 s before the segment, and 4 s behind it.
    float[] cut = Songs.without(voice, first + gone + length, 4 * RATE);
    cut = Songs.without(cut, first, gone);
    var found = aligner.align(Songs.mono(mix), Songs.mono(Songs.times(cut, -0.7))).alignment();

    assertEquals(3, found.segments().size(), found.segments().toString());
    assertEquals(0, found.segments().get(0).offsetSeconds() * RATE, 0.5);
    assertEquals(gone, found.segments().get(1).offsetSeconds() * RATE, 0.5);
    assertEquals(gone + 4 * RATE, found.segments().get(2).offsetSeconds() * RATE, 0.5);
    assertEquals(Verdict.REVIEW, found.verdict());
    assertEquals(
        List.of("the vocals are of another cut: 3 segments with offsets of their own"),
        found.reasons());
  }

  @Test
  void whatIsSungInTheVocalsAloneIsNeverAccepted() {
    float[] more = voice.clone();
    System.arraycopy(Songs.voice(9, 60), 0, more, 30 * RATE, 6 * RATE);
    var found = aligner.align(Songs.mono(mix), Songs.mono(more)).alignment();

    assertNotEquals(Verdict.ACCEPT, found.verdict());
    assertTrue(
        found.reasons().stream()
            .anyMatch(
                r ->
                    r.matches(
                        "\\d\\.\\d s of the vocals, from (29|30|31)\\.\\d s of them on, are not in the mix where the rest is")),
        found.reasons().toString());
  }
}
