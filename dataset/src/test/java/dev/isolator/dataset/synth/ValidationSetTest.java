package dev.isolator.dataset.synth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.dataset.TinyData;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.ManifestCheck;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.soundfont.SoundFont;
import dev.isolator.dataset.soundfont.TinyBank;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidationSetTest {
  @TempDir static Path data = Path.of("");
  @TempDir Path out = Path.of("");
  private static Manifest manifest = new Manifest(Path.of(""), List.of());
  private static Path bank = Path.of("");

  @BeforeAll
  static void write() throws IOException {
    manifest = TinyData.write(data);
    bank = TinyBank.write(data.resolve("tiny.sf2"));
  }

  /// The recipe is frozen: figures that were measured on the set before a change must stay
  /// comparable. If this fails, the change belongs somewhere else.
  @Test
  void theRecipeIsFrozen() throws IOException {
    var songs = ValidationSet.write(manifest, SoundFont.open(bank), out, 1, 2);
    assertEquals(
        List.of(
            "ae2f3544146430e5d916310f49537db2eca4a94338b05f533a036f368ed07938",
            "4c03e3a4fc0eddb111c05c19470ba52cab6b882de5f4869d13b0622049032713"),
        songs.stream().map(s -> s.stem("vocals").sha256()).toList());
    assertEquals(
        List.of(
            "051200df69cfe2fda7d7b8cbc3ff95dca7c6cf6b05b60b8b38e3e41e59ab61ab",
            "1fd8db041311968be9f16a3f924792b390aacf553fe8510adb352ace89974169"),
        songs.stream().map(s -> s.stem("mixture").sha256()).toList());
  }

  @Test
  void aSmallerSetIsTheBeginningOfALargerOne() throws IOException {
    var one = ValidationSet.write(manifest, SoundFont.open(bank), out.resolve("a"), 3, 1);
    var two = ValidationSet.write(manifest, SoundFont.open(bank), out.resolve("b"), 3, 2);
    assertEquals(one, two.subList(0, 1));
    assertArrayEquals(
        Files.readAllBytes(out.resolve("a/validation-00/mixture.wav")),
        Files.readAllBytes(out.resolve("b/validation-00/mixture.wav")));
  }

  @Test
  void mixesAreTwelveSecondsOfTheSplitValidationAndPassTheCheck() throws IOException {
    var songs = ValidationSet.write(manifest, SoundFont.open(bank), out, 2, 4);
    assertEquals(
        List.of("instrumental-drone", "midi-down", "instrumental-drone", "midi-down"),
        songs.stream().map(s -> s.source().replaceAll(".* from ", "")).toList());
    for (var song : songs) {
      assertEquals(12, song.duration());
      assertEquals(Split.VALIDATION, song.split());
    }
    var mono = RecordingFile.read(out.resolve(songs.get(0).stem("mixture").path()));
    assertArrayEquals(mono.samples()[0], mono.samples()[1], "every sixth is mono");
    var paused = RecordingFile.read(out.resolve(songs.get(3).stem("vocals").path()));
    assertTrue(longestSilence(paused.samples()[0]) > 3.9 * 44_100, "every sixth has a pause");
    var wrong =
        ManifestCheck.run(new Manifest(out, songs)).stream()
            .filter(f -> !f.what().contains("same sound")) // two of four are of one instrumental
            .toList();
    assertEquals(List.of(), wrong);
  }

  private static int longestSilence(float[] x) {
    int longest = 0;
    int run = 0;
    for (float v : x) {
      run = v == 0 ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  @Test
  void aManifestWithoutValidationMusicIsRefused() {
    var voices =
        new Manifest(
            data, manifest.entries().stream().filter(e -> e.id().startsWith("voice")).toList());
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ValidationSet.write(voices, SoundFont.open(bank), out, 1, 1));
    assertEquals(
        "the manifest has no entry of kind instrumental in the split validation; give one that has",
        e.getMessage());
  }
}
