package dev.isolator.dataset.synth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.dataset.TinyData;
import dev.isolator.dataset.effect.Level;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.ManifestCheck;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.soundfont.SoundFont;
import dev.isolator.dataset.soundfont.TinyBank;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SongSynthTest {
  private static final double SECONDS = 8;

  @TempDir static Path data = Path.of("");
  @TempDir Path out = Path.of("");
  private static Manifest manifest = new Manifest(Path.of(""), List.of());
  private static Path bank = Path.of("");

  @BeforeAll
  static void write() throws IOException {
    manifest = TinyData.write(data);
    bank = TinyBank.write(data.resolve("tiny.sf2"));
  }

  private static SongSynth synth(long seed, double instrumentals) throws IOException {
    return new SongSynth(
        manifest,
        SoundFont.open(bank),
        new SongSynth.Settings(Split.TRAIN, seed, SECONDS, instrumentals, 600));
  }

  private static float[][] read(Path folder, Entry song, String stem) throws IOException {
    return RecordingFile.read(folder.resolve(song.stem(stem).path())).samples();
  }

  @Test
  void oneSeedGivesTheSameBytesWhateverTheThreadsAndTheOrder() throws IOException {
    var first = synth(5, 0.3);
    Path alone = out.resolve("alone");
    Path together = out.resolve("together");
    var entries = new Entry[4];
    for (int i = 3; i >= 0; i--) {
      entries[i] = first.write(i, alone);
    }
    var second = synth(5, 0.3);
    var again =
        IntStream.range(0, 4)
            .parallel()
            .mapToObj(
                i -> {
                  try {
                    return second.write(i, together);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                })
            .toList();
    assertEquals(List.of(entries), again, "entries hold the hashes of all files");
    assertArrayEquals(
        Files.readAllBytes(alone.resolve("synth-5-00002/vocals.wav")),
        Files.readAllBytes(together.resolve("synth-5-00002/vocals.wav")));
    assertFalse(
        synth(6, 0.3)
            .write(2, out.resolve("other"))
            .stem("vocals")
            .sha256()
            .equals(entries[2].stem("vocals").sha256()));
  }

  @Test
  void stemsAreWholeSumToTheMixAndNothingClips() throws IOException {
    for (double instrumentals : new double[] {0, 1}) {
      var song = synth(7, instrumentals).write(1, out);
      var mixture = read(out, song, "mixture");
      int frames = (int) (Math.min(SECONDS, instrumentals > 0 ? 6 : 12) * 44_100);
      assertEquals(frames, mixture[0].length);
      var sum = new float[2][frames];
      for (String stem : song.stems().keySet()) {
        var track = read(out, song, stem);
        assertEquals(frames, track[0].length, stem);
        assertTrue(Level.peak(track) < 0.99, stem);
        assertTrue(Level.peak(track) > 0.001, stem);
        if (!stem.equals("mixture") && (!stem.equals("music") || instrumentals > 0)) {
          Level.add(sum, track, 0);
        }
      }
      assertArrayEquals(mixture[0], sum[0], "whole 16-bit numbers sum without rounding");
      assertArrayEquals(mixture[1], sum[1]);
      assertEquals(List.of(), ManifestCheck.run(new Manifest(out, List.of(song))));
    }
  }

  @Test
  void aSongNamesWhatItWasMadeFrom() throws IOException {
    var song = synth(7, 0).write(0, out);
    assertEquals("synth-7-00000", song.id());
    assertEquals("made by isolator dataset synth, seed 7, from midi-up", song.source());
    assertEquals("BSD-3-Clause", song.licence());
    assertEquals(Split.TRAIN, song.split());
    assertEquals("synthetic train", song.artist());
    assertEquals(
        List.of("vocals", "drums", "bass", "other", "music", "mixture"),
        List.copyOf(song.stems().keySet()));
  }

  @Test
  void aManifestWithoutMidiIsRefused() throws IOException {
    var voices =
        new Manifest(
            data, manifest.entries().stream().filter(e -> e.id().startsWith("voice")).toList());
    var synth =
        new SongSynth(
            voices, SoundFont.open(bank), new SongSynth.Settings(Split.TRAIN, 1, 5, 0, 600));
    var e = assertThrows(IllegalArgumentException.class, () -> synth.write(0, out));
    assertEquals(
        "the manifest has no entry of kind midi in the split train; give one that has",
        e.getMessage());
  }
}
