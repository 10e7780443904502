package dev.isolator.dataset.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnalignedSegmentSearchTest {
  private static final int RATE = Songs.RATE;

  private final float[] voice = Songs.voice(1, 60);
  private final MultirateRecording mix =
      MultirateRecording.of(Songs.mono(Songs.sum(voice, Songs.band(2, 60))));

  private static ClockFit fit(AlignedSegment... segments) {
    return new ClockFit(1, 1, List.of(segments), 1, 50, 0);
  }

  @Test
  void whatTheFitHasNowhereIsFoundBehindTheCut() {
    int cut = 40 * RATE;
    int gone = 5 * RATE;
    var vocals = MultirateRecording.of(Songs.mono(Songs.without(voice, cut, gone)));
    var search = UnalignedSegmentSearch.of(vocals, mix, fit(new AlignedSegment(0, 40, 0, 20)));

    var unaligned = search.unaligned();
    var segments = search.withRealigned(unaligned);

    assertEquals(1, unaligned.size(), unaligned.toString());
    assertEquals(40, unaligned.getFirst().fromSeconds(), 1);
    assertEquals(55, unaligned.getFirst().toSeconds(), 1);
    AlignedSegment found =
        segments.stream()
            .filter(p -> p.fromSeconds() <= 50 && p.toSeconds() > 50)
            .toList()
            .getFirst();
    assertEquals(5, found.lagSeconds(), 1 / vocals.lowRate());
  }

  @Test
  void whereNothingStraysTheFitsOwnPiecesComeBack() {
    var vocals = MultirateRecording.of(Songs.mono(voice));
    var fit = fit(new AlignedSegment(0, 60, 0, 20));
    var search = UnalignedSegmentSearch.of(vocals, mix, fit);

    assertEquals(List.of(), search.unaligned());
    assertSame(fit.segments(), search.withRealigned(List.of()));
  }

  @Test
  void silenceAtTheEndsGoesWithItsNeighbour() {
    var sung = voice.clone();
    java.util.Arrays.fill(sung, 0, 20 * RATE, 0f);
    java.util.Arrays.fill(sung, 50 * RATE, sung.length, 0f);
    var search =
        UnalignedSegmentSearch.of(
            MultirateRecording.of(Songs.mono(sung)), mix, fit(new AlignedSegment(22, 48, 0, 20)));

    assertEquals(
        List.of(new AlignedSegment(0, 60, 0, 20)), search.extended(search.unaligned()).segments());
  }

  @Test
  void whatStraysAtAnEndDoesNot() {
    var vocals = MultirateRecording.of(Songs.mono(Songs.without(voice, 40 * RATE, 5 * RATE)));
    var search = UnalignedSegmentSearch.of(vocals, mix, fit(new AlignedSegment(3, 40, 0, 20)));

    assertEquals(
        List.of(new AlignedSegment(0, 40, 0, 20)), search.extended(search.unaligned()).segments());
  }
}
