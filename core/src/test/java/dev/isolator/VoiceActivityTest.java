package dev.isolator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.Songs.Song;
import dev.isolator.audio.AudioInfo;
import dev.isolator.audio.AudioSource;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Gapless;
import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.Tags;
import dev.isolator.mask.Masking;
import dev.isolator.mask.VoiceGate;
import dev.isolator.mask.VoiceGating;
import dev.isolator.model.ModelException;
import dev.isolator.separation.BlockSeparation;
import dev.isolator.voice.Hysteresis;
import dev.isolator.voice.VoiceSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where somebody sings, by the network that separates, which is known by heart: [VoiceModel].
class VoiceActivityTest {
  private static final Map<String, String> SHORT_CHUNKS = Map.of("chunkFrames", "60");

  @TempDir private Path folder = Path.of("replaced");

  /// Ten seconds: noise from 2.5 s to 4 s and from 7 s to 7.5 s, else silence.
  private static Song song(int sampleRate, int channels) {
    var random = new Random(5);
    var samples = new float[channels][10 * sampleRate];
    for (float[] channel : samples) {
      for (int i = 0; i < channel.length; i++) {
        double second = (double) i / sampleRate;
        boolean sings = (second >= 2.5 && second < 4) || (second >= 7 && second < 7.5);
        channel[i] = sings ? (float) (0.1 * random.nextGaussian()) : 0;
      }
    }
    return new Song(samples, sampleRate, ChannelLayout.ofCount(channels));
  }

  private Separator open(boolean voice, Map<String, String> more, VoiceGating gating)
      throws Exception {
    return Separator.open(
        SeparatorOptions.defaults()
            .withModel(VoiceModel.write(folder, voice, more))
            .withVoiceModel(SeparatorOptions.OWN_VOICE)
            .withThreads(1)
            .withMasking(Masking.soft().withVoiceGating(gating)));
  }

