package dev.isolator.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.isolator.dataset.manifest.AudioProperties;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Kind;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.Provenance;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.manifest.StemFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PhraseBankTest {
  /// A bank takes minutes to make and is found again by the next run, which is another process: its
  /// place is a constant.
  @Test
  void placeIsTheSameInEveryRun() {
    var stem = new StemFile("voice.wav", "", 0, 3);
    var entry =
        new Entry(
            "voice",
            Kind.VOICE,
            Split.TRAIN,
            Map.of("vocals", stem),
            new AudioProperties(44_100, 1, 3),
            new Provenance("somebody", "CC0-1.0", "made up", ""));
    var manifest = new Manifest(Path.of("data"), List.of(entry));
    var cache = new PcmCache(Path.of("cache"));
    assertEquals(
        Path.of("cache", "fcf1c157-b58a-3c11-9fb2-083a2e21eb90.s16"),
        PhraseBank.place(manifest, Split.TRAIN, cache, 330, 1));
  }
}
