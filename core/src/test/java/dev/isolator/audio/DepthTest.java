package dev.isolator.audio;

import static dev.isolator.audio.Speaker.BACK_LEFT;
import static dev.isolator.audio.Speaker.BACK_RIGHT;
import static dev.isolator.audio.Speaker.FRONT_CENTRE;
import static dev.isolator.audio.Speaker.FRONT_LEFT;
import static dev.isolator.audio.Speaker.FRONT_RIGHT;
import static dev.isolator.audio.Speaker.LFE;
import static dev.isolator.audio.Speaker.SIDE_LEFT;
import static dev.isolator.audio.Speaker.SIDE_RIGHT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Depth, rate and channels as stored: integers come out as `k / 2^(n-1)`, exactly.
class DepthTest {

  @Test
  void eightBitsAreExact() throws AudioException {
    var samples =
        decode(SampleDepth.U8, EncodedSongs.wav(1, 8, 1, 44100, new byte[] {0, 1, -128, -1}));

    assertArrayEquals(new float[] {-1, -127 / 128f, 0, 127 / 128f}, samples[0]);
  }

  @Test
  void sixteenBitsAreExact() throws AudioException {
    var data = EncodedSongs.s16(-32768, -1, 0, 1, 32767);

    var samples = decode(SampleDepth.S16, EncodedSongs.wav(1, 16, 1, 44100, data));

    assertArrayEquals(new float[] {-1, -0x1p-15f, 0, 0x1p-15f, 32767 * 0x1p-15f}, samples[0]);
  }

  @Test
  void twentyFourBitsAreExact() throws AudioException {
    var data = new byte[] {0, 0, -128, 1, 0, 0, -1, -1, 127};

    var samples = decode(SampleDepth.S24, EncodedSongs.wav(1, 24, 1, 44100, data));

    assertArrayEquals(new float[] {-1, 0x1p-23f, 8388607 * 0x1p-23f}, samples[0]);
  }

  @Test
  void thirtyTwoBitsAreRoundedToFloat() throws AudioException {
    var data = buffer(12).putInt(Integer.MIN_VALUE).putInt(1).putInt(0x40000001).array();

    var samples = decode(SampleDepth.S32, EncodedSongs.wav(1, 32, 1, 44100, data));

    assertArrayEquals(new float[] {-1, 0x1p-31f, 0.5f}, samples[0]);
  }

  @Test
  void floatsKeepWhatIsAboveFullScale() throws AudioException {
    var data = buffer(8).putFloat(3.5f).putFloat(-1e-30f).array();

    assertArrayEquals(
        new float[] {3.5f, -1e-30f},
        decode(SampleDepth.F32, EncodedSongs.wav(3, 32, 1, 44100, data))[0]);
  }

  @Test
  void nanAndInfinityBecomeSilenceAndAreCounted() throws AudioException {
    var data =
        buffer(16)
            .putFloat(Float.NaN)
            .putFloat(Float.POSITIVE_INFINITY)
            .putFloat(0.25f)
            .putFloat(Float.NEGATIVE_INFINITY)
            .array();

    try (var song = open(EncodedSongs.wav(3, 32, 2, 44100, data))) {
      assertArrayEquals(new float[][] {{0, 0.25f}, {0, 0}}, EncodedSongs.all(song, 10));
      assertEquals(3, song.nonFiniteSamples());
    }
  }

  @Test
  void doublesPastAFloatsRangeAreInfiniteToo() throws AudioException {
    var data = buffer(16).putDouble(1e300).putDouble(0.125).array();

    try (var song = open(EncodedSongs.wav(3, 64, 1, 44100, data))) {
      assertEquals(SampleDepth.F64, song.info().depth());
      assertArrayEquals(new float[][] {{0, 0.125f}}, EncodedSongs.all(song, 10));
      assertEquals(1, song.nonFiniteSamples());
    }
  }

