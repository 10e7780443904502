package dev.isolator.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isolator.audio.OutputFormat.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EncoderTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0} {1}, {2} channels, {3} frames")
  @CsvSource({
    "WAV,S16,1,1",
    "WAV,S16,2,0",
    "WAV,S16,2,44101",
    "WAV,S16,6,9999",
    "WAV,S16,8,4097",
    "WAV,S24,1,333",
    "WAV,S24,2,44101",
    "WAV,S24,6,9999",
    "FLAC,S16,1,1",
    "FLAC,S16,2,44101",
    "FLAC,S16,6,9999",
    "FLAC,S16,8,4097",
    "FLAC,S24,1,333",
    "FLAC,S24,2,44101",
    "FLAC,S24,5,9999",
  })
  void integersComeBackAsTheyWere(Container container, SampleDepth depth, int channels, int frames)
      throws Exception {
    var samples = SoundFile.steps(channels, frames, depth.bits());
    var file = folder.resolve("steps." + container.extension());
    var layout = ChannelLayout.ofCount(channels);

    SoundFile.write(file, format(container, depth), 44100, layout, Tags.NONE, samples, 1000);

    var back = SoundFile.read(file);
    assertEquals(layout, back.info().layout());
    assertEquals(depth, back.info().depth());
    assertArrayEquals(samples, back.samples());
  }

  @Test
  void floatComesBackAsItWasOverFullScaleToo() throws Exception {
    var samples = new float[][] {{0, 1, -1, 1.5f, -7.25f, Float.MIN_NORMAL, 1e-20f, 0.1f}};
    var file = folder.resolve("float.wav");

    SoundFile.write(
        file,
        format(Container.WAV, SampleDepth.F32),
        96000,
        ChannelLayout.MONO,
        Tags.NONE,
        samples,
        3);

    var back = SoundFile.read(file);
    assertEquals(SampleDepth.F32, back.info().depth());
    assertArrayEquals(samples, back.samples());
  }

  @ParameterizedTest
  @EnumSource(
      value = Container.class,
      names = "STEM.*", // StemContainerTest has those
      mode = EnumSource.Mode.MATCH_NONE)
  void bytesDependOnNothingButSamplesTagsAndFormat(Container container) throws Exception {
    var samples = SoundFile.tones(2, 50_001, 44100);
    var tags =
        new Tags(new LinkedHashMap<>(), Pictures.png()).with("title", "Täst").with("artist", "🎤");
    var reference = folder.resolve("whole");
    SoundFile.write(
        reference,
        format(container, SampleDepth.S16),
        44100,
        ChannelLayout.STEREO,
        tags,
        samples,
        50_001);
    for (int blockFrames : new int[] {50_001, 1, 960, 4097}) {
      var file = folder.resolve("blocks of " + blockFrames);
      SoundFile.write(
          file,
          format(container, SampleDepth.S16),
          44100,
          ChannelLayout.STEREO,
          tags,
          samples,
          blockFrames);
      assertEquals(-1, Files.mismatch(reference, file), "blocks of " + blockFrames);
    }
  }

  @ParameterizedTest(name = "{0} at {1} kbit/s, {2} Hz, {3} frames")
  @CsvSource({
    "MP3,0,44100,44100",
    "MP3,0,44100,100001",
    "MP3,192,48000,65537",
    "MP3,0,22050,30001",
    "MP3,64,8000,20001",
    "MP3,0,44100,700",
    "M4A,0,44100,44100",
    "M4A,0,44100,100001",
    "M4A,128,48000,65537",
    "M4A,0,8000,20001",
    "M4A,0,96000,100001",
    "OPUS,0,48000,48000",
    "OPUS,0,48000,100001",
    "OPUS,64,48000,65537",
    "OPUS,0,48000,700",
  })
  void lossyFilesKeepLengthAndPlace(Container container, int kbps, int rate, int frames)
      throws Exception {
    var samples = SoundFile.clicks(2, frames, rate, Math.min(rate / 5, frames / 2));
    var file = folder.resolve("clicks." + container.extension());

    SoundFile.write(
        file,
        new OutputFormat(container, SampleDepth.S16, kbps),
        rate,
        ChannelLayout.STEREO,
        Tags.NONE,
        samples,
        5000);

    var back = SoundFile.read(file);
    assertEquals(Gapless.EXACT, back.info().gapless());
    assertEquals(frames, back.frames());
    assertEquals(0, bestShift(samples[0], back.samples()[0], 40));
  }

  /// By how many frames `b` must be moved to be most like `a`.
  private static int bestShift(float[] a, float[] b, int most) {
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int shift = -most; shift <= most; shift++) {
      double sum = 0;
      for (int n = most; n < a.length - most; n++) {
        sum += (double) a[n] * b[n + shift];
      }
      if (sum > highest) {
        highest = sum;
        best = shift;
      }
    }
    return best;
  }

  @ParameterizedTest
  @EnumSource(
      value = Container.class,
      names = "STEM.*", // StemContainerTest has those
      mode = EnumSource.Mode.MATCH_NONE)
  void emptySongsMakeFilesThatAreDefined(Container container) throws Exception {
    var file = folder.resolve("empty." + container.extension());

    SoundFile.write(
        file,
        format(container, SampleDepth.S16),
        44100,
        ChannelLayout.STEREO,
        Tags.NONE,
        new float[2][0],
        10);

    if (!container.lossy()) {
      assertEquals(0, SoundFile.read(file).frames());
    } else {
      assertTrue(Files.exists(file));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Container.class,
      names = "STEM.*", // StemContainerTest has those
      mode = EnumSource.Mode.MATCH_NONE)
  void tagsAndCoverAreCarriedOver(Container container) throws Exception {
    var tags =
        new Tags(new LinkedHashMap<>(), Pictures.jpeg())
            .with("title", "Ärger & 日本語 🎤 (vocals)")
            .with("artist", "Motörhead")
            .with("album", "A \"quoted\" one")
            .with("genre", "Rock")
            .with("comment", "two\nlines");
    var file = folder.resolve("tagged." + container.extension());

    SoundFile.write(
        file,
        format(container, SampleDepth.S16),
        48000,
        ChannelLayout.STEREO,
        tags,
        SoundFile.tones(2, 4800, 48000),
        4800);

    var back = SoundFile.read(file).tags();
    tags.entries().forEach((key, value) -> assertEquals(value, back.entries().get(key), key));
    if (container != Container.WAV) { // which has no place for it
      var cover = back.cover();
      assertNotNull(cover);
      assertEquals("image/jpeg", cover.mimeType());
      assertArrayEquals(Pictures.jpeg().bytes(), cover.bytes());
    }
  }

  @Test
  void whatIsNoPictureIsNoCover() throws Exception {
    var tags = new Tags(new LinkedHashMap<>(), new Tags.Cover("image/png", new byte[] {1, 2, 3}));
    var file = folder.resolve("tagged.mp3");

    SoundFile.write(
        file,
        format(Container.MP3, SampleDepth.S16),
        48000,
        ChannelLayout.STEREO,
        tags,
        SoundFile.tones(2, 4800, 48000),
        4800);

    assertEquals(4800, SoundFile.read(file).frames());
  }

  @Test
  void everyFormatHoldsEveryRateAndLayoutOrSaysWhatItDid() throws Exception {
    for (var container : Container.values()) {
      if (container.holdsAllStems()) {
        continue;
      }
      for (int channels : new int[] {1, 2, 6, 8}) {
        for (int rate : new int[] {8000, 22050, 44100, 48000, 96000, 192000}) {
          var what = container + " " + channels + " channels " + rate + " Hz";
          var file = folder.resolve(what + "." + container.extension());
          int frames = rate / 10 + 1;
          var layout = ChannelLayout.ofCount(channels);
          var samples = SoundFile.tones(channels, frames, rate);

          var encoder =
              SoundFile.write(
                  file, format(container, SampleDepth.S16), rate, layout, Tags.NONE, samples, 3000);

          var back = SoundFile.read(file);
          assertEquals(encoder.sampleRate(), back.info().sampleRate(), what);
          assertEquals(encoder.layout(), back.info().layout(), what);
          assertEquals((double) frames * encoder.sampleRate() / rate, back.frames(), 1.0, what);
          boolean same = encoder.sampleRate() == rate && encoder.layout().equals(layout);
          assertEquals(same, encoder.notes().isEmpty(), what + encoder.notes());
          for (int c = 0; c < back.samples().length; c++) {
            if (channels == 2 || !container.lossy()) {
              assertEquals(
                  0.25 / Math.sqrt(2), rms(back.samples()[c]), 0.02, what + " channel " + c);
            }
          }
          Files.delete(file);
        }
      }
    }
  }

  private static double rms(float[] samples) {
    double sum = 0;
    for (float x : samples) {
      sum += (double) x * x;
    }
    return Math.sqrt(sum / samples.length);
  }

  @ParameterizedTest
  @CsvSource({"1000,1000", "12345,12345", "65535,65535", "65536,65540", "88203,88200"})
  void flacTakesOddRates(int rate, int written) throws Exception {
    var file = folder.resolve("odd.flac");

    SoundFile.write(
        file,
        format(Container.FLAC, SampleDepth.S16),
        rate,
        ChannelLayout.MONO,
        Tags.NONE,
        SoundFile.tones(1, 5000, rate),
        1000);

    var limits =
        new DecodeLimits(
            100, 8, 1000, 768_000, 8, 1000, 1000, 1000, DecodeLimits.Truncation.REFUSE);
    try (var decoder = Decoder.open(file, limits)) {
      assertEquals(written, decoder.info().sampleRate());
    }
  }

  @Test
  void noteSaysWhatTheFormatCouldNotHold() throws Exception {
    var encoder =
        SoundFile.write(
            folder.resolve("a.mp3"),
            new OutputFormat(Container.MP3, SampleDepth.S16, 500),
            96000,
            ChannelLayout.ofCount(6),
            Tags.NONE,
            SoundFile.tones(6, 9600, 96000),
            960);

    assertEquals(
        List.of(
            "mp3 cannot hold 96000 Hz: resampled to 48000 Hz",
            "mp3 cannot hold these 6 channels: mixed down to 2",
            "mp3 at 48000 Hz and 2 channels cannot hold 500 kbit/s: written at 320 kbit/s"),
        encoder.notes());
  }

  @Test
  void missingFolderIsNamed() {
    var e =
        assertThrows(
            AudioException.class,
            () ->
                Encoder.create(
                    folder.resolve("none/a.wav"),
                    "none/a.wav",
                    format(Container.WAV, SampleDepth.S16),
                    44100,
                    ChannelLayout.MONO,
                    Tags.NONE));
    assertEquals(AudioException.Kind.UNWRITABLE, e.kind());
    assertEquals(
        "none/a.wav: cannot be written: its folder is not there; make it or choose another",
        e.getMessage());
  }

  @ParameterizedTest
  @EnumSource(
      value = Container.class,
      names = "STEM.*", // StemContainerTest has those
      mode = EnumSource.Mode.MATCH_NONE)
  void fullDiskIsNamed(Container container) throws IOException {
    var full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "only Linux has a disk that is always full");
    var e =
        assertThrows(
            AudioException.class,
            () -> {
              try (var encoder =
                  Encoder.create(
                      full,
                      "out/vocals",
                      format(container, SampleDepth.S16),
                      48000,
                      ChannelLayout.STEREO,
                      Tags.NONE)) {
                for (int i = 0; i < 100; i++) {
                  encoder.write(SoundFile.tones(2, 48000, 48000), 48000);
                }
                encoder.finish();
              }
            });
    assertEquals(
        "out/vocals: cannot be written: the disk is full; free some space or choose another output"
            + " folder",
        e.getMessage());
  }

  @Test
  void moreFilesThanJavaCppHasCallbacksCanBeOpen() throws Exception {
    var encoders = new java.util.ArrayList<Encoder>();
    try {
      for (int i = 0; i < 24; i++) {
        encoders.add(
            Encoder.create(
                folder.resolve(i + ".flac"),
                i + ".flac",
                format(Container.FLAC, SampleDepth.S16),
                44100,
                ChannelLayout.MONO,
                Tags.NONE));
      }
      for (var encoder : encoders) {
        encoder.write(SoundFile.tones(1, 5000, 44100), 5000);
      }
      for (var encoder : encoders) {
        encoder.finish();
      }
    } finally {
      encoders.forEach(Encoder::close);
    }
    for (int i = 1; i < 24; i++) {
      assertEquals(-1, Files.mismatch(folder.resolve("0.flac"), folder.resolve(i + ".flac")));
    }
    assertFalse(encoders.isEmpty());
  }

  private static OutputFormat format(Container container, SampleDepth depth) {
    return new OutputFormat(container, depth, 0);
  }
}
