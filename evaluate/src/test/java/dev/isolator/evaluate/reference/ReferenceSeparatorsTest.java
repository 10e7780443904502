package dev.isolator.evaluate.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.evaluate.metric.TrackSdr;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceSeparatorsTest {
  private static final int RATE = 16_000;

  /// What 1024 samples at 44.1 kHz come to.
  private static final int HOP = 378;

  static Stream<Arguments> namesAndLengths() {
    return ReferenceSeparators.names().stream()
        .flatMap(name -> Stream.of(0, 1, 777, 20_001).map(n -> Arguments.of(name, n)));
  }

  private static float[][][] separate(String name, float[][] mix, int sampleRate)
      throws ModelException {
    try (var model = ReferenceSeparators.open(name, 2)) {
      return model.separate(mix, sampleRate);
    }
  }

  @ParameterizedTest
  @MethodSource("namesAndLengths")
  void stemsAreAsLongAsTheSongAndSumToIt(String name, int n) throws ModelException {
    float[][] mix = {noise(n, 1), noise(n, 2)};

    float[][][] stems = separate(name, mix, RATE);

    assertEquals(2, stems.length);
    assertEquals(2, stems[0].length);
    if (name.equals("reference:mixture")) {
      assertSame(mix, stems[0]);
      assertSame(mix, stems[1]);
      return;
    }
    for (int channel = 0; channel < 2; channel++) {
      var sum = new float[n];
      for (int i = 0; i < n; i++) {
        sum[i] = stems[0][channel][i] + stems[1][channel][i];
      }
      assertArrayEquals(mix[channel], sum, 1e-6f); // the rounding of one subtraction
    }
  }

  @Test
  void centreExtractionTakesTheMiddle() throws ModelException {
    float[] middle = scaled(noise(RATE, 1), 0.3);
    float[] left = glide(RATE);
    float[][] mix = {sum(middle, left), middle};

    var vocals = separate("reference:centre", mix, RATE)[0];

    assertTrue(sdr(vocals, middle, middle) > 10, () -> "was " + sdr(vocals, middle, middle));
  }

  @Test
  void ofAMonoSongCentreExtractionTakesEverythingAbove100Hz() throws ModelException {
    float[] tone = tone(RATE, 1000);

    var vocals =
        separate("reference:centre", new float[][] {tone}, RATE)[
            0]; // its hard ends click below 100 Hz

    assertTrue(sdr(vocals, tone) > 45, () -> "was " + sdr(vocals, tone));
  }

  @Test
  void repetTakesAwayWhatRepeats() throws ModelException {
    float[] music = loop(6 * 42 * HOP, 42 * HOP); // a second of noise, six times
    float[] voice = scaled(glide(music.length), 0.5);

    var vocals = separate("reference:repet", mixed(music, voice), RATE)[0];

    assertImproved(8, mixed(music, voice), vocals, voice);
  }

  @Test
  void thePeriodOfALoopIsFound() {
    float[] music = loop(8 * RATE, RATE * 5 / 4);
    var song = new SongSpectra(new float[][] {music}, RATE, 2048, 1024);
    double hop = 8.0 / (song.frames() - 1); // seconds a frame

    double period = Repet.period(Repet.beatSpectrum(song), 10, 200) * hop;

    assertEquals(1.25, period, hop);
  }

  @Test
  void theBeatSpectrumIsOneAtLagZeroAndHighAtThePeriod() {
    var song = new SongSpectra(new float[][] {loop(4 * RATE, RATE)}, RATE, 2048, 1024);
    double[] beats = Repet.beatSpectrum(song);
    int second = song.framesIn(1);

    assertEquals(1, beats[0], 1e-6);
    assertTrue(beats[second] > 0.8, () -> "was " + beats[second]);
    assertTrue(beats[second / 2] < 0.7, () -> "was " + beats[second / 2]);
  }

  @Test
  void repetSimFindsWhatRepeatsWithoutAPeriod() throws ModelException {
    float[] a = loop(60 * HOP, 60 * HOP);
    float[] b = scaled(noise(44 * HOP, 77), 0.3);
    float[] music = joined(a, b, b, a, b, a, a, b);
    float[] voice = scaled(glide(music.length), 0.5);

    var vocals = separate("reference:repet-sim", mixed(music, voice), RATE)[0];

    assertImproved(3, mixed(music, voice), vocals, voice);
  }

  @Test
  void peaksAreApartAndTheFirstOfEqualsCounts() {
    float[] values = {1, 5, 4, 5, 0, 0, 7, 6};
    assertArrayEquals(new int[] {1, 6}, RepetSim.peaks(values, 2));
    assertArrayEquals(new int[] {6}, RepetSim.peaks(values, 5));
    assertArrayEquals(new int[] {0}, RepetSim.peaks(new float[9], 10));
  }

  @Test
  void harmonicPercussiveTakesWhatIsNeitherSteadyNorSudden() throws ModelException {
    int n = 4 * RATE;
    float[] music = sum(scaled(tone(n, 440), 1), clicks(n));
    float[] voice = glide(n);

    var vocals = separate("reference:harmonic-percussive", mixed(music, voice), RATE)[0];

    assertImproved(4, mixed(music, voice), vocals, voice);
  }

  @Test
  void theCatalogueFindsThem(@TempDir Path none) throws ModelException {
    var card = ModelCatalogue.open(none).find("reference:repet-sim").card();
    assertEquals(List.of("vocals", "music"), card.stems());
  }

  @Test
  void anUnknownNameIsRefusedWithTheNamesThereAre() {
    var e =
        assertThrows(ModelException.class, () -> ReferenceSeparators.open("reference:magic", 1));
    assertEquals(
        "reference:magic: no reference separator of that name; there are reference:mixture, reference:centre, reference:repet, reference:repet-sim, reference:harmonic-percussive",
        e.getMessage());
  }

  private static void assertImproved(double byDb, float[][] mix, float[][] vocals, float[] voice) {
    double before = sdr(mix, voice);
    double after = sdr(vocals, voice);
    assertTrue(after > before + byDb, "%.1f dB before, %.1f after".formatted(before, after));
  }

  private static double sdr(float[][] estimate, float[]... truth) {
    return TrackSdr.of(Pcm16.quantise(truth, RATE), Pcm16.quantise(estimate, RATE));
  }

  private static float[][] mixed(float[] a, float[] b) {
    return new float[][] {sum(a, b)};
  }

  private static float[] noise(int n, long seed) {
    var random = new Random(seed);
    var noise = new float[n];
    for (int i = 0; i < n; i++) {
      noise[i] = (float) (0.2 * random.nextGaussian());
    }
    return noise;
  }

  /// Noise with a beat, repeated.
  private static float[] loop(int n, int period) {
    float[] bar = noise(period, 9);
    var loop = new float[n];
    for (int i = 0; i < n; i++) {
      int place = i % period;
      loop[i] = (float) (bar[place] * Math.exp(-8.0 * (place % (period / 2)) / period));
    }
    return loop;
  }

  /// A harmonic tone that never stays, with vibrato.
  private static float[] glide(int n) {
    var glide = new float[n];
    double phase = 0;
    for (int i = 0; i < n; i++) {
      double seconds = (double) i / RATE;
      double hertz =
          300 * Math.pow(2, 0.5 * Math.sin(2.1 * seconds) + 0.06 * Math.sin(35 * seconds));
      phase += 2 * Math.PI * hertz / RATE;
      glide[i] =
          (float) (0.1 * (Math.sin(phase) + 0.7 * Math.sin(2 * phase) + 0.5 * Math.sin(3 * phase)));
    }
    return glide;
  }

  private static float[] tone(int n, double hertz) {
    var tone = new float[n];
    for (int i = 0; i < n; i++) {
      tone[i] = (float) (0.2 * Math.sin(2 * Math.PI * hertz * i / RATE));
    }
    return tone;
  }

  private static float[] clicks(int n) {
    var clicks = new float[n];
    for (int i = RATE / 8; i < n; i += RATE / 4) {
      clicks[i] = 0.9f;
    }
    return clicks;
  }

  private static float[] scaled(float[] x, double gain) {
    var y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) (gain * x[i]);
    }
    return y;
  }

  private static float[] sum(float[] a, float[] b) {
    var sum = new float[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  private static float[] joined(float[]... parts) {
    var joined = new float[Stream.of(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }
}