  @ParameterizedTest(name = "{0} Hz")
  @ValueSource(ints = {8_000, 11_025, 44_100, 96_000, 192_000})
  void ratesAreKept(int rate) throws AudioException {
    try (var song = open(EncodedSongs.wav(1, 16, 1, rate, EncodedSongs.s16(1, 2)))) {
      assertEquals(rate, song.info().sampleRate());
      assertEquals(2, song.info().declaredFrames());
      assertEquals(2, EncodedSongs.all(song, 10)[0].length);
    }
  }

  @ParameterizedTest(name = "{0} channels")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void channelsStayInTheirOrder(int channels) throws AudioException {
    var samples = new int[2 * channels];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 1000 * (i + 1);
    }
    try (var song = open(EncodedSongs.wav(1, 16, channels, 44100, EncodedSongs.s16(samples)))) {
      assertEquals(ChannelLayout.ofCount(channels), song.info().layout());
      var decoded = EncodedSongs.all(song, 10);
      for (int c = 0; c < channels; c++) {
        assertArrayEquals(
            new float[] {1000 * (c + 1) * 0x1p-15f, 1000 * (channels + c + 1) * 0x1p-15f},
            decoded[c],
            "channel " + c);
      }
    }
  }

  @Test
  void sevenPointOneIsNamedSpeakerBySpeaker() throws AudioException {
    try (var song = open(EncodedSongs.wav(1, 16, 8, 44100, new byte[16]))) {
      assertEquals(
          List.of(
              FRONT_LEFT,
              FRONT_RIGHT,
              FRONT_CENTRE,
              LFE,
              BACK_LEFT,
              BACK_RIGHT,
              SIDE_LEFT,
              SIDE_RIGHT),
          song.info().layout().speakers());
    }
  }

  @Test
  void channelMaskOfAnExtensibleWavIsHeard() throws AudioException {
    // 4 channels: front left, front right, side left, side right = bits 0, 1, 9, 10
    var wav = EncodedSongs.extensible(4, 0x603, 44100, EncodedSongs.s16(1, 2, 3, 4));
    try (var song = open(wav)) {
      assertEquals(
          List.of(FRONT_LEFT, FRONT_RIGHT, SIDE_LEFT, SIDE_RIGHT), song.info().layout().speakers());
      assertArrayEquals(
          new float[][] {{0x1p-15f}, {2 * 0x1p-15f}, {3 * 0x1p-15f}, {4 * 0x1p-15f}},
          EncodedSongs.all(song, 10));
    }
  }

  @ParameterizedTest(name = "{0} frames")
  @ValueSource(ints = {0, 1, 2, 4095, 4096, 4097})
  void everyLengthIsKept(int frames) throws AudioException {
    try (var song = open(EncodedSongs.wav(1, 16, 2, 44100, new byte[4 * frames]))) {
      assertEquals(frames, song.info().declaredFrames());
      assertEquals(frames, EncodedSongs.all(song, 4096)[0].length);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "lame.mp3, mp3, mp3, F32, true",
    "index-last.m4a, mov, aac, F32, true",
    "opus.opus, ogg, opus, F32, true",
    "flac.flac, flac, flac, S24, false",
    "alac.m4a, mov, alac, S24, false",
    "flac.mkv, matroska, flac, S16, false",
    "aiff24.aiff, aiff, pcm_s24be, S24, false",
    "video.mkv, matroska, opus, F32, true",
  })
  void infoSaysWhatTheFileIs(
      String song, String container, String codec, SampleDepth depth, boolean lossy)
      throws AudioException {
    try (var decoder = Decoder.open(EncodedSongs.golden(song))) {
      var info = decoder.info();
      assertEquals(container, info.container());
      assertEquals(codec, info.codec());
      assertEquals(depth, info.depth());
      assertEquals(lossy, info.lossy());
      assertEquals(ChannelLayout.STEREO, info.layout());
    }
  }

  private static Decoder open(byte[] wav) throws AudioException {
    return Decoder.open(EncodedSongs.pipe(wav), "-", DecodeLimits.defaults());
  }

  private static float[][] decode(SampleDepth depth, byte[] wav) throws AudioException {
    try (var song = open(wav)) {
      assertEquals(depth, song.info().depth());
      assertEquals(Gapless.EXACT, song.info().gapless());
      return EncodedSongs.all(song, 10);
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
