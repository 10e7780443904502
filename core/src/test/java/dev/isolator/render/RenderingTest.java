package dev.isolator.render;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.Decoder;
import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.Tags;
import dev.isolator.file.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RenderingTest {
  private static final float STEP_16 = 1f / 32768;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} stems, {1} channels, {2} in, {3} {4} out")
  @CsvSource({
    "2,2,S16,WAV,S16",
    "2,2,S16,FLAC,S16",
    "2,1,S16,WAV,S24",
    "2,2,S24,WAV,S24",
    "4,2,S16,WAV,S16",
    "4,6,S24,FLAC,S24",
    "2,2,U8,WAV,S16",
  })
  void integerFilesSumToTheSongBitForBit(
      int stems, int channels, SampleDepth in, Container container, SampleDepth out)
      throws Exception {
    var song = Stems.noise(stems, channels, 10_001, in, 0.5);

    var result =
        song.render(folder, RenderOptions.defaults().withContainer(container).withDepth(out));

    assertEquals(0, result.gainDb());
    var sum = new float[channels][10_001];
    for (var file : result.files()) {
      var samples = Stems.read(file.path());
      for (int c = 0; c < channels; c++) {
        for (int n = 0; n < sum[c].length; n++) {
          sum[c][n] += samples[c][n]; // exact: all are steps of 24 bits
        }
      }
    }
    assertArrayEquals(song.mix(), sum);
  }

  @Test
  void ditherAloneNeverTurnsASongDown() throws Exception {
    int frames = 20_000;
    var vocals = new float[frames];
    var music = new float[frames];
    for (int n = 0; n < frames; n++) { // brick-walled at full scale
      vocals[n] = 1e-5f * (n % 7 - 3);
      music[n] = (n / 100 % 2 == 0 ? 1 - STEP_16 : -1) - vocals[n];
      music[n] = Math.clamp(music[n], -1f, 1f);
    }
    var song = Stems.mono(vocals, music, SampleDepth.S16);
    for (int n = 0; n < frames; n++) {
      song.mix()[0][n] = n / 100 % 2 == 0 ? 1 - STEP_16 : -1;
    }

    var result = song.render(folder, RenderOptions.defaults());

    assertEquals(0, result.gainDb());
    assertEquals(List.of(), result.notes());
    var a = Stems.read(result.files().get(0).path())[0];
    var b = Stems.read(result.files().get(1).path())[0];
    for (int n = 0; n < frames; n++) {
      assertEquals(song.mix()[0][n], a[n] + b[n]);
      assertEquals(vocals[n], a[n], 3 * STEP_16);
    }
  }

  /// What the README and decision 0028 say of `--clip float`.
  @Test
  void floatStemsPastFullScaleSumToA16BitSongOnceTheSumIsRounded() throws Exception {
    int frames = 20_000;
    var vocals = new float[frames];
    var music = new float[frames];
    var song = Stems.mono(vocals, music, SampleDepth.S16);
    for (int n = 0; n < frames; n++) {
      vocals[n] = (float) (1.4 * Math.sin(n * 0.01));
      song.mix()[0][n] = (n % 65_536 - 10_000) * STEP_16; // in the song's own steps
      music[n] = song.mix()[0][n] - vocals[n];
    }

    var result = song.render(folder, RenderOptions.defaults().withClip(ClipPolicy.FLOAT));

    assertEquals(0, result.gainDb());
    var a = Stems.read(result.files().get(0).path())[0];
    var b = Stems.read(result.files().get(1).path())[0];
    for (int n = 0; n < frames; n++) {
      assertEquals(vocals[n], a[n]);
      assertEquals(song.mix()[0][n], (float) Math.rint((a[n] + b[n]) / STEP_16) * STEP_16);
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"WAV,S16", "WAV,S24", "FLAC,S16", "FLAC,S24"})
  void oneGainTurnsAllStemsDownWhereOneWentOver(Container container, SampleDepth depth)
      throws Exception {
    var song = loud(30_000, SampleDepth.F32);

    var result =
        song.render(folder, RenderOptions.defaults().withContainer(container).withDepth(depth));

    double step = 2.0 / (1L << depth.bits());
    double gain = (1 - 2 * step) / 1.5;
    assertEquals(20 * Math.log10(gain), result.gainDb(), 1e-9);
    assertEquals(
        List.of("all stems turned down by 3.52 dB, so that none goes over full scale"),
        result.notes());
    for (int s = 0; s < 2; s++) {
      var written = result.files().get(s);
      assertEquals(result.gainDb(), written.gainDb());
      var samples = Stems.read(written.path())[0];
      assertEquals(30_000, samples.length);
      for (int n = 0; n < samples.length; n++) { // rounded and dithered twice: 1.5 steps each
        assertEquals(song.stems()[s][0][n] * gain, samples[n], 3 * step, "frame " + n);
      }
    }
    assertEquals(20 * Math.log10(1 - 2 * step), result.files().get(1).peakDbfs(), 1e-6);
  }

  @ParameterizedTest
  @EnumSource(
      value = Container.class,
      names = {"MP3", "M4A", "OPUS"})
  void lossyStemsAreTurnedDownFromTheirFloats(Container container) throws Exception {
    var song = loud(48_000, SampleDepth.F32);

    var result = song.render(folder, RenderOptions.defaults().withContainer(container));

    assertEquals(20 * Math.log10(1 / 1.5), result.gainDb(), 1e-9);
    assertEquals(0, result.files().get(1).peakDbfs(), 1e-6);
    double before = power(song.stems()[0][0]);
    double after = power(Stems.read(result.files().get(0).path())[0]);
    assertEquals(1 / 1.5, Math.sqrt(after / before), 0.03);
    assertEquals(List.of(), hidden());
  }

  @Test
  void flacThatMustBeResampledIsTurnedDownFromItsFloats() throws Exception {
    var song = loud(40_000, SampleDepth.F32).at(88_203);

    var result =
        song.render(
            folder,
            RenderOptions.defaults().withContainer(Container.FLAC).withDepth(SampleDepth.S24));

    assertEquals(
        List.of(
            "all stems turned down by 3.52 dB, so that none goes over full scale",
            "flac cannot hold 88203 Hz: resampled to 88200 Hz"),
        result.notes());
    var music = Stems.read(result.files().get(1).path())[0];
    assertEquals(39_999, music.length);
    assertEquals(0.5, power(music), 0.01);
    assertEquals(List.of(), hidden());
  }

  /// A soft voice and music that is over full scale in half of its frames.
  private static Stems loud(int frames, SampleDepth depth) {
    var vocals = new float[frames];
    var music = new float[frames];
    for (int n = 0; n < frames; n++) {
      vocals[n] = (float) (0.3 * Math.sin(n * 0.05));
      music[n] = (float) (1.5 * Math.sin(n * Math.PI / 50));
    }
    return Stems.mono(vocals, music, depth);
  }

  private static double power(float[] samples) {
    double sum = 0;
    for (float x : samples) {
      sum += (double) x * x;
    }
    return sum / samples.length;
  }

  @Test
  void saturatingCutsAndCounts() throws Exception {
    var song = Stems.mono(new float[] {0, 0.5f, 0}, new float[] {2, 0.25f, -3}, SampleDepth.F32);

    var result =
        song.render(
            folder,
            RenderOptions.defaults().withClip(ClipPolicy.SATURATE).withDepth(SampleDepth.S16));

    assertEquals(2, result.clippedSamples());
    assertEquals(0, result.gainDb());
    assertEquals(List.of("2 samples went over full scale and were cut off"), result.notes());
    var music = Stems.read(result.files().get(1).path())[0];
    assertEquals(1 - STEP_16, music[0]);
    assertEquals(-1, music[2]);
  }

  @Test
  void floatHoldsWhatGoesOver() throws Exception {
    var song = loud(5000, SampleDepth.S16);

    var result = song.render(folder, RenderOptions.defaults().withClip(ClipPolicy.FLOAT));

    assertEquals(0, result.gainDb());
    assertArrayEquals(song.stems()[0], Stems.read(result.files().get(0).path()));
    assertArrayEquals(song.stems()[1], Stems.read(result.files().get(1).path()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Container.class,
      names = "STEM.*", // StemContainerTest has those
      mode = EnumSource.Mode.MATCH_NONE)
  void keepingFewerStemsChangesNoBitOfTheOthers(Container container) throws Exception {
    for (var song :
        List.of(Stems.noise(3, 2, 9000, SampleDepth.S16, 0.7), loud(9000, SampleDepth.F32))) {
      for (var stem : song.names()) {
        var options =
            RenderOptions.defaults()
                .withContainer(container)
                .withOverwrite(OverwritePolicy.OVERWRITE);
        song.render(folder.resolve("all"), options);
        var result = song.render(folder.resolve("one"), options.withKeep(List.of(stem)));

        assertEquals(1, result.files().size());
        var file = stem + "." + container.extension();
        assertEquals(
            -1,
            Files.mismatch(folder.resolve("all/song/" + file), folder.resolve("one/song/" + file)),
            stem);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Container.class,
      names = "STEM.*", // StemContainerTest has those
      mode = EnumSource.Mode.MATCH_NONE)
  void blocksDoNotShow(Container container) throws Exception {
    var options =
        RenderOptions.defaults()
            .withContainer(container)
            .withDepth(SampleDepth.S16)
            .withRemixes(List.of(Remix.parse("low:vocals=-12dB")));
    for (var song :
        List.of(Stems.noise(2, 2, 9001, SampleDepth.S16, 0.7), loud(9001, SampleDepth.F32))) {
      var whole = folder.resolve("whole " + song.mix().length);
      song.render(whole, options, 9001);
      for (int blockFrames : new int[] {97, 4097}) {
        var parts = folder.resolve(song.mix().length + " in " + blockFrames);
        song.render(parts, options, blockFrames);
        for (var name : List.of("vocals", "music", "low")) {
          var file = "song/" + name + "." + container.extension();
          assertEquals(-1, Files.mismatch(whole.resolve(file), parts.resolve(file)), file);
        }
      }
    }
  }

  @Test
  void remixIsTheSongWithAnotherBalance() throws Exception {
    var song = Stems.noise(2, 2, 5000, SampleDepth.S16, 0.5);
    var options =
        RenderOptions.defaults()
            .withRemixes(List.of(Remix.parse("vocals=-6dB"), Remix.parse("karaoke: vocals=mute")));

    var result = song.render(folder, options);

    assertEquals(
        List.of("vocals", "music", "mix (vocals -6 dB)", "karaoke"),
        result.files().stream().map(RenderedFile::stem).toList());
    var quiet = Stems.read(folder.resolve("song/mix (vocals -6 dB).wav"));
    var karaoke = Stems.read(folder.resolve("song/karaoke.wav"));
    for (int c = 0; c < 2; c++) {
      for (int n = 0; n < 5000; n++) {
        float vocals = song.stems()[0][c][n];
        float music = song.stems()[1][c][n];
        assertEquals(vocals * Math.pow(10, -0.3) + music, quiet[c][n], 1.6 * STEP_16);
        assertEquals(music, karaoke[c][n], 1.6 * STEP_16);
      }
    }
  }

  @Test
  void remixHasAGainOfItsOwn() throws Exception {
    var song = Stems.mono(new float[] {0.5f, 0.1f}, new float[] {0.25f, 0.1f}, SampleDepth.S24);

    var result =
        song.render(
            folder,
            RenderOptions.defaults().withRemixes(List.of(Remix.parse("loud:vocals=+12dB"))));

    assertEquals(0, result.gainDb());
    double peak = 0.5 * Math.pow(10, 0.6) + 0.25;
    assertEquals(-20 * Math.log10(peak), result.files().get(2).gainDb(), 1e-4);
    assertEquals(
        List.of("loud turned down by 7.01 dB, so that it does not go over full scale"),
        result.notes());
    assertEquals(1, Stems.read(folder.resolve("song/loud.wav"))[0][0], 1e-6);
  }

  @Test
  void digitalSilenceStaysSilent() throws Exception {
    var song = Stems.mono(new float[500], new float[500], SampleDepth.F32);

    var result = song.render(folder, RenderOptions.defaults().withDepth(SampleDepth.S16));

    for (var file : result.files()) {
      assertArrayEquals(new float[1][500], Stems.read(file.path()));
      assertEquals(Double.NEGATIVE_INFINITY, file.peakDbfs());
    }
  }

  @ParameterizedTest
  @CsvSource({"0,WAV", "1,WAV", "0,FLAC", "1,FLAC"})
  void shortestSongsAreWritten(int frames, Container container) throws Exception {
    var song = Stems.noise(2, 2, frames, SampleDepth.S16, 0.5);

    var result = song.render(folder, RenderOptions.defaults().withContainer(container));

    assertEquals(frames, result.frames());
    assertEquals(frames, Stems.read(result.files().get(0).path())[0].length);
  }

  @Test
  void depthIsTheSongsAndSixteenBitsForLossyOnes() {
    var wav = RenderOptions.defaults();
    var flac = wav.withContainer(Container.FLAC);
    var expected =
        Map.of(
            SampleDepth.U8, SampleDepth.S16,
            SampleDepth.S16, SampleDepth.S16,
            SampleDepth.S24, SampleDepth.S24,
            SampleDepth.S32, SampleDepth.F32,
            SampleDepth.F32, SampleDepth.F32,
            SampleDepth.F64, SampleDepth.F32);
    var samples = new float[][][] {{{0}}};
    expected.forEach(
        (in, out) -> {
          var info = Stems.of(samples, samples[0], in, false).info();
          assertEquals(out, wav.formatFor(info).depth());
          assertEquals(
              out == SampleDepth.F32 ? SampleDepth.S24 : out, flac.formatFor(info).depth());
        });
    var mp3 = Stems.of(samples, samples[0], SampleDepth.F32, true).info();
    assertEquals(SampleDepth.S16, wav.formatFor(mp3).depth());
  }

  @Test
  void nothingIsVisibleUntilAllIsComplete() throws Exception {
    var song = Stems.noise(2, 1, 9000, SampleDepth.S16, 0.7);
    var directory = folder.resolve("new/out");
    try (var rendering =
        Rendering.open(
            directory, "song", song.names(), song.info(), Tags.NONE, RenderOptions.defaults())) {
      song.write(rendering, 1000);
      try (var files = Files.list(directory.resolve("song"))) {
        assertTrue(files.allMatch(file -> file.getFileName().toString().startsWith(".isolator-")));
      }
      rendering.finish();
    }
    try (var files = Files.list(directory.resolve("song"))) {
      assertEquals(
          List.of("music.wav", "vocals.wav"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void closingBeforeTheEndLeavesNoFileAndNoFolder() throws Exception {
    var song = loud(9000, SampleDepth.F32);
    var directory = folder.resolve("new/out");
    for (var container : Container.values()) {
      if (container.holdsAllStems()) {
        continue;
      }
      var options = RenderOptions.defaults().withContainer(container);
      try (var rendering =
          Rendering.open(directory, "song", song.names(), song.info(), Tags.NONE, options)) {
        song.write(rendering, 1000);
      }
      assertFalse(Files.exists(folder.resolve("new")), container.toString());
    }
  }

  @Test
  void foldersThatWereThereOrAreInUseStay() throws Exception {
    var song = Stems.noise(2, 1, 9000, SampleDepth.S16, 0.7);
    Files.createDirectory(folder.resolve("old"));
    var rendering =
        Rendering.open(
            folder.resolve("old/out"),
            "song",
            song.names(),
            song.info(),
            Tags.NONE,
            RenderOptions.defaults());
    Files.writeString(folder.resolve("old/out/notes.txt"), "mine");
    rendering.close();

    assertTrue(Files.exists(folder.resolve("old/out/notes.txt")));
    assertFalse(Files.exists(folder.resolve("old/out/song")));
  }

  @Test
  void filesThatExistAreRefusedByDefault() throws Exception {
    var song = Stems.noise(2, 1, 100, SampleDepth.S16, 0.7);
    song.render(folder, RenderOptions.defaults().withKeep(List.of("music")));
    var before = Files.readAllBytes(folder.resolve("song/music.wav"));

    var e = assertThrows(AudioException.class, () -> song.render(folder, RenderOptions.defaults()));

    assertEquals(AudioException.Kind.UNWRITABLE, e.kind());
    assertEquals(
        folder.resolve("song/music.wav")
            + ": exists already; replace it (--overwrite), keep it (--skip-existing) or choose"
            + " another output folder",
        e.getMessage());
    assertArrayEquals(before, Files.readAllBytes(folder.resolve("song/music.wav")));
    assertFalse(Files.exists(folder.resolve("song/vocals.wav")));
  }

  @Test
  void filesAreReplacedOrKeptAsAsked() throws Exception {
    var old = Stems.noise(2, 1, 100, SampleDepth.S16, 0.7);
    var song = Stems.noise(2, 1, 200, SampleDepth.S16, 0.7);
    old.render(folder, RenderOptions.defaults().withKeep(List.of("music")));
    var skip = RenderOptions.defaults().withOverwrite(OverwritePolicy.SKIP);
    assertFalse(Rendering.isComplete(folder, "song", song.names(), skip));

    var skipped = song.render(folder, skip);

    var music = folder.resolve("song/music.wav");
    assertEquals(List.of(music), skipped.skipped());
    assertEquals(List.of("vocals"), skipped.files().stream().map(RenderedFile::stem).toList());
    assertEquals(100, Stems.read(music)[0].length);
    assertTrue(Rendering.isComplete(folder, "song", song.names(), skip));

    song.render(folder, RenderOptions.defaults().withOverwrite(OverwritePolicy.OVERWRITE));
    assertEquals(200, Stems.read(music)[0].length);
    assertEquals(List.of(), hidden());
  }

  @Test
  void fileThatAppearsMeanwhileIsNotReplacedAndTheSetStaysAway() throws Exception {
    var song = Stems.noise(2, 1, 100, SampleDepth.S16, 0.7);
    try (var rendering =
        Rendering.open(
            folder, "song", song.names(), song.info(), Tags.NONE, RenderOptions.defaults())) {
      song.write(rendering, 100);
      Files.writeString(folder.resolve("song/music.wav"), "mine");
      assertThrows(AudioException.class, rendering::finish);
    }
    assertFalse(Files.exists(folder.resolve("song/vocals.wav")));
    assertEquals("mine", Files.readString(folder.resolve("song/music.wav")));
    assertEquals(List.of(), hidden());
  }

  @Test
  void setThatCannotBeReplacedWholeIsNotReplacedAtAll() throws Exception {
    var old = Stems.noise(2, 1, 100, SampleDepth.S16, 0.7);
    old.render(folder, RenderOptions.defaults());
    var vocals = folder.resolve("song/vocals.wav");
    var music = folder.resolve("song/music.wav");
    var before = Files.readAllBytes(vocals);
    var song = Stems.noise(2, 1, 200, SampleDepth.S16, 0.7);
    var options = RenderOptions.defaults().withOverwrite(OverwritePolicy.OVERWRITE);
    try (var rendering =
        Rendering.open(folder, "song", song.names(), song.info(), Tags.NONE, options)) {
      song.write(rendering, 100);
      Files.delete(music);
      Files.createDirectory(music); // the second of the two renames will fail

      assertThrows(AudioException.class, rendering::finish);
    }
    assertArrayEquals(before, Files.readAllBytes(vocals));
    assertTrue(Files.isDirectory(music));
    assertEquals(List.of(), hidden());
  }

  @Test
  void renderingThatIsOverTakesNothingMore() throws Exception {
    var song = Stems.noise(2, 1, 10, SampleDepth.S16, 0.7);
    var rendering =
        Rendering.open(
            folder, "song", song.names(), song.info(), Tags.NONE, RenderOptions.defaults());
    rendering.close();

    assertThrows(IllegalStateException.class, () -> song.write(rendering, 10));
    assertThrows(IllegalStateException.class, rendering::finish);
    rendering.close();
    assertEquals(List.of(), hidden());
  }

  @Test
  void songItselfIsNeverOverwritten() throws Exception {
    var song = Stems.noise(2, 1, 100, SampleDepth.S16, 0.7);
    var file = folder.resolve("vocals.wav");
    Files.writeString(file, "the song");
    var i = song.info();
    var info =
        new dev.isolator.audio.AudioInfo(
            file.toString(),
            i.container(),
            i.codec(),
            i.sampleRate(),
            i.layout(),
            i.depth(),
            i.lossy(),
            i.declaredFrames(),
            i.gapless());
    var options =
        RenderOptions.defaults().withNamePattern("{stem}").withOverwrite(OverwritePolicy.OVERWRITE);

    var e =
        assertThrows(
            AudioException.class,
            () -> Rendering.open(folder, "song", song.names(), info, Tags.NONE, options));

    assertEquals(file + ": is the song itself; choose another output folder", e.getMessage());
    assertEquals("the song", Files.readString(file));
  }

  @Test
  void fileInTheWayOfAFolderIsNamed() throws Exception {
    var song = Stems.noise(2, 1, 100, SampleDepth.S16, 0.7);
    Files.writeString(folder.resolve("song"), "in the way");

    var e = assertThrows(AudioException.class, () -> song.render(folder, RenderOptions.defaults()));

    assertEquals(
        "%s: cannot be written: expected a folder at %s, found a file; choose another output folder"
            .formatted(folder.resolve("song/vocals.wav"), folder.resolve("song")),
        e.getMessage());
  }

  @Test
  void stemThatIsNotFiniteIsRefused() throws Exception {
    var song = Stems.mono(new float[] {0, Float.NaN}, new float[2], SampleDepth.F32);

    var e =
        assertThrows(
            IllegalArgumentException.class, () -> song.render(folder, RenderOptions.defaults()));

    assertEquals("stem vocals must be finite, was NaN at frame 1", e.getMessage());
    assertEquals(List.of(), hidden());
  }

  @Test
  void stemsThatAreNotThereAreRefused() {
    var song = Stems.noise(2, 1, 1, SampleDepth.S16, 0.7);
    var defaults = RenderOptions.defaults();
    assertEquals(
        "keep names the stem drums, but the stems are vocals, music",
        assertThrows(
                IllegalArgumentException.class,
                () -> song.render(folder, defaults.withKeep(List.of("drums"))))
            .getMessage());
    assertEquals(
        "mix names the stem drums, but the stems are vocals, music",
        assertThrows(
                IllegalArgumentException.class,
                () -> song.render(folder, defaults.withRemixes(List.of(Remix.parse("drums=-3")))))
            .getMessage());
    assertEquals(
        "two files would be called song/Vocals; give the remix another name",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    song.render(
                        folder, defaults.withRemixes(List.of(Remix.parse("Vocals:music=-3")))))
            .getMessage());
  }

  @ParameterizedTest
  @EnumSource(
      value = Container.class,
      names = "STEM.*", // StemContainerTest has those
      mode = EnumSource.Mode.MATCH_NONE)
  void stemsCarryTheSongsTagsAndOurMark(Container container) throws Exception {
    var song = Stems.noise(2, 2, 9000, SampleDepth.S16, 0.7);
    var tags =
        Tags.NONE
            .with("title", "Für Elise 🎹")
            .with("artist", "B.")
            .with("replaygain_track_gain", "-7 dB")
            .with("encoder", "LAME3.100");
    try (var rendering =
        Rendering.open(
            folder,
            "song",
            song.names(),
            song.info(),
            tags,
            RenderOptions.defaults().withContainer(container))) {
      song.write(rendering, 9000);
      rendering.finish();
    }
    var file = folder.resolve("song/vocals." + container.extension());
    try (var decoder = Decoder.open(file)) {
      assertEquals("Für Elise 🎹 (vocals)", decoder.tags().entries().get("title"));
      assertEquals("B.", decoder.tags().entries().get("artist"));
      assertFalse(decoder.tags().entries().containsKey("replaygain_track_gain"));
    }
    assertTrue(EncodedByTag.marks(file));
  }

  @ParameterizedTest
  @EnumSource(
      value = Container.class,
      names = "STEM.*", // StemContainerTest has those
      mode = EnumSource.Mode.MATCH_NONE)
  void coverSurvivesBeingTurnedDown(Container container) throws Exception {
    var song = loud(9000, SampleDepth.F32);
    var image = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", image);
    var tags = new Tags(Map.of(), new Tags.Cover("image/png", image.toByteArray()));
    var options = RenderOptions.defaults().withContainer(container).withDepth(SampleDepth.S16);
    RenderResult result;
    try (var rendering = Rendering.open(folder, "song", song.names(), song.info(), tags, options)) {
      song.write(rendering, 9000);
      result = rendering.finish();
    }

    assertTrue(result.gainDb() < -3);
    try (var decoder = Decoder.open(result.files().getFirst().path())) {
      var cover = decoder.tags().cover();
      assertEquals(container == Container.WAV, cover == null, "wav has no place for one");
      if (cover != null) {
        assertArrayEquals(image.toByteArray(), cover.bytes());
      }
    }
  }

  @Test
  void leftoversOfTheDeadAreSweptAndThoseOfTheLivingAreNot() throws Exception {
    String ours; // of this process and this system
    try (var file = AtomicFile.beside(folder.resolve("name"))) {
      ours = file.temporary().getFileName().toString();
    }
    var process = "-" + ProcessHandle.current().pid() + "-";
    var out = Files.createDirectories(folder.resolve("song"));
    var dead = Files.createFile(out.resolve(ours.replace(process, "-999999999-")));
    var living = Files.createFile(out.resolve(ours));
    var otherSystem = Files.createFile(out.resolve(".isolator-999999998-1-0.part"));
    var otherSystemLongAgo = Files.createFile(out.resolve(".isolator-999999999-1-0.part"));
    Files.setLastModifiedTime(otherSystemLongAgo, java.nio.file.attribute.FileTime.fromMillis(0));

    Stems.noise(2, 1, 10, SampleDepth.S16, 0.5).render(folder, RenderOptions.defaults());

    assertFalse(Files.exists(dead), "its process is gone");
    assertTrue(Files.exists(living));
    assertTrue(Files.exists(otherSystem), "whether its process lives cannot be known");
    assertFalse(Files.exists(otherSystemLongAgo), "nobody wrote it for a day");
  }

  @Test
  void replacedFilesOfAnySortComeBackWhenOneCannotBeNamed() throws Exception {
    var files = new FileSet();
    var longAgo = java.nio.file.attribute.FileTime.fromMillis(1_000_000_000_000L);
    var old = Files.writeString(folder.resolve("old.wav"), "old");
    Files.setLastModifiedTime(old, longAgo);
    var inTheWay = Files.createDirectory(folder.resolve("folder.wav"));
    var moves = new java.util.LinkedHashMap<Path, Path>();
    moves.put(Files.writeString(files.temporary(old), "new"), old);
    moves.put(Files.writeString(files.temporary(inTheWay), "new"), inTheWay);

    assertThrows(AudioException.class, () -> files.commit(moves, OverwritePolicy.OVERWRITE));
    files.close();

    assertEquals("old", Files.readString(old));
    assertEquals(longAgo, Files.getLastModifiedTime(old));
    assertEquals(List.of(), hidden());
  }

  @Test
  void fileThatSomebodyElseWroteMeanwhileIsLeftWithSkip() throws Exception {
    var files = new FileSet();
    var theirs = folder.resolve("theirs.wav");
    var ours = folder.resolve("ours.wav");
    var moves = new java.util.LinkedHashMap<Path, Path>();
    moves.put(Files.writeString(files.temporary(theirs), "new"), theirs);
    moves.put(Files.writeString(files.temporary(ours), "new"), ours);
    Files.writeString(theirs, "theirs");

    var left = files.commit(moves, OverwritePolicy.SKIP);
    files.close();

    assertEquals(java.util.Set.of(theirs), left);
    assertEquals("theirs", Files.readString(theirs));
    assertEquals("new", Files.readString(ours));
    assertEquals(List.of(), hidden());
  }

  @Test
  void fileThatSomebodyElseWroteMeanwhileIsRefusedAndNothingIsNamed() throws Exception {
    var files = new FileSet();
    var theirs = folder.resolve("theirs.wav");
    var ours = folder.resolve("ours.wav");
    var moves = new java.util.LinkedHashMap<Path, Path>();
    moves.put(Files.writeString(files.temporary(ours), "new"), ours);
    moves.put(Files.writeString(files.temporary(theirs), "new"), theirs);
    Files.writeString(theirs, "theirs");

    assertThrows(AudioException.class, () -> files.commit(moves, OverwritePolicy.REFUSE));
    files.close();

    assertEquals("theirs", Files.readString(theirs));
    assertFalse(Files.exists(ours));
    assertEquals(List.of(), hidden());
  }

  private List<Path> hidden() throws Exception {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".")).toList();
    }
  }
}
