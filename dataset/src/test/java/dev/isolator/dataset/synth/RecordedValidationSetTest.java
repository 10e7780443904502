package dev.isolator.dataset.synth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.isolator.dataset.TinyData;
import dev.isolator.dataset.effect.Level;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.ManifestCheck;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.recording.RecordingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedValidationSetTest {
  private static final int RATE = 44_100;

  @TempDir Path data;
  @TempDir Path out;

  /// No voice is left out while another one is heard twice.
  @Test
  void allVoicesTakeTurns() throws IOException {
    var manifest = TinyData.write(data);
    var entries = new ArrayList<>(manifest.entries());
    entries.add(copy(entries, "voice-tenor-clips", "voice-x"));
    entries.add(copy(entries, "voice-tenor-clips", "voice-y"));
    entries.add(copy(entries, "instrumental-drone", "instrumental-other"));
    var songs = RecordedValidationSet.write(new Manifest(data, entries), out, 1);
    assertEquals(
        List.of("voice-tenor-clips", "voice-x", "voice-y", "voice-tenor-clips"),
        songs.stream()
            .filter(s -> s.source().contains(" and "))
            .map(s -> s.source().replaceAll(".* and ", ""))
            .toList());
  }

  private static Entry copy(List<Entry> entries, String id, String as) {
    var e = entries.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
    return new Entry(
        as,
        e.kind(),
        e.split(),
        e.stems(),
        e.clips(),
        e.format(),
        e.provenance(),
        e.quality(),
        new JsonObject());
  }

  /// One instrumental of the split validation gives three mixes, the last one without a voice.
  @Test
  void mixesAreRecordingsAsTheyAre() throws IOException {
    var songs = RecordedValidationSet.write(TinyData.write(data), out, 1);

    assertEquals(
        List.of(
            "instrumental-drone and voice-tenor-clips",
            "instrumental-drone and voice-tenor-clips",
            "instrumental-drone"),
        songs.stream().map(s -> s.source().replaceAll(".* from ", "")).toList());
    for (Entry song : songs) {
      assertEquals(12, song.duration());
      assertEquals(Split.VALIDATION, song.split());
      float[][] vocals = samples(song, "vocals");
      float[][] music = samples(song, "music");
      float[][] mixture = samples(song, "mixture");
      for (int i = 0; i < vocals[0].length; i++) {
        assertEquals(mixture[1][i], vocals[1][i] + music[1][i], "sample " + i);
      }
    }
    for (int i = 0; i < 2; i++) {
      double against =
          Level.activeDb(samples(songs.get(i), "vocals"), RATE)
              - Level.activeDb(samples(songs.get(i), "music"), RATE);
      assertTrue(against > -6.1 && against < 3.1, "voice at " + against + " dB");
    }
    assertEquals(0, Level.peak(samples(songs.get(2), "vocals")));
    var wrong =
        ManifestCheck.run(new Manifest(out, songs)).stream()
            .filter(f -> !f.what().contains("same sound")) // all are of one instrumental
            .toList();
    assertEquals(List.of(), wrong);
  }

  /// Figures that were measured on the set before a change must stay comparable: if this fails, the
  /// change belongs somewhere else.
  @Test
  void theRecipeIsFrozen() throws IOException {
    var songs = RecordedValidationSet.write(TinyData.write(data), out, 1);
    assertEquals(
        "379037fb58789aafd1f6dd71645e32cc607f01dfd91e02f8cb2189c8c75b01fd",
        songs.getFirst().stem("mixture").sha256());
  }

  @Test
  void aManifestWithoutVoicesIsRefused() throws IOException {
    var manifest = TinyData.write(data);
    var music =
        new Manifest(
            data, manifest.entries().stream().filter(e -> !e.id().startsWith("voice")).toList());
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> RecordedValidationSet.write(music, out, 1));
    assertEquals(
        "the manifest has no entry of kind voice in the split validation; give one that has",
        e.getMessage());
  }

  private float[][] samples(Entry song, String stem) throws IOException {
    return RecordingFile.read(out.resolve(song.stem(stem).path())).samples();
  }
}
