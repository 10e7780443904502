package dev.isolator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.Songs.Song;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Decoder;
import dev.isolator.audio.SoundTrack;
import dev.isolator.mask.Masking;
import dev.isolator.mask.VoiceGating;
import dev.isolator.model.Accelerator;
import dev.isolator.model.Contract;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import dev.isolator.model.SongModel;
import dev.isolator.separation.BlockSeparation;
import dev.isolator.spectrum.Stft;
import dev.isolator.voice.VoiceListener;
import dev.isolator.voice.VoiceSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where somebody sings, by a voice model beside the model that separates, and the gate that it
/// opens.
class VoiceDetectionTest {
  private static final Map<String, String> SHORT_CHUNKS = Map.of("chunkFrames", "60");

  @TempDir private Path folder = Path.of("replaced");

  private SeparatorOptions options(Map<String, String> detector) throws Exception {
    return SeparatorOptions.defaults()
        .withVoiceModel(VoiceModel.writeDetector(folder, detector))
        .withThreads(1);
  }

  /// All of a song is half vocals, half music.
  private SeparatorOptions halves(Map<String, String> detector) throws Exception {
    return options(detector).withModel(VoiceModel.write(folder, false, SHORT_CHUNKS));
  }

  private static List<double[]> heard(Separator separator, Song song, int blockFrames)
      throws Exception {
    var heard = new ArrayList<double[]>();
    VoiceListener listener =
        (start, end, probability) -> heard.add(new double[] {start, end, probability});
    BlockSeparation separation =
        separator.blocks(song.sampleRate(), song.layout(), (stems, mix, frames) -> {}, listener);
    int total = song.samples()[0].length;
    for (int from = 0; from < total; from += blockFrames) {
      int frames = Math.min(blockFrames, total - from);
      var block = new float[song.samples().length][];
      for (int channel = 0; channel < block.length; channel++) {
        block[channel] = Arrays.copyOfRange(song.samples()[channel], from, from + frames);
      }
      separation.write(block, frames);
    }
    separation.finish();
    return heard;
  }

  private static Song noise(int sampleRate, int channels, int frames) {
    var samples = Songs.noise(channels, frames, 5);
    for (float[] channel : samples) {
      for (int i = 0; i < frames; i++) {
        channel[i] *= i / 4000 % 3 == 0 ? 1e-3f : 0.05f;
      }
    }
    return new Song(samples, sampleRate, ChannelLayout.ofCount(channels));
  }

  @ParameterizedTest(name = "{0} frames, blocks of {1}, chunks of {2}")
  @CsvSource({"40000,999,60", "40001,16384,61", "40000,40000,200", "129,7,20", "100,100,60"})
  void theProbabilitiesAreThoseOfTheGraphOnTheWholeSong(int frames, int block, String chunk)
      throws Exception {
    var song = noise(VoiceModel.RATE, 1, frames);
    float[] expected = graphOnAllOf(song.samples()[0]);
    try (var separator = Separator.open(halves(Map.of("chunkFrames", chunk)))) {
      assertEquals(VoiceSource.DETECTOR, separator.voiceSource());

      var heard = heard(separator, song, block);

      assertEquals(expected.length, heard.size());
      for (int t = 0; t < expected.length; t++) {
        assertEquals((t - 0.5) * VoiceModel.HOP / VoiceModel.RATE, heard.get(t)[0], 1e-9);
        assertEquals(expected[t], heard.get(t)[2], 1e-6, "frame " + t);
      }
    }
  }

  /// One run, with silence enough on both sides.
  private float[] graphOnAllOf(float[] samples) throws Exception {
    float[][] spectra = new Stft(512, VoiceModel.HOP).forward(samples);
    int frames = spectra.length + 2 * VoiceModel.REACH;
    var file = VoiceModel.writeDetector(folder, Map.of("chunkFrames", String.valueOf(frames)));
    var entry = ModelCatalogue.open().find(file);
    try (var model = (dev.isolator.model.VoiceModel) entry.open(1, Accelerator.CPU)) {
      for (int t = 0; t < spectra.length; t++) {
        for (int i = 0; i < spectra[t].length; i++) {
          int row = i / 2 + (i % 2) * (spectra[t].length / 2);
          int at = row * frames + VoiceModel.REACH + t;
          model.spectrum().put(at, spectra[t][i]);
          model.spectrum().put(at + spectra[t].length * frames, spectra[t][i]); // right = left
        }
      }
      model.run();
      var voice = new float[spectra.length];
      model.voice().get(VoiceModel.REACH, voice);
      return voice;
    }
  }

