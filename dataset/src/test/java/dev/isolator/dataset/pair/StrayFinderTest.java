package dev.isolator.dataset.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

class StrayFinderTest {
  private static final int RATE = Songs.RATE;

  private final float[] voice = Songs.voice(1, 60);
  private final Track mix = Track.of(Songs.mono(Songs.sum(voice, Songs.band(2, 60))));

  private static ClockFit fit(Piece... pieces) {
    return new ClockFit(1, 1, List.of(pieces), 1, 50, 0);
  }

  @Test
  void whatTheFitHasNowhereIsFoundBehindTheCut() {
    int cut = 40 * RATE;
    int gone = 5 * RATE;
    var vocals = Track.of(Songs.mono(Songs.without(voice, cut, gone)));
    var finder = StrayFinder.of(vocals, mix, fit(new Piece(0, 40, 0, 20)));

    var strays = finder.strays();
    var pieces = finder.withFound(strays);

    assertEquals(1, strays.size(), strays.toString());
    assertEquals(40, strays.getFirst().fromSeconds(), 1);
    assertEquals(55, strays.getFirst().toSeconds(), 1);
    Piece found =
        pieces.stream()
            .filter(p -> p.fromSeconds() <= 50 && p.toSeconds() > 50)
            .toList()
            .getFirst();
    assertEquals(5, found.lagSeconds(), 1 / vocals.lowRate());
  }

  @Test
  void whereNothingStraysTheFitsOwnPiecesComeBack() {
    var vocals = Track.of(Songs.mono(voice));
    var fit = fit(new Piece(0, 60, 0, 20));
    var finder = StrayFinder.of(vocals, mix, fit);

    assertEquals(List.of(), finder.strays());
    assertSame(fit.pieces(), finder.withFound(List.of()));
  }

  @Test
  void silenceAtTheEndsGoesWithItsNeighbour() {
    var sung = voice.clone();
    java.util.Arrays.fill(sung, 0, 20 * RATE, 0f);
    java.util.Arrays.fill(sung, 50 * RATE, sung.length, 0f);
    var finder = StrayFinder.of(Track.of(Songs.mono(sung)), mix, fit(new Piece(22, 48, 0, 20)));

    assertEquals(List.of(new Piece(0, 60, 0, 20)), finder.drawnOut(finder.strays()).pieces());
  }

  @Test
  void whatStraysAtAnEndDoesNot() {
    var vocals = Track.of(Songs.mono(Songs.without(voice, 40 * RATE, 5 * RATE)));
    var finder = StrayFinder.of(vocals, mix, fit(new Piece(3, 40, 0, 20)));

    assertEquals(List.of(new Piece(0, 40, 0, 20)), finder.drawnOut(finder.strays()).pieces());
  }
}
