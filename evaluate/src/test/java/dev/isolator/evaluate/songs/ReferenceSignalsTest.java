package dev.isolator.evaluate.songs;

import static dev.isolator.evaluate.TestSounds.noise;
import static dev.isolator.evaluate.TestSounds.wav;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.isolator.audio.AudioException;
import dev.isolator.evaluate.metric.Pcm16;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceSignalsTest {
  @TempDir private Path folder = Path.of("");

  private Multitrack song(String... stems) {
    var sounds = new LinkedHashMap<String, AudioRegion>();
    for (var stem : stems) {
      sounds.put(stem, AudioRegion.of(folder.resolve(stem + ".wav")));
    }
    return Multitrack.of("song", sounds);
  }

  private static short[] samples(ReferenceSignals references, String stem) {
    return Objects.requireNonNull(references.stem(stem)).samples()[0];
  }

  @Test
  void musicIsTheSumOfAllStemsButTheVocals() throws AudioException {
    float[][] drums = noise(2, 50, 1);
    float[][] bass = noise(2, 50, 2);
    float[][] vocals = noise(2, 50, 3);
    wav(folder.resolve("drums.wav"), drums);
    wav(folder.resolve("bass.wav"), bass);
    wav(folder.resolve("vocals.wav"), vocals);

    var references = ReferenceSignals.of(song("drums", "vocals", "bass"));

    for (int i = 0; i < 50; i++) {
      int d = samples(references, "drums")[i];
      int b = samples(references, "bass")[i];
      int v = samples(references, "vocals")[i];
      assertEquals(d + b, samples(references, "music")[i]);
      assertEquals(d + b + v, Math.round(references.mixture()[0][i] * 32768));
    }
    assertEquals("sum of stems", references.mixtureOrigin());
    assertEquals(List.of(), references.notes());
  }

  @Test
  void musicThatIsGivenIsTakenAsItIs() throws AudioException {
    wav(folder.resolve("music.wav"), noise(1, 50, 1));
    wav(folder.resolve("drums.wav"), noise(1, 50, 2));

    var references = ReferenceSignals.of(song("music", "drums"));

    assertArrayEquals(
        Pcm16.quantise(noise(1, 50, 1), 8000).samples()[0], samples(references, "music"));
  }

  @Test
  void withoutAnyOtherStemMusicIsTheMixtureLessTheVocals() throws AudioException {
    wav(folder.resolve("mixture.wav"), noise(1, 50, 1));
    wav(folder.resolve("vocals.wav"), noise(1, 50, 2));

    var references = ReferenceSignals.of(song("mixture", "vocals"));

    int mix = Math.round(references.mixture()[0][7] * 32768);
    assertEquals(mix - samples(references, "vocals")[7], samples(references, "music")[7]);
    assertEquals("given", references.mixtureOrigin());
    assertEquals(List.of("reference music is the mixture less the vocals"), references.notes());
  }

  @Test
  void stemsOfOtherLengthsAndMonoStemsAreFittedAndItIsSaid() throws AudioException {
    wav(folder.resolve("mixture.wav"), noise(2, 50, 1));
    wav(folder.resolve("vocals.wav"), noise(2, 40, 2));
    wav(folder.resolve("drums.wav"), noise(1, 60, 3));

    var references = ReferenceSignals.of(song("mixture", "vocals", "drums"));

    assertEquals(0, samples(references, "vocals")[45]);
    var drums = Objects.requireNonNull(references.stem("drums"));
    assertEquals(50, drums.frames());
    assertArrayEquals(drums.samples()[0], drums.samples()[1]);
    assertEquals(
        List.of(
            "reference vocals has 40 frames, the song 50: silence was added at its end",
            "reference drums has 60 frames, the song 50: its end was cut off",
            "reference drums is mono: it was put in all 2 channels"),
        references.notes());
  }

  @Test
  void differentRatesAreRefused() {
    wav(folder.resolve("vocals.wav"), noise(1, 50, 1), 44_100);
    wav(folder.resolve("drums.wav"), noise(1, 50, 2), 48_000);
    var e = assertThrows(AudioException.class, () -> ReferenceSignals.of(song("vocals", "drums")));
    assertEquals(
        "song: expected one sample rate, found 44100 Hz in vocals and 48000 Hz in drums; resample one of them",
        e.getMessage());
  }

  @Test
  void channelsThatDoNotFitAreRefused() {
    wav(folder.resolve("mixture.wav"), noise(2, 50, 1));
    wav(folder.resolve("drums.wav"), noise(4, 50, 2));
    var e = assertThrows(AudioException.class, () -> ReferenceSignals.of(song("mixture", "drums")));
    assertEquals(
        "song: expected 2 channels or mono in drums, found 4; mix it down", e.getMessage());
  }

  @Test
  void aMixtureAloneIsNoReference() {
    wav(folder.resolve("mixture.wav"), noise(2, 50, 1));
    var e = assertThrows(AudioException.class, () -> ReferenceSignals.of(song("mixture")));
    assertEquals(
        "song: expected stems such as vocals and music, found a mixture alone; add its stems",
        e.getMessage());
  }

  @Test
  void aPartOfAFileIsCutToTheFrame() throws AudioException {
    float[][] whole = noise(1, 40_000, 4); // more than two blocks of the reader
    var file = wav(folder.resolve("long.wav"), whole);

    var part =
        Pcm16Reader.read(
            new AudioRegion(file, AudioRegion.BEST_TRACK, AudioRegion.ALL_CHANNELS, 2.125, 2.5));

    short[] all = Pcm16.quantise(whole, 8000).samples()[0];
    assertArrayEquals(Arrays.copyOfRange(all, 17_000, 37_000), part.samples()[0]);
    var past =
        Pcm16Reader.read(
            new AudioRegion(file, AudioRegion.BEST_TRACK, AudioRegion.ALL_CHANNELS, 9, 1));
    assertEquals(0, past.frames());
  }
}
