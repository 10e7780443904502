package dev.isolator.evaluate.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class BssEvalTest {
  static final String[] SONGS = Golden.SONGS;

  /// The ratios with the tolerances in dB that the project promises.
  private enum Ratio {
    SDR(0.01),
    ISR(0.01),
    SIR(0.05),
    SAR(0.05);

    private final double tolerance;

    Ratio(double tolerance) {
      this.tolerance = tolerance;
    }

    double of(BssRatios ratios) {
      return switch (this) {
        case SDR -> ratios.sdr();
        case ISR -> ratios.isr();
        case SIR -> ratios.sir();
        case SAR -> ratios.sar();
      };
    }
  }

  @ParameterizedTest
  @FieldSource("SONGS")
  void everyFrameAgreesWithTheReferenceImplementation(String song) {
    var golden = Golden.of(song);

    var scores = BssEval.score(golden.references(), golden.estimates());

    for (int stem = 0; stem < golden.stems().size(); stem++) {
      var name = golden.stems().get(stem);
      for (var ratio : Ratio.values()) {
        var expected = golden.frames(name, ratio.name());
        var frames = scores.get(stem).frames();
        assertEquals(expected.size(), frames.size(), "frames");
        for (int frame = 0; frame < frames.size(); frame++) {
          var what = "%s %s of frame %d".formatted(name, ratio, frame);
          double found = ratio.of(frames.get(frame));
          if (expected.get(frame).isJsonNull()) {
            assertTrue(Double.isNaN(found), what);
          } else {
            assertEquals(expected.get(frame).getAsDouble(), found, ratio.tolerance, what);
          }
        }
        assertEquals(
            golden.median(name, ratio.name()),
            ratio.of(scores.get(stem).median()),
            ratio.tolerance,
            "median " + ratio);
      }
    }
  }

  @ParameterizedTest(name = "{0} stems, {1} channels, {2} frames at {3} Hz")
  @CsvSource({"1,1,100,200", "2,1,999,333", "2,2,1501,500", "3,2,1000,500", "4,1,401,130"})
  void theFastVersionSaysWhatThePlainOneSays(int stems, int channels, int frames, int rate) {
    var random = new Random(stems * 7L + frames);
    var references = songs(random, stems, channels, frames, rate);
    var estimates =
        references.stream().map(stem -> mixed(stem, references.getFirst(), random)).toList();

    var fast = BssEval.score(references, estimates, 24);
    var plain = PlainBssEval.score(references, estimates, 24);

    for (int stem = 0; stem < stems; stem++) {
      assertEquals(plain[stem].frames().size(), fast.get(stem).frames().size());
      for (int frame = 0; frame < plain[stem].frames().size(); frame++) {
        for (var ratio : Ratio.values()) {
          assertEquals(
              ratio.of(plain[stem].frames().get(frame)),
              ratio.of(fast.get(stem).frames().get(frame)),
              1e-6); // the order of the sums differs; SIR may divide by a small energy
        }
      }
    }
  }

  @Test
  void thePlainVersionAgreesWithTheReferenceImplementationToo() {
    var golden = Golden.of("mono-16k-partial-frame");

    var scores = PlainBssEval.score(golden.references(), golden.estimates(), BssEval.TAPS);

    assertEquals(golden.median("vocals", "SIR"), scores[0].median().sir(), 0.05);
    assertEquals(golden.median("vocals", "SAR"), scores[0].median().sar(), 0.05);
  }

  @Test
  void aMonoVoiceInStereoIsScoredLikeTheMonoVoice() {
    var random = new Random(5);
    var mono = songs(random, 2, 1, 4000, 2000);
    var guess = mono.stream().map(stem -> mixed(stem, mono.getFirst(), random)).toList();

    var ofMono = BssEval.score(mono, guess, 64);
    var ofStereo = BssEval.score(doubled(mono), doubled(guess), 64);

    for (int stem = 0; stem < 2; stem++) {
      for (var ratio : Ratio.values()) {
        assertEquals(
            ratio.of(ofMono.get(stem).median()), ratio.of(ofStereo.get(stem).median()), 1e-9);
      }
    }
  }

  @Test
  void stemsThatAreFilteredCopiesOfEachOtherAreScoredAllTheSame() {
    var random = new Random(6);
    var stem = songs(random, 1, 1, 4000, 2000).getFirst();
    short[] x = stem.samples()[0];
    var late = new short[x.length]; // twice the stem, a frame later: nothing that taps cannot do
    for (int i = 1; i < x.length; i++) {
      late[i] = (short) (2 * x[i - 1]);
    }
    var references = List.of(stem, new Pcm16(new short[][] {late}, 2000));

    var scores = BssEval.score(references, List.of(mixed(stem, stem, random), stem), 64);

    assertTrue(scores.get(0).median().sar() > 5, scores.get(0).median()::toString);
    assertTrue(scores.get(1).median().sar() > 60, scores.get(1).median()::toString);
  }

  @Test
  void aPerfectEstimateHasNoDistortionAtAll() {
    var references = songs(new Random(1), 2, 2, 3000, 1000);

    var scores = BssEval.score(references, references);

    assertEquals(Double.POSITIVE_INFINITY, scores.get(0).median().sdr());
    assertTrue(scores.get(0).median().sir() > 150, scores.get(0).median()::toString);
  }

  @Test
  void aSilentStemLeavesEveryFrameUndefined() {
    var song = songs(new Random(2), 1, 2, 2500, 1000).getFirst();
    var silence = new Pcm16(new short[2][2500], 1000);

    var scores = BssEval.score(List.of(song, silence), List.of(song, song));

    assertEquals(List.of(BssRatios.UNDEFINED, BssRatios.UNDEFINED), scores.getFirst().frames());
    assertEquals(BssRatios.UNDEFINED, scores.getFirst().median());
  }

  @Test
  void aSongShorterThanOneWindowIsOneFrameAndAnEmptyOneIsNone() {
    var song = songs(new Random(3), 1, 1, 700, 1000);
    assertEquals(1, BssEval.score(song, song).getFirst().frames().size());

    var empty = List.of(new Pcm16(new short[1][0], 1000));
    assertEquals(0, BssEval.score(empty, empty).getFirst().frames().size());
  }

  @Test
  void differentShapesAreRefusedWithBoth() {
    var song = new Pcm16(new short[2][100], 44100);
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> BssEval.score(List.of(song), List.of(song.ofFrames(99))));
    assertEquals(
        "expected 2 channels of 100 frames at 44100 Hz, found 2 of 99 at 44100 Hz", e.getMessage());
  }

  /// Noise with a slope, so that the Gram matrix is not the identity; a stem is quiet in its third
  /// window.
  private static List<Pcm16> songs(Random random, int stems, int channels, int frames, int rate) {
    return IntStream.range(0, stems)
        .mapToObj(
            stem -> {
              var samples = new short[channels][frames];
              for (short[] channel : samples) {
                double last = 0;
                for (int i = 0; i < frames; i++) {
                  last = 0.8 * last + 1500 * random.nextGaussian();
                  channel[i] = stem == 1 && i / rate == 2 ? 0 : (short) last;
                }
              }
              return new Pcm16(samples, rate);
            })
        .toList();
  }

  /// A stem a frame late and quieter, with some of another stem and of noise.
  private static Pcm16 mixed(Pcm16 stem, Pcm16 other, Random random) {
    var samples = new short[stem.channels()][stem.frames()];
    for (int channel = 0; channel < samples.length; channel++) {
      for (int i = 1; i < stem.frames(); i++) {
        samples[channel][i] =
            (short)
                (0.8 * stem.samples()[channel][i - 1]
                    + 0.2 * other.samples()[0][i]
                    + 200 * random.nextGaussian());
      }
    }
    return new Pcm16(samples, stem.sampleRate());
  }

  private static List<Pcm16> doubled(List<Pcm16> mono) {
    return mono.stream()
        .map(
            stem ->
                new Pcm16(
                    new short[][] {stem.samples()[0], stem.samples()[0].clone()},
                    stem.sampleRate()))
        .toList();
  }
}
