package dev.isolator.dataset.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.audio.AudioException;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.ManifestCheck;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntakeTest {
  @TempDir Path folder = Path.of("");

  private void write(String name, int channels, float value) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    var samples = new float[channels][8000];
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < 8000; i++) {
        samples[c][i] = (float) (value * (c + 1) * Math.sin(i * 0.05 * (c + 1)));
      }
    }
    RecordingFile.writeWav(file, new Recording(samples, 8000));
  }

  private Intake intake() {
    return new Intake(folder, folder.resolve("stems"), "me", Split.TRAIN, "CC0-1.0", "home", "");
  }

  @ParameterizedTest
  @CsvSource({
    "Lead Vox 2,vocals",
    "01_kick,drums",
    "Bass Drum,drums",
    "BASS-DI,bass",
    "gtr L,other",
    "Song (Instrumental),music",
    "accompaniment,music",
    "vocals,vocals"
  })
  void namesTellStems(String name, String stem) {
    assertEquals(stem, StemNames.of(name));
  }

  @Test
  void aNameWithoutAWordWeKnowTellsNothing() {
    assertNull(StemNames.of("track 7"));
  }

  @Test
  void plainStemsAreNamedWhereTheyAreAndNothingIsCopied() throws IOException {
    write("a/vocals.wav", 1, 0.1f);
    write("a/drums.wav", 1, 0.2f);
    var plan = IntakePlan.of(folder, Map.of(), Map.of());
    assertEquals(1, plan.songs().size());
    var entry = intake().take(plan.songs().getFirst());

    assertEquals("song-a", entry.id());
    assertEquals("a/vocals.wav", entry.stem("vocals").path());
    assertEquals(1, entry.duration());
    assertFalse(Files.exists(folder.resolve("stems")));
    assertEquals(List.of(), ManifestCheck.run(new Manifest(folder, List.of(entry))));
  }

  @Test
  void severalFilesOfOneStemAreSummed() throws IOException {
    write("a/vox.wav", 1, 0.1f);
    write("a/kick.wav", 1, 0.2f);
    write("a/snare.wav", 1, 0.3f);
    var song = IntakePlan.of(folder, Map.of(), Map.of()).songs().getFirst();
    assertFalse(song.isPlain());
    var entry = intake().take(song);

    var drums = RecordingFile.read(folder.resolve(entry.stem("drums").path()));
    assertEquals(0.5 * Math.sin(100 * 0.05), drums.samples()[0][100], 1e-6);
  }

  @Test
  void aChannelMapTakesOneSideEach() throws IOException {
    write("clip.wav", 2, 0.1f);
    var plan = IntakePlan.of(folder, Map.of("music", List.of(0), "vocals", List.of(1)), Map.of());
    var entry = intake().take(plan.songs().getFirst());
    var vocals = RecordingFile.read(folder.resolve(entry.stem("vocals").path()));

    assertEquals(1, vocals.channels());
    assertEquals(0.2 * Math.sin(100 * 0.1), vocals.samples()[0][100], 1e-6);
    assertEquals(Set.of("music", "vocals"), entry.stems().keySet());
  }

  @Test
  void aMapPastTheChannelsIsRefused() throws IOException {
    write("clip.wav", 2, 0.1f);
    var song = IntakePlan.of(folder, Map.of("vocals", List.of(4)), Map.of()).songs().getFirst();
    var e = assertThrows(AudioException.class, () -> intake().take(song));
    assertEquals(
        folder.resolve("clip.wav")
            + ": has 2 channels, the map asks for channel 5; correct --channels",
        e.getMessage());
  }

  @Test
  void whatIsLeftOutIsSaidWithItsReason() throws IOException {
    write("a/drums.wav", 1, 0.1f);
    write("b/vocals.wav", 1, 0.1f);
    write("c/vocals.wav", 1, 0.1f);
    write("c/drums.wav", 1, 0.1f);
    write("c/track 7.wav", 1, 0.1f);
    Files.writeString(folder.resolve("readme.txt"), "hello");
    var plan = IntakePlan.of(folder, Map.of(), Map.of());

    assertTrue(plan.songs().isEmpty());
    assertEquals(
        Map.of(
            folder.resolve("a"), "no file's name speaks of vocals",
            folder.resolve("b"), "vocals, but nothing beside them",
            folder.resolve("c"), "which stem is track 7.wav? rename it, or take it out",
            folder.resolve("readme.txt"), "no sound file by its ending"),
        plan.skipped());
  }

  @Test
  void checkFindsAChangedFileAndAnArtistInTwoSplits() throws IOException {
    write("a/vocals.wav", 1, 0.1f);
    write("a/drums.wav", 1, 0.2f);
    write("b/vocals.wav", 1, 0.3f);
    write("b/drums.wav", 1, 0.4f);
    var songs = IntakePlan.of(folder, Map.of(), Map.of()).songs();
    var first = intake().take(songs.get(0));
    var second =
        new Intake(folder, folder, "me", Split.EVALUATION, "unknown", "", "").take(songs.get(1));
    write("a/drums.wav", 1, 0.25f);
    var found =
        ManifestCheck.run(new Manifest(folder, List.of(first, second))).stream()
            .map(f -> f.id() + ": " + f.what().replaceAll("[0-9a-f]{64}", "HASH"))
            .toList();
    assertEquals(
        List.of(
            "song-a: a/drums.wav: SHA-256 is HASH, expected HASH",
            "song-b: names no licence; find it out or leave the entry out",
            "artist me: stands in train and evaluation; one artist belongs to one split"),
        found);
  }
}
