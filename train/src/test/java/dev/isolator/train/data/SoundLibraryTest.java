package dev.isolator.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.ManifestFile;
import dev.isolator.dataset.manifest.Split;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoundLibraryTest {
  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();

  @Test
  void splitIsDecodedAndSungOnce() throws Exception {
    var manifest = manifest("train");
    var cache = new PcmCache(folder.resolve("cache"));

    var library = SoundLibrary.open(manifest, Split.TRAIN, cache, 1, 7, null, warnings::add);

    assertEquals(60L * PcmFile.SAMPLE_RATE, library.phrases().frames());
    assertEquals(1, library.instrumentals().size());
    assertEquals(4L * PcmFile.SAMPLE_RATE, library.instrumentals().getFirst().frames());
    double power = 0;
    for (float x : library.phrases().read(0, 12 * PcmFile.SAMPLE_RATE)[0]) {
      power += x * x;
    }
    assertTrue(power > 1, "the first phrase is all but silent: " + power);

    long files = count();
    var again = SoundLibrary.open(manifest, Split.TRAIN, cache, 1, 7, null, warnings::add);
    assertEquals(files, count());
    assertArrayEquals(library.phrases().read(1000, 500), again.phrases().read(1000, 500));
  }

  @Test
  void filesThatCannotBeUsedAreLeftOutAndNamed() throws Exception {
    Files.writeString(folder.resolve("text.wav"), "no sound");
    Files.write(folder.resolve("silence.wav"), silence(PcmFile.SAMPLE_RATE));
    manifest("train");
    Files.write(
        folder.resolve("data.jsonl"),
        List.of(
            SmallManifest.entry("gone", "instrumental", "music", "", "train")
                .replace("voice.wav", "gone.wav"),
            SmallManifest.entry("text", "instrumental", "music", "", "train")
                .replace("voice.wav", "text.wav"),
            SmallManifest.entry("mute", "instrumental", "music", "", "train")
                .replace("voice.wav", "silence.wav"),
            SmallManifest.entry("brief", "instrumental", "music", "", "train")
                .replace("\"duration\":4}", "\"duration\":9}")),
        StandardOpenOption.APPEND);
    var manifest = ManifestFile.read(folder.resolve("data.jsonl"));

    var cache = new PcmCache(folder.resolve("cache"));
    var library = SoundLibrary.open(manifest, Split.TRAIN, cache, 1, 7, null, warnings::add);

    assertEquals(2, library.instrumentals().size(), "the good one and the short one");
    assertEquals(5, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).startsWith("gone: stem music is left out: "), warnings.get(0));
    assertTrue(warnings.get(1).startsWith("text: stem music is left out: "), warnings.get(1));
    assertEquals(
        "mute: stem music is left out: expected sound in silence.wav, found silence",
        warnings.get(2));
    assertEquals(
        "brief: stem music ends 5.0 s before the manifest says; silence follows", warnings.get(3));
    assertEquals("3 of 5 songs, instrumentals and MIDI files are left out", warnings.get(4));
  }

  @Test
  void shortClippedAndUnequalStemsAreNamed() throws Exception {
    manifest("train");
    Files.write(folder.resolve("blink.wav"), SmallManifest.wav(PcmFile.SAMPLE_RATE / 10));
    Files.write(folder.resolve("half.wav"), SmallManifest.wav(2 * PcmFile.SAMPLE_RATE));
    byte[] loud = SmallManifest.wav(4 * PcmFile.SAMPLE_RATE);
    var samples = ByteBuffer.wrap(loud).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 44; at < loud.length; at += 2) {
      samples.putShort(
          at, (short) Math.clamp(20 * samples.getShort(at), Short.MIN_VALUE, Short.MAX_VALUE));
    }
    Files.write(folder.resolve("loud.wav"), loud);
    String two =
        "\"vocals\":{\"path\":\"half.wav\",\"sha256\":\"%s\",\"start\":0,\"duration\":2},\"drums\":"
            .formatted(SmallManifest.HASH);
    Files.write(
        folder.resolve("data.jsonl"),
        List.of(
            SmallManifest.entry("blink", "instrumental", "music", "", "train")
                .replace("voice.wav", "blink.wav"),
            SmallManifest.entry("loud", "instrumental", "music", "", "train")
                .replace("voice.wav", "loud.wav"),
            SmallManifest.entry("uneven", "song", "drums", "", "train").replace("\"drums\":", two)),
        StandardOpenOption.APPEND);
    var manifest = ManifestFile.read(folder.resolve("data.jsonl"));

    var cache = new PcmCache(folder.resolve("cache"));
    var library = SoundLibrary.open(manifest, Split.TRAIN, cache, 1, 7, null, warnings::add);

    assertEquals(
        List.of(
            "uneven: stem vocals is 2.0 s shorter than its song; silence follows",
            "blink: stem music ends 3.9 s before the manifest says; silence follows",
            "blink: stem music is left out: expected at least 0.5 s of sound in blink.wav, found 0.10 s",
            "loud: stem music is used, but PERCENT of loud.wav is clipped; a softer version would teach better",
            "1 of 4 songs, instrumentals and MIDI files are left out"),
        warnings.stream().map(w -> w.replaceAll("[0-9.]+ %", "PERCENT")).toList());
    assertEquals(2, library.instrumentals().size());
    float[][] mono = library.instrumentals().getFirst().read(1000, 100);
    assertArrayEquals(mono[0], mono[1], "a mono file is heard on both sides");
  }

  private static byte[] silence(int n) {
    byte[] wav = SmallManifest.wav(n);
    Arrays.fill(wav, 44, wav.length, (byte) 0);
    return wav;
  }

  @Test
  void splitWithoutMusicIsRefused() throws Exception {
    var manifest = manifest("train");
    var cache = new PcmCache(folder.resolve("cache"));
    var e =
        assertThrows(
            IOException.class,
            () -> SoundLibrary.open(manifest, Split.VALIDATION, cache, 1, 7, null, warnings::add));
    assertEquals(
        folder
            + ": expected songs, instrumentals or MIDI files of the split validation, found none; check the manifest",
        e.getMessage());
    var none =
        assertThrows(IOException.class, () -> ValidationMixes.open(List.of(manifest), cache));
    assertEquals(
        folder
            + ": expected songs of the split validation with stems vocals and music, found none; make some with: isolator dataset validation",
        none.getMessage());
  }

  @Test
  void aPairOfMixAndVocalsIsASong() throws Exception {
    manifest("train");
    Files.write(
        folder.resolve("data.jsonl"),
        List.of(
            SmallManifest.entry("a-pair", "pair", "vocals", "", "train")
                .replace(
                    "\"vocals\":{\"path\":\"voice.wav\"",
                    "\"music\":{\"path\":\"voice.wav\",\"start\":1,\"duration\":2},\"vocals\":{\"path\":\"voice.wav\"")),
        StandardOpenOption.APPEND);
    var manifest = ManifestFile.read(folder.resolve("data.jsonl"));
    var cache = new PcmCache(folder.resolve("cache"));

    var library = SoundLibrary.open(manifest, Split.TRAIN, cache, 1, 7, null, warnings::add);

    assertEquals(
        List.of("a-pair: stem music is 2.0 s shorter than its song; silence follows"), warnings);
    var pair = library.songs().getFirst();
    assertEquals(java.util.Set.of("music", "vocals"), pair.keySet());
    assertEquals(
        2L * PcmFile.SAMPLE_RATE, java.util.Objects.requireNonNull(pair.get("music")).frames());
  }

  private long count() throws IOException {
    try (var files = Files.list(folder.resolve("cache"))) {
      return files.count();
    }
  }

  private Manifest manifest(String split) throws IOException {
    return SmallManifest.write(folder, split);
  }
}
