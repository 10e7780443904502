package dev.isolator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.Songs.Song;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.model.Contract;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.OutsideOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// For each family of outside models a graph that returns its input: what comes out is the song, so
/// padding, scale, levels, trimming and weights are right.
class OutsideNullTest {
  /// −100 dB of full scale.
  private static final double NULL = 1e-5;

  private static final int RATE = 44_100;
  private static final int DEMUCS = 20_000;

  @TempDir private Path folder;

  enum Family {
    MDX_NET,
    SPLEETER,
    HTDEMUCS_CORE,
    HTDEMUCS_COMPLEX,
    HTDEMUCS,
    OPEN_UNMIX,
    ROFORMER_SPECTRA,
    ROFORMER_MASKS,
    SCNET_SPECTRA,
    WAVES
  }

  /// A small network of a family, that returns its input.
  private static List<NetworkFile> networks(Family family) {
    return switch (family) {
      case MDX_NET -> List.of(OutsideNetworks.mdxNet(2048, 16));
      case SPLEETER -> List.of(OutsideNetworks.spleeter(1), OutsideNetworks.spleeter(0));
      case HTDEMUCS_CORE -> List.of(OutsideNetworks.demucsCore(DEMUCS, true));
      case HTDEMUCS_COMPLEX -> List.of(OutsideNetworks.demucsComplex(DEMUCS, true));
      case HTDEMUCS -> List.of(OutsideNetworks.waves(343_980));
      case OPEN_UNMIX -> List.of(OutsideNetworks.openUnmix());
      case ROFORMER_SPECTRA -> List.of(OutsideNetworks.roformerSpectra(OutsideNetworks.ones(2050)));
      case ROFORMER_MASKS -> List.of(OutsideNetworks.roformerMasks(1, 0));
      case SCNET_SPECTRA -> List.of(OutsideNetworks.scnetSpectra(OutsideNetworks.ones(2049)));
      case WAVES -> List.of(OutsideNetworks.waves(10_000));
    };
  }

  private Separator open(Family family) throws Exception {
    return open(family, networks(family));
  }