  @Test
  void blocksChangeNoBit() throws Exception {
    var song = noise(44_100, 2, 90_001);
    try (var separator = Separator.open(halves(SHORT_CHUNKS))) {
      var some = heard(separator, song, 777);
      var others = heard(separator, song, 90_001);

      assertEquals(some.size(), others.size());
      for (int t = 0; t < some.size(); t++) {
        assertArrayEquals(some.get(t), others.get(t), "frame " + t);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 128})
  void theShortestSongsAreHeard(int frames) throws Exception {
    for (var gating : VoiceGating.values()) {
      var options = halves(SHORT_CHUNKS).withMasking(Masking.soft().withVoiceGating(gating));
      try (var separator = Separator.open(options)) {
        var song = noise(VoiceModel.RATE, 2, frames);

        int expected = frames == 0 ? 0 : Math.ceilDiv(frames, VoiceModel.HOP) + 1;
        assertEquals(expected, heard(separator, song, 64).size());
        assertEquals(frames, Songs.separate(separator, song, 64)[0][0].length);
      }
    }
  }

  @Test
  void ofSurroundTheLikeliestVoiceCounts() throws Exception {
    var samples = new float[6][44_100];
    samples[2] = Songs.noise(1, 44_100, 3)[0]; // the centre alone
    try (var separator = Separator.open(halves(SHORT_CHUNKS))) {
      var heard = heard(separator, new Song(samples, 44_100, ChannelLayout.ofCount(6)), 4096);

      assertTrue(heard.get(80)[2] > 0.9, "the centre sings: " + heard.get(80)[2]);
    }
  }

  @Test
  void theDetectorsCardDecides() throws Exception {
    var card = Map.of("chunkFrames", "60", "voiceOn", "0.2", "voiceMedianSeconds", "1.2");
    try (var separator = Separator.open(halves(card))) {
      assertEquals(0.2, separator.hysteresis().on());
      assertEquals("loud-detector", separator.voiceCard().name());
      var song = noise(VoiceModel.RATE, 1, 40_000);
      assertEquals(Math.ceilDiv(40_000, 128) + 1, heard(separator, song, 999).size());
    }
  }

  /// The separating model fails when it runs.
  @Test
  void activityRunsTheVoiceModelAlone() throws Exception {
    Path file = Songs.resource("/golden/separate/stereo-44100/mixture.wav");
    var song = Songs.decode(file);
    try (var separator = Separator.of(new Failing(), options(SHORT_CHUNKS))) {
      var frames = new long[1];

      var activity =
          separator
              .separate(Decoder.open(file, SoundTrack.DEFAULT, separator.options().limits()), "a")
              .activity(separator.hysteresis(), (mix, n) -> frames[0] += n);

      assertEquals(VoiceSource.DETECTOR, activity.source());
      assertEquals("loud-detector 1", activity.model());
      assertEquals(song.samples()[0].length, activity.frames());
      assertEquals(activity.frames(), frames[0]);
      var separation = separator.separate(file);
      assertEquals(
          "this model does not run",
          assertThrows(ModelException.class, () -> separation.sendTo((stems, mix, n) -> {}))
              .getMessage());
    }
  }

  @ParameterizedTest(name = "{0} Hz, {1} channels, blocks of {2}")
  @CsvSource({"22050,1,999", "44100,2,16384", "48000,6,100000", "8000,2,64"})
  void gatedStemsSumToTheMixAndAreSilentWhereNobodySings(int rate, int channels, int block)
      throws Exception {
    var song = sungBetween(rate, channels);
    var gated =
        halves(Map.of("chunkFrames", "60", "voiceOn", "0.4", "voiceOff", "0.4"))
            .withMasking(Masking.soft().withVoiceGating(VoiceGating.ON));
    var open = gated.withMasking(Masking.soft().withVoiceGating(VoiceGating.OFF));
    try (var gate = Separator.open(gated);
        var none = Separator.open(open)) {
      float[][][] plain = Songs.separate(none, song, 4096);

      float[][][] shut = Songs.separate(gate, song, block);

      for (int channel = 0; channel < channels; channel++) {
        float[] before = plain[0][channel];
        float[] after = shut[0][channel];
        assertEquals(before.length, after.length);
        for (int i = 0; i < before.length; i++) {
          double second = (double) i / rate;
          double sum = (double) after[i] + shut[1][channel][i];
          assertEquals(song.samples()[channel][i], sum, 1e-7, "the mix at " + second);
          if (second > 0.95 && second < 2.05) {
            assertEquals(before[i], after[i], "kept at " + second);
            assertEquals(plain[1][channel][i], shut[1][channel][i], "kept at " + second);
          } else if (second < 0.7 || second > 2.3) {
            assertEquals(0, Math.abs(after[i]), "silent at " + second);
          }
        }
      }
    }
  }

  /// Three seconds of noise, loud in the middle one.
  private static Song sungBetween(int rate, int channels) {
    var random = new Random(9);
    var samples = new float[channels][3 * rate];
    for (float[] channel : samples) {
      for (int i = 0; i < channel.length; i++) {
        double level = i >= rate && i < 2 * rate ? 0.1 : 1e-4;
        channel[i] = (float) (level * random.nextGaussian());
      }
    }
    return new Song(samples, rate, ChannelLayout.ofCount(channels));
  }

  /// With a threshold of 0 somebody sings everywhere.
  @Test
  void aGateThatIsOpenChangesNoBitOfAnyKindOfModel() throws Exception {
    var always = Map.of("chunkFrames", "60", "voiceOn", "0", "voiceOff", "0");
    var song = noise(44_100, 2, 60_001);
    var mask = VoiceModel.write(folder, false, SHORT_CHUNKS);
    var segment = segments("[\"vocals\",\"music\"]");
    var last = segments("[\"music\",\"vocals\"]");
    var frame = new PowerRatioNetwork(22_050, 512, 128, 2).frames("frames");
    var stream = frame.write(folder.resolve("frames.onnx"));
    for (String model : List.of(mask, segment, last, stream, mask + "," + segment)) {
      var open = options(always).withModel(model);
      var gated = open.withMasking(Masking.soft().withVoiceGating(VoiceGating.ON));
      try (var none = Separator.open(open);
          var gate = Separator.open(gated)) {
        float[][][] plain = Songs.separate(none, song, 4096);
        float[][][] same = Songs.separate(gate, song, 777);

        for (int stem = 0; stem < plain.length; stem++) {
          assertEquals(0, Songs.difference(plain[stem], same[stem]), model);
        }
      }
    }
  }

  @Test
  void methodsForWholeSongsAreGatedToo() throws Exception {
    var song = sungBetween(44_100, 2);
    var options =
        options(Map.of("chunkFrames", "60", "voiceOn", "0.4", "voiceOff", "0.4"))
            .withMasking(Masking.soft().withVoiceGating(VoiceGating.ON));
    try (var separator = Separator.of(new Halves(), options)) {
      float[][][] stems = Songs.separate(separator, song, 5000);

      assertEquals(0, Math.abs(stems[0][0][22_050]));
      assertEquals(song.samples()[0][22_050], stems[1][0][22_050]);
      assertEquals(song.samples()[0][66_150] / 2, stems[0][0][66_150]);
      assertEquals(3 * 44_100, stems[1][1].length);
    }
  }

  /// A segment model whose first stem is half of the mix.
  private String segments(String stems) throws Exception {
    return new NetworkFile("segments")
        .card("contract", "segment")
        .card("stems", stems)
        .card("sampleRate", 44_100)
        .card("segmentFrames", 1000)
        .card("strideFrames", 500)
        .input("mix", 1, 2, 1000)
        .output("stems", 1, 2, 2, 1000)
        .floats("half", new float[] {0.5f})
        .longs("shape", 1, 2, 2, 1000)
        .node("Mul", "first", "mix", "half")
        .node("Concat", "both", "axis", new long[] {1}, "first", "first")
        .node("Reshape", "stems", "both", "shape")
        .write(folder.resolve("segments" + stems.hashCode() + ".onnx"));
  }

  /// Where the vocals are what the others leave, the stem before them takes what the gate cuts off.
  @Test
  void vocalsThatAreTheRemainderAreGatedToo() throws Exception {
    var song = sungBetween(44_100, 2);
    var options =
        options(Map.of("chunkFrames", "60", "voiceOn", "0.4", "voiceOff", "0.4"))
            .withModel(segments("[\"music\",\"vocals\"]"))
            .withMasking(Masking.soft().withVoiceGating(VoiceGating.ON));
    try (var separator = Separator.open(options)) {
      float[][][] stems = Songs.separate(separator, song, 5000);

      assertEquals(0, stems[1][0][22_050]);
      assertEquals(song.samples()[0][22_050], stems[0][0][22_050]);
      assertEquals(song.samples()[0][66_150] / 2, stems[1][0][66_150], 1e-6);
    }
  }

  @Test
  void aGateWithoutVocalsIsRefused() throws Exception {
    var drums = Map.of("chunkFrames", "60", "stems", "[\"drums\",\"music\"]");
    var options =
        options(SHORT_CHUNKS)
            .withModel(VoiceModel.write(folder, false, drums))
            .withMasking(Masking.soft().withVoiceGating(VoiceGating.ON));

    assertEquals(
        "loud-is-voice: the voice gate wants a stem named vocals, found drums, music; leave the gate off, or choose another model",
        assertThrows(ModelException.class, () -> Separator.open(options).close()).getMessage());
  }

  @Test
  void aVoiceModelTakesNothingApart() throws Exception {
    var file = VoiceModel.writeDetector(folder, SHORT_CHUNKS);
    var catalogue = ModelCatalogue.open(folder.resolve("user"));
    catalogue.add(Path.of(file));
    catalogue.verify(catalogue.find("loud-detector"));
    assertTrue(catalogue.defaultModel().card().separates());

    var e =
        assertThrows(
            ModelException.class,
            () -> Separator.open(SeparatorOptions.defaults().withModel(file)).close());
    assertTrue(
        String.valueOf(e.getMessage())
            .startsWith(
                "loud-detector says where somebody sings and takes nothing apart; to hear where, use isolator activity, to separate, choose one of studio-vocals, "),
        e.getMessage());
    assertEquals(
        "loud-detector says where somebody sings and takes nothing apart; to hear where, use isolator activity, to separate, choose another model (isolator models list)",
        assertThrows(
                ModelException.class,
                () -> catalogue.find("loud-detector").openStream(1, Accelerator.CPU))
            .getMessage());
    assertEquals(
        "studio-vocals,loud-detector: expected members that take a song apart, found loud-detector, which says where somebody sings; leave it out",
        assertThrows(ModelException.class, () -> catalogue.find("studio-vocals,loud-detector"))
            .getMessage());
    assertEquals(
        "studio-vocals: expected a model that says where somebody sings, such as voice-activity, found one that takes songs apart; choose another one (isolator models list)",
        assertThrows(
                ModelException.class,
                () ->
                    Separator.open(SeparatorOptions.defaults().withVoiceModel("studio-vocals"))
                        .close())
            .getMessage());
  }

  @Test
  void aUsersModelOfTheDefaultsNameIsTheDefault() throws Exception {
    var file = VoiceModel.writeDetector(folder, Map.of("name", ModelCatalogue.VOICE));
    var catalogue = ModelCatalogue.open(folder.resolve("user"));
    catalogue.add(Path.of(file));

    var found = catalogue.voice("").orElseThrow();

    assertTrue(found.location().endsWith("voice-activity-1.onnx"), found.location());
    assertEquals("voice", found.card().contract().kind());
  }

  /// A method that gives half of the song to either stem.
  private static final class Halves implements SongModel {
    @Override
    public ModelCard card() {
      return methodCard("halves");
    }

    @Override
    public String accelerator() {
      return "cpu";
    }

    @Override
    public float[][][] separate(float[][] mix, int sampleRate) {
      var stems = new float[2][mix.length][mix[0].length];
      for (int channel = 0; channel < mix.length; channel++) {
        for (int i = 0; i < mix[channel].length; i++) {
          stems[0][channel][i] = mix[channel][i] / 2;
        }
      }
      return stems;
    }

    @Override
    public void close() {}
  }

  private static ModelCard methodCard(String name) {
    return new ModelCard(
        name,
        "1",
        "method",
        List.of("vocals", "music"),
        new Contract.Song(),
        new ModelCard.Provenance(0, "none", List.of(), List.of(), ""),
        "",
        "",
        "");
  }

  /// A model that must not run.
  private static final class Failing implements SongModel {
    @Override
    public ModelCard card() {
      return methodCard("failing");
    }

    @Override
    public String accelerator() {
      return "cpu";
    }

    @Override
    public float[][][] separate(float[][] mix, int sampleRate) throws ModelException {
      throw new ModelException("this model does not run");
    }

    @Override
    public void close() {}
  }
}