  /// Start, end and probability of every frame.
  private static List<double[]> heard(Separator separator, Song song, int blockFrames)
      throws Exception {
    var heard = new ArrayList<double[]>();
    BlockSeparation separation =
        separator.blocks(
            song.sampleRate(),
            song.layout(),
            (stems, mix, frames) -> {},
            (start, end, probability) -> heard.add(new double[] {start, end, probability}));
    int total = song.samples()[0].length;
    for (int from = 0; from < total; from += blockFrames) {
      int frames = Math.min(blockFrames, total - from);
      var block = new float[song.samples().length][];
      for (int channel = 0; channel < block.length; channel++) {
        block[channel] = java.util.Arrays.copyOfRange(song.samples()[channel], from, from + frames);
      }
      separation.write(block, frames);
    }
    separation.finish();
    return heard;
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 22_050, 44_100, 48_000})
  void theNetworksVoiceStandsWhereItSoundsAtAnyRate(int sampleRate) throws Exception {
    try (var separator = open(true, SHORT_CHUNKS, VoiceGating.OFF)) {
      assertEquals(VoiceSource.NETWORK, separator.voiceSource());

      var activity =
          separator
              .separate(new InMemory(song(sampleRate, 2)), "song")
              .activity(Hysteresis.defaults());

      // The network smears by its reach, the transform by half a window: 23 + 12 ms.
      var spans = activity.timeline().spans();
      assertEquals(2, spans.size(), spans.toString());
      assertEquals(2.5, spans.get(0).startSeconds(), 0.04);
      assertEquals(4, spans.get(0).endSeconds(), 0.04);
      assertEquals(7, spans.get(1).startSeconds(), 0.04);
      assertEquals(7.5, spans.get(1).endSeconds(), 0.04);
      assertEquals(10L * sampleRate, activity.frames());
      assertEquals("loud-is-voice 1", activity.model());
    }
  }

  @Test
  void neitherChunksNorBlocksShow() throws Exception {
    var song = song(22_050, 2);
    List<double[]> whole;
    try (var separator = open(true, Map.of("chunkFrames", "4000"), VoiceGating.OFF)) {
      whole = heard(separator, song, 100_000);
    }
    try (var separator = open(true, SHORT_CHUNKS, VoiceGating.OFF)) {
      var chunks = heard(separator, song, 999);

      assertEquals(Math.ceilDiv(220_500, 128) + 1, whole.size());
      assertEquals(whole.size(), chunks.size());
      for (int t = 0; t < whole.size(); t++) {
        assertEquals(whole.get(t)[0], chunks.get(t)[0]);
        assertEquals((t - 0.5) * VoiceModel.HOP / VoiceModel.RATE, chunks.get(t)[0], 1e-9);
        assertEquals(whole.get(t)[2], chunks.get(t)[2], 1e-6, "frame " + t);
      }
    }
  }

  @Test
  void theCardsThresholdsAndMedianDecide() throws Exception {
    var card = Map.of("chunkFrames", "60", "voiceOn", "0.2", "voiceMedianSeconds", "1.2");
    try (var separator = open(true, card, VoiceGating.OFF)) {
      assertEquals(new Hysteresis(0.2, 0.2, 0.1, 0.25), separator.hysteresis());

      var spans =
          separator.separate(new InMemory(song(22_050, 1)), "song").activity().timeline().spans();

      // The sound of half a second is shorter than half of the median's window.
      assertEquals(1, spans.size(), spans.toString());
      assertEquals(2.5, spans.getFirst().startSeconds(), 0.04);
      assertEquals(4, spans.getFirst().endSeconds(), 0.04);
    }
  }

  @Test
  void everyFrameIsHeardOnceWithAMedian() throws Exception {
    var song = song(22_050, 1);
    var card = Map.of("chunkFrames", "60", "voiceMedianSeconds", "0.8");
    try (var separator = open(true, card, VoiceGating.OFF)) {
      var heard = heard(separator, song, 999);

      assertEquals(Math.ceilDiv(220_500, 128) + 1, heard.size());
      for (int t = 0; t < heard.size(); t++) {
        assertEquals((t - 0.5) * VoiceModel.HOP / VoiceModel.RATE, heard.get(t)[0], 1e-9);
      }
    }
  }

  @Test
  void theGateOpensAtTheCardsThresholds() throws Exception {
    // Loud noise is a voice of nearly 1, so only a threshold of 1 keeps the gate shut.
    var shut = Map.of("chunkFrames", "100", "voiceOn", "1.0", "voiceOff", "1.0");
    var song = song(22_050, 1);
    try (var open = open(true, Map.of("chunkFrames", "100"), VoiceGating.ON);
        var closed = open(true, shut, VoiceGating.ON)) {
      float sung = Songs.separate(open, song, 4096)[0][0][3 * 22_050];
      assertEquals(song.samples()[0][3 * 22_050] / 2, sung, 1e-5);
      for (float sample : Songs.separate(closed, song, 4096)[0][0]) {
        assertEquals(0, sample);
      }
    }
  }

  @Test
  void aPartOfTheSongHasTheSongsSecondsAndVoiceEndsWithTheSong() throws Exception {
    try (var separator = open(true, SHORT_CHUNKS, VoiceGating.OFF)) {
      var activity =
          separator
              .separate(new InMemory(song(22_050, 1)), "song")
              .part(3, 0.5)
              .activity(Hysteresis.defaults());

      assertEquals(1, activity.timeline().spans().size());
      assertEquals(3, activity.timeline().spans().getFirst().startSeconds());
      assertEquals(3.5, activity.timeline().spans().getFirst().endSeconds());
    }
  }

  @Test
  void modelsWithoutTheOutputAreJudgedByTheirStem() throws Exception {
    try (var separator = open(false, SHORT_CHUNKS, VoiceGating.BY_CARD)) {
      assertEquals(VoiceSource.STEM_ENERGY, separator.voiceSource());

      var activity =
          separator.separate(new InMemory(song(44_100, 2)), "song").activity(Hysteresis.defaults());

      assertEquals(VoiceSource.STEM_ENERGY, activity.source());
      var spans = activity.timeline().spans();
      assertEquals(2, spans.size(), spans.toString());
      assertEquals(2.5, spans.get(0).startSeconds(), 0.041); // 20 ms either side, and a window
      assertEquals(7.5, spans.get(1).endSeconds(), 0.041);
    }
  }

  @Test
  void ofSurroundTheLikeliestVoiceCounts() throws Exception {
    var samples = new float[6][];
    java.util.Arrays.setAll(samples, channel -> new float[44_100]);
    samples[2] = Songs.noise(1, 44_100, 3)[0]; // the centre alone
    try (var separator = open(true, SHORT_CHUNKS, VoiceGating.ON)) {
      var song = new Song(samples, 44_100, ChannelLayout.ofCount(6));

      var heard = heard(separator, song, 4096);

      assertTrue(heard.get(80)[2] > 0.9, "the centre sings: " + heard.get(80)[2]);
    }
  }

  @Test
  void theGateKeepsTheVoiceAndItsEdgesAndSilencesTheRest() throws Exception {
    var song = quietNoiseBetween();
    try (var open = open(true, SHORT_CHUNKS, VoiceGating.OFF);
        var gated = open(true, SHORT_CHUNKS, VoiceGating.ON);
        var byCard =
            open(true, Map.of("chunkFrames", "200", "voiceGate", "true"), VoiceGating.BY_CARD)) {
      float[][][] plain = Songs.separate(open, song, 4096);
      float[][][] shut = Songs.separate(gated, song, 4096);
      float[][][] other = Songs.separate(byCard, song, 1000);

      assertEquals(0, Songs.difference(shut[0], other[0]), 1e-6, "chunks do not show");
      float[] before = plain[0][0];
      float[] after = shut[0][0];
      double most = 0;
      for (int i = 0; i < before.length; i++) {
        double second = i / 22_050.0;
        double residual = (double) after[i] + shut[1][0][i] - song.samples()[0][i];
        assertEquals(0, residual, 1e-6, "stems sum to the song");
        double room = VoiceGate.HOLD_SECONDS - 0.04;
        if ((second > 2.5 - room && second < 4 + room)
            || (second > 7 - room && second < 7.5 + room)) {
          assertEquals(before[i], after[i], 1e-6, "kept at " + second);
        } else if (second < 2.2 || (second > 4.35 && second < 6.65) || second > 7.85) {
          assertEquals(0, after[i], 1e-6, "silent at " + second);
        } else {
          most = Math.max(most, Math.abs(after[i]) - Math.abs(before[i]));
        }
      }
      assertTrue(most < 1e-4, "edges never grow: " + most);
    }
  }

  /// The song, with noise of −80 dB in between, which is no voice to the network.
  private static Song quietNoiseBetween() {
    var song = song(22_050, 2);
    float[][] quiet = Songs.noise(2, song.samples()[0].length, 9);
    for (int channel = 0; channel < 2; channel++) {
      for (int i = 0; i < quiet[channel].length; i++) {
        song.samples()[channel][i] += 1e-3f * quiet[channel][i];
      }
    }
    return song;
  }

  @Test
  void aGateWithoutAVoiceIsRefused() {
    assertEquals(
        "loud-is-voice: the voice gate wants a model that says where somebody sings (an output named voice), found none; leave the gate off, or choose another model",
        assertThrows(ModelException.class, () -> open(false, SHORT_CHUNKS, VoiceGating.ON).close())
            .getMessage());
    assertEquals(
        "loud-is-voice: its card asks for a voice gate, but it has no output named voice; get the model again from where it came",
        assertThrows(
                ModelException.class,
                () -> open(false, Map.of("voiceGate", "true"), VoiceGating.BY_CARD).close())
            .getMessage());
    assertEquals(
        "loud-is-voice: expected chunkFrames of at least 45, to know the voice of 36 frames ahead, found 20; leave the voice gate off",
        assertThrows(
                ModelException.class,
                () -> open(true, Map.of("chunkFrames", "20"), VoiceGating.ON).close())
            .getMessage());
  }

  @Test
  void aModelThatCannotKnowIsRefused() throws Exception {
    var drums = Map.of("stems", "[\"drums\",\"music\"]");
    try (var separator = open(false, drums, VoiceGating.BY_CARD)) {
      assertEquals(
          "loud-is-voice: expected an output named voice, or a stem named vocals, to know where somebody sings, found the stems drums, music; choose another model",
          assertThrows(ModelException.class, separator::voiceSource).getMessage());
    }
  }

  /// A song in memory, as a decoder would give it.
  private static final class InMemory implements AudioSource {
    private final Song song;
    private int at;

    InMemory(Song song) {
      this.song = song;
    }

    @Override
    public AudioInfo info() {
      return new AudioInfo(
          "song",
          "memory",
          "pcm",
          song.sampleRate(),
          song.layout(),
          SampleDepth.F32,
          false,
          song.samples()[0].length,
          Gapless.EXACT);
    }

    @Override
    public Tags tags() {
      return Tags.NONE;
    }

    @Override
    public int read(float[][] block, int frames) {
      int taken = Math.min(frames, song.samples()[0].length - at);
      for (int channel = 0; channel < block.length; channel++) {
        System.arraycopy(song.samples()[channel], at, block[channel], 0, taken);
      }
      at += taken;
      return taken == 0 ? -1 : taken;
    }

    @Override
    public long nonFiniteSamples() {
      return 0;
    }

    @Override
    public List<String> notes() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