  private Separator open(Family family, List<NetworkFile> networks) throws Exception {
    var paths = new ArrayList<Path>();
    for (var network : networks) {
      paths.add(Path.of(network.write(folder.resolve("net" + paths.size() + ".onnx"))));
    }
    var stems = family == Family.SPLEETER ? List.of("vocals", "music") : List.of("vocals");
    var options =
        OutsideOptions.defaults()
            .withFamily(family.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .withStems(stems)
            .withFftLength(family == Family.MDX_NET ? 4096 : 0);
    var entry = ModelCatalogue.open(folder.resolve("user")).addOutside(paths, options).entry();
    if (family == Family.OPEN_UNMIX) { // its filter gives weak bins to the rest
      var card = Path.of(entry.location().replace(".onnx", ".json"));
      String text = Files.readString(card);
      Files.writeString(card, text.replace("\"wienerIterations\": 1", "\"wienerIterations\": 0"));
    }
    return Separator.open(SeparatorOptions.defaults().withModel(entry.location()));
  }

  /// MDX-Net gives the three lowest bins back as nothing. Where a piece is cut through sound, the
  /// cut has a part there, which is missing behind the window's small weights; OutsideGoldenTest
  /// holds the family to what the original tool makes of it.
  private static double tolerance(Family family) {
    return family == Family.MDX_NET ? 1e-3 : NULL;
  }

  private static int segment(Separator separator) {
    return ((Contract.Adapted) separator.card().contract()).segment().segmentFrames();
  }

  /// Tones between 1.2 and 10 kHz that swell from nothing and fade to nothing: nothing in the bins
  /// that a network does not get.
  private static Song tones(int channels, int frames, int rate) {
    var samples = new float[channels][frames];
    double[] hertz = {1234.5, 2222.2, 3141.6, 9876};
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < frames; i++) {
        double swell = Math.sin(Math.PI * (i + 0.5) / frames);
        double sum = 0;
        for (int tone = 0; tone < hertz.length; tone++) {
          sum += Math.sin(2 * Math.PI * hertz[tone] * i / rate + tone * (channel + 1));
        }
        samples[channel][i] = (float) (0.1 * swell * swell * swell * swell * sum);
      }
    }
    return new Song(samples, rate, ChannelLayout.ofCount(channels));
  }

  private static void assertNull(Song song, float[][][] stems, double tolerance) {
    for (int channel = 0; channel < song.samples().length; channel++) {
      float[] mix = song.samples()[channel];
      assertEquals(mix.length, stems[0][channel].length, "frames");
      for (int i = 0; i < mix.length; i++) {
        assertEquals(mix[i], stems[0][channel][i], tolerance, channel + " at " + i);
        assertEquals(
            mix[i], (double) stems[0][channel][i] + stems[1][channel][i], 1e-6, "sum at " + i);
      }
    }
  }

  /// What is as short as this has all frequencies: MDX-Net's lowest bins are not given back, and
  /// are in the rest. Demucs adds 1e-5 to the deviation of a segment, which is not much more where
  /// there is one sample in it.
  @ParameterizedTest
  @EnumSource
  void noneAndOneFrameComeBack(Family family) throws Exception {
    try (var separator = open(family)) {
      for (int frames : new int[] {0, 1}) {
        var song = new Song(Songs.noise(2, frames, 3), RATE, ChannelLayout.STEREO);
        double tolerance =
            switch (family) {
              case MDX_NET -> 1;
              case HTDEMUCS_CORE, HTDEMUCS_COMPLEX -> 2e-3;
              default -> NULL;
            };
        assertNull(song, Songs.separate(separator, song, 512), tolerance);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSegmentMoreOrLessComesBack(Family family) throws Exception {
    try (var separator = open(family)) {
      int segment = segment(separator);
      for (int frames : new int[] {segment - 1, segment, segment + 1, 3 * segment}) {
        if (frames <= segment + 1 || segment < 100_000) {
          var song = tones(2, frames, RATE);
          assertNull(song, Songs.separate(separator, song, 16_384), tolerance(family));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SPLEETER", "HTDEMUCS", "OPEN_UNMIX"})
  void threeLongSegmentsComeBack(Family family) throws Exception {
    try (var separator = open(family)) {
      var song = tones(2, 3 * segment(separator), RATE);
      assertNull(song, Songs.separate(separator, song, 16_384), tolerance(family));
    }
  }

  @ParameterizedTest
  @EnumSource
  void monoAnd48kHzComeBack(Family family) throws Exception {
    try (var separator = open(family)) {
      int frames = Math.min(60_000, segment(separator) + 999);
      var mono = tones(1, frames, RATE);
      assertNull(mono, Songs.separate(separator, mono, 16_384), tolerance(family));
      var dat = tones(2, frames, 48_000);
      assertNull(dat, Songs.separate(separator, dat, 777), tolerance(family));
    }
  }

  @Test
  void surroundGoesInAsPairsAndTheLfeIsLeft() throws Exception {
    try (var separator = open(Family.HTDEMUCS_CORE)) {
      var song = tones(6, 30_000, RATE);
      float[][][] stems = Songs.separate(separator, song, 4096);
      for (int channel : new int[] {0, 1, 2, 4, 5}) {
        assertArrayEquals(song.samples()[channel], stems[0][channel], 1e-5f, "" + channel);
      }
      assertArrayEquals(new float[30_000], stems[0][3]);
      assertArrayEquals(song.samples()[3], stems[1][3]);
    }
  }

  /// Noise of all frequencies: what is above the network's band is in the rest.
  @ParameterizedTest
  @ValueSource(ints = {8000, 22_050, 48_000, 96_000})
  void stemsOfAnyRateSumToTheSong(int rate) throws Exception {
    try (var separator = open(Family.WAVES)) {
      var song = new Song(Songs.noise(2, 30_011, 5), rate, ChannelLayout.STEREO);
      float[][][] stems = Songs.separate(separator, song, 1000);
      double rest = 0;
      for (int channel = 0; channel < 2; channel++) {
        assertEquals(30_011, stems[0][channel].length);
        for (int i = 0; i < 30_011; i++) {
          double sum = (double) stems[0][channel][i] + stems[1][channel][i];
          assertEquals(song.samples()[channel][i], sum, 1e-6, "at " + i);
          rest = Math.max(rest, Math.abs(stems[1][channel][i]));
        }
      }
      assertEquals(rate > RATE, rest > 0.1, "the rest's peak is " + rest);
    }
  }

  /// Demucs takes two silent frames at either end of a segment, so its spectral branch fades there:
  /// by the contract of the original. Away from segments' ends it is whole. The tones' periods
  /// divide a segment, as its mean would come back from either branch.
  @ParameterizedTest
  @EnumSource(names = {"HTDEMUCS_CORE", "HTDEMUCS_COMPLEX"})
  void demucsSpectraComeBackAwayFromSegmentsEnds(Family family) throws Exception {
    var network =
        family == Family.HTDEMUCS_CORE
            ? OutsideNetworks.demucsCore(DEMUCS, false)
            : OutsideNetworks.demucsComplex(DEMUCS, false);
    try (var separator = open(family, List.of(network))) {
      var samples = new float[2][3 * DEMUCS];
      for (int i = 0; i < samples[0].length; i++) {
        for (int cycles : new int[] {73, 300, 777}) {
          samples[0][i] += (float) (0.1 * Math.sin(2 * Math.PI * cycles * i / 5000));
          samples[1][i] += (float) (0.1 * Math.cos(2 * Math.PI * cycles * i / 5000));
        }
      }
      var song = new Song(samples, RATE, ChannelLayout.STEREO);
      float[][][] stems = Songs.separate(separator, song, 16_384);
      int stride = DEMUCS * 3 / 4;
      int compared = 0;
      for (int i = 3000; i < DEMUCS + stride; i++) {
        int since = i % stride;
        if (since > 3000 && (since < DEMUCS - stride - 3000 || since > DEMUCS - stride)) {
          assertEquals(song.samples()[0][i], stems[0][0][i], NULL, "at " + i);
          compared++;
        }
      }
      assertTrue(compared > 10_000, compared + " compared");
    }
  }

  @ParameterizedTest
  @EnumSource
  void blockSizeChangesNoBit(Family family) throws Exception {
    try (var separator = open(family)) {
      var song =
          new Song(
              Songs.noise(2, Math.min(40_000, segment(separator) + 777), 9),
              48_000,
              ChannelLayout.STEREO);
      float[][][] expected = Songs.separate(separator, song, 16_384);
      float[][][] stems = Songs.separate(separator, song, 1777);
      for (int stem = 0; stem < 2; stem++) {
        assertEquals(0, Songs.difference(expected[stem], stems[stem]));
      }
    }
  }

  @Test
  void aComplexMaskTurnsPhases() throws Exception {
    try (var separator =
        open(Family.ROFORMER_MASKS, List.of(OutsideNetworks.roformerMasks(-0.5f, 0)))) {
      var song = tones(2, 20_000, RATE);
      float[] half = Songs.separate(separator, song, 16_384)[0][0];
      for (int i = 0; i < half.length; i++) {
        assertEquals(-0.5 * song.samples()[0][i], half[i], NULL);
      }
    }
  }

  /// A bag: the mean of its files, or by weights.
  @Test
  void severalFilesAreAveragedByTheirWeights() throws Exception {
    var quiet = new float[10_000];
    Arrays.fill(quiet, 0.2f);
    var song = tones(2, 25_000, RATE);
    var files =
        List.of(
            Path.of(OutsideNetworks.waves(10_000).write(folder.resolve("loud.onnx"))),
            Path.of(OutsideNetworks.waves(quiet).write(folder.resolve("quiet.onnx"))));
    var options = OutsideOptions.defaults().withStems(List.of("vocals"));
    var weighted = options.withWeights(List.of(List.of(3.0), List.of(1.0))).withName("weighted");
    var catalogue = ModelCatalogue.open(folder.resolve("user"));
    for (var bag : List.of(options, weighted)) {
      String model = catalogue.addOutside(files, bag).entry().location();
      double gain = bag.weights().isEmpty() ? 0.6 : 0.8;
      try (var separator = Separator.open(SeparatorOptions.defaults().withModel(model))) {
        float[] mean = Songs.separate(separator, song, 16_384)[0][0];
        for (int i = 0; i < mean.length; i++) {
          assertEquals(gain * song.samples()[0][i], mean[i], NULL);
        }
      }
    }
  }
}
