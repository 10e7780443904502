package dev.isolator.evaluate.songs;

import static dev.isolator.evaluate.TestSounds.noise;
import static dev.isolator.evaluate.TestSounds.wav;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.isolator.audio.AudioException;
import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.evaluate.songs.DataSet.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetTest {
  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void real() throws IOException {
    folder = folder.toRealPath();
  }

  private static List<String> names(DataSet set) {
    return set.songs().stream().map(Multitrack::name).toList();
  }

  @Test
  void foldersOfStemsAreSongs() throws AudioException {
    wav(folder.resolve("b song/vocals.wav"), noise(1, 10, 1));
    wav(folder.resolve("b song/accompaniment.wav"), noise(1, 10, 2));
    wav(folder.resolve("a song/mixture.wav"), noise(1, 10, 3));
    wav(folder.resolve("a song/drums.wav"), noise(1, 10, 4));

    var set = DataSet.open(folder, Layout.AUTO, "");

    assertEquals(Layout.FOLDERS, set.layout());
    assertEquals(List.of("a song", "b song"), names(set));
    assertEquals(Set.of("vocals", "music"), set.songs().get(1).stems().keySet());
    assertEquals(Set.of("drums"), set.songs().get(0).stems().keySet());
    assertEquals(
        AudioRegion.of(folder.resolve("a song/mixture.wav")), set.songs().getFirst().mixture());
  }

  @Test
  void ofTestAndTrainTheTestSongsAreTaken() throws AudioException {
    wav(folder.resolve("test/one/vocals.wav"), noise(1, 10, 1));
    wav(folder.resolve("train/two/vocals.wav"), noise(1, 10, 2));

    assertEquals(List.of("one"), names(DataSet.open(folder, Layout.AUTO, "")));
    assertEquals(List.of("two"), names(DataSet.open(folder, Layout.AUTO, "train")));
    assertEquals(List.of("one", "two"), names(DataSet.open(folder, Layout.AUTO, "all")));
    var e =
        assertThrows(AudioException.class, () -> DataSet.open(folder, Layout.AUTO, "validation"));
    assertEquals(
        folder + ": has no subset 'validation', expected one of test, train, or all",
        e.getMessage());
  }

  @Test
  void twoFilesOfOneStemAreAProblemOfThatSongAlone() throws AudioException {
    wav(folder.resolve("bad/vocals.wav"), noise(1, 10, 1));
    wav(folder.resolve("bad/vocals.flac"), noise(1, 10, 1));
    wav(folder.resolve("good/vocals.wav"), noise(1, 10, 1));

    var set = DataSet.open(folder, Layout.AUTO, "");

    assertEquals(List.of("good"), names(set));
    assertEquals(
        List.of(
            folder.resolve("bad")
                + ": expected one file for vocals, found vocals.flac and vocals.wav; remove one of them"),
        set.problems());
  }

  @Test
  void theFiveTracksOfAStemFileAreToldApart() throws IOException {
    var file = Files.createDirectories(folder.resolve("test")).resolve("Tones.stem.mp4");
    try (var in = DataSetTest.class.getResourceAsStream("tones.stem.mp4")) {
      Files.copy(Objects.requireNonNull(in), file);
    }

    var set = DataSet.open(folder, Layout.AUTO, "");

    assertEquals(Layout.MUSDB18, set.layout());
    assertEquals(List.of("Tones"), names(set));
    var references = ReferenceSignals.of(set.songs().getFirst());
    assertEquals("given", references.mixtureOrigin());
    assertEquals(22_050, references.frames());
    assertEquals(500, hertz(references.stems().get("drums")), 5);
    assertEquals(800, hertz(references.stems().get("bass")), 5);
    assertEquals(1100, hertz(references.stems().get("other")), 5);
    assertEquals(1400, hertz(references.stems().get("vocals")), 5);
    assertEquals(200, hertz(Pcm16.quantise(references.mixture(), 44_100)), 5);
  }

  /// Half the number of changes of sign a second, away from the ends.
  private static double hertz(@Nullable Pcm16 sound) {
    short[] samples = Objects.requireNonNull(sound).samples()[0];
    int changes = 0;
    for (int i = 4410; i < 17_640; i++) {
      changes += (samples[i] >= 0) == (samples[i + 1] >= 0) ? 0 : 1;
    }
    return changes / 2.0 / (13_230 / 44_100.0);
  }

  @Test
  void ofStereoClipsTheRightChannelIsTheVoice() throws AudioException {
    float[][] clip = noise(2, 100, 1);
    wav(folder.resolve("Wavfile/amy_1_01.wav"), clip);

    var set = DataSet.open(folder, Layout.AUTO, "");
    var references = ReferenceSignals.of(set.songs().getFirst());

    assertEquals(Layout.MIR_1K, set.layout());
    assertEquals("amy_1_01", references.song().name());
    assertArrayEquals(
        Pcm16.quantise(clip, 8000).samples()[1],
        Objects.requireNonNull(references.stem("vocals")).samples()[0]);
    assertArrayEquals(
        Pcm16.quantise(clip, 8000).samples()[0],
        Objects.requireNonNull(references.stem("music")).samples()[0]);
    assertEquals(1, references.mixture().length);
    assertEquals("sum of stems", references.mixtureOrigin());
  }

  @Test
  void aMonoFileIsNoStereoClip() {
    var file = wav(folder.resolve("mono.wav"), noise(1, 100, 1));
    var e =
        assertThrows(
            AudioException.class,
            () -> ReferenceSignals.of(DataSet.open(folder, Layout.MIR_1K, "").songs().getFirst()));
    assertEquals(
        file
            + ": expected stereo with the accompaniment left and the voice right, found 1 channel; choose another --layout",
        e.getMessage());
  }

  @Test
  void aManifestNamesPartsOfFiles() throws IOException {
    float[][] voice = noise(1, 8000, 1);
    wav(folder.resolve("sounds/v.wav"), voice);
    wav(folder.resolve("sounds/m.wav"), noise(1, 8000, 2));
    var manifest = folder.resolve("set.jsonl");
    Files.writeString(
        manifest,
        """
        {"schema":"isolator-manifest","version":1}
        {"id":"clip","kind":"song","artist":"a","licence":"CC0-1.0","source":"here","split":"evaluation","new":1,"stems":{"vocals":{"path":"sounds/v.wav","start":0.25,"duration":0.5},"music":{"path":"sounds/m.wav","start":0.25,"duration":0.5}}}
        {"id":"other","kind":"song","artist":"b","licence":"CC0-1.0","source":"here","split":"train","stems":{"vocals":{"path":"sounds/v.wav"}}}
        {"id":"voice","kind":"voice","artist":"a","licence":"CC0-1.0","source":"here","split":"evaluation","stems":{"vocals":{"path":"sounds/v.wav"}}}
        {"id":"broken","kind":"song","split":"evaluation"}
        """);

    var set = DataSet.open(manifest, Layout.AUTO, "");
    var references = ReferenceSignals.of(set.songs().getFirst());

    assertEquals(List.of("clip"), names(set));
    assertEquals(4000, references.frames());
    assertEquals(
        Pcm16.quantise(voice, 8000).samples()[0][2000],
        Objects.requireNonNull(references.stem("vocals")).samples()[0][0]);
    assertEquals(
        List.of(manifest + ":5: key \"stems\" must be an object, was null; the line is left out"),
        set.problems());
    assertEquals(List.of("other"), names(DataSet.open(manifest, Layout.AUTO, "train")));
    var e = assertThrows(AudioException.class, () -> DataSet.open(manifest, Layout.AUTO, "test"));
    assertEquals(
        manifest
            + ": has no songs of split 'test', only {evaluation=1, train=1}; choose with --split, or --split all",
        e.getMessage());
  }

  @Test
  void aManifestOfAnotherVersionIsRefused() throws IOException {
    var manifest = folder.resolve("old.jsonl");
    Files.writeString(manifest, "{\"schema\":\"isolator-manifest\",\"version\":2}\n");
    var e = assertThrows(AudioException.class, () -> DataSet.open(manifest, Layout.AUTO, ""));
    assertEquals(
        manifest
            + ":1: expected {\"schema\":\"isolator-manifest\",\"version\":1}, found version 2; update Isolator",
        e.getMessage());
  }

  @Test
  void aFileThatIsNoManifestIsRefused() throws IOException {
    var text = Files.writeString(folder.resolve("notes.txt"), "hello\n");
    var e = assertThrows(AudioException.class, () -> DataSet.open(text, Layout.AUTO, ""));
    assertEquals(AudioException.Kind.UNSUPPORTED, e.kind());
    assertEquals(
        text
            + ":1: expected {\"schema\":\"isolator-manifest\",\"version\":1}, found \"hello\"; is this a manifest?",
        e.getMessage());
    var sound = Files.write(folder.resolve("song.mp3"), new byte[] {(byte) 0xFF, (byte) 0xFB});
    var of = assertThrows(AudioException.class, () -> DataSet.open(sound, Layout.AUTO, ""));
    assertEquals(
        sound + ": is not UTF-8 text, expected a manifest; check the name", of.getMessage());
  }

  @Test
  void whatIsNoDataSetIsRefused() {
    var nowhere = folder.resolve("nowhere");
    var e = assertThrows(AudioException.class, () -> DataSet.open(nowhere, Layout.AUTO, ""));
    assertEquals(
        nowhere + ": no such file or folder, expected a data set; check the name", e.getMessage());
    var empty = assertThrows(AudioException.class, () -> DataSet.open(folder, Layout.AUTO, ""));
    assertEquals(
        folder
            + ": holds no songs, expected folders SONG/STEM.wav, *.stem.mp4 files or a manifest .jsonl; --layout says which",
        empty.getMessage());
  }
}
