package dev.isolator.dataset.pair;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.isolator.audio.AudioException;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairBuilderTest {
  @TempDir Path folder = Path.of("");

  private final float[] voice = Songs.voice(1, 30);
  private final float[] band = Songs.band(2, 30);
  private final PairBuilder builder = new PairBuilder(Thresholds.defaults());
  private Path mix = Path.of("");
  private Path vocals = Path.of("");

  @BeforeEach
  void writeSong() throws IOException {
    mix = folder.resolve("song.wav");
    vocals = folder.resolve("a cappella.wav");
    RecordingFile.writeWav(mix, Songs.mono(Songs.sum(voice, band)));
    RecordingFile.writeWav(vocals, Songs.mono(Songs.times(Songs.from(voice, 1000), -0.5)));
  }

  private Set<String> files(Path dir) throws IOException {
    try (var list = Files.list(dir)) {
      return list.map(f -> String.valueOf(f.getFileName())).collect(Collectors.toSet());
    }
  }

  @Test
  void writtenVocalsAndInstrumentalSumToTheWrittenMix() throws IOException {
    Path out = folder.resolve("pair");
    var found = builder.build(mix, vocals, PairBuilder.Part.VOCALS, out);

    assertEquals(Verdict.ACCEPT, found.verdict(), found.reasons().toString());
    assertEquals(
        Set.of("mix.wav", "vocals.wav", "instrumental.wav", "pair.json", "pair.html"), files(out));
    var m = RecordingFile.read(out.resolve("mix.wav"));
    var v = RecordingFile.read(out.resolve("vocals.wav"));
    var i = RecordingFile.read(out.resolve("instrumental.wav"));
    assertEquals(m.frames(), v.frames());
    assertArrayEquals(m.samples()[0], Songs.sum(v.samples()[0], i.samples()[0]), 1e-6f);
    for (int n = 2000; n < voice.length; n++) {
      assertEquals(voice[n], v.samples()[0][n], 0.01f, "frame " + n);
    }
    var json = JsonParser.parseString(Files.readString(out.resolve("pair.json"))).getAsJsonObject();
    assertEquals("accept", json.get("verdict").getAsString());
    assertEquals(1000.0 / Songs.RATE, json.get("offsetSeconds").getAsDouble(), 1e-5);
    assertEquals(-1, json.get("polarity").getAsInt());
    assertEquals(6.02, json.get("gainDb").getAsDouble(), 0.1);
    assertEquals(0, json.get("driftPpm").getAsDouble(), 0.5);
    assertEquals(1, json.get("segments").getAsJsonArray().size());
    assertTrue(Files.readString(out.resolve("pair.html")).contains("<svg"));
  }

  @Test
  void anInstrumentalLeavesTheVocals() throws IOException {
    Path karaoke = folder.resolve("karaoke.wav");
    RecordingFile.writeWav(karaoke, Songs.mono(Songs.times(band, 0.7)));
    Path out = folder.resolve("pair");
    builder.build(mix, karaoke, PairBuilder.Part.INSTRUMENTAL, out);
    var v = RecordingFile.read(out.resolve("vocals.wav"));
    for (int n = 2000; n < voice.length - 2000; n++) {
      assertEquals(voice[n], v.samples()[0][n], 0.01f, "frame " + n);
    }
  }

  @Test
  void aRejectedPairLeavesNoSound() throws IOException {
    RecordingFile.writeWav(vocals, Songs.mono(Songs.voice(99, 30)));
    Path out = folder.resolve("pair");
    var found = builder.build(mix, vocals, PairBuilder.Part.VOCALS, out);

    assertEquals(Verdict.REJECT, found.verdict());
    assertEquals(Set.of("pair.json", "pair.html"), files(out));
  }

  @Test
  void surroundIsRefusedWithItsChannels() throws IOException {
    RecordingFile.writeWav(mix, new Recording(new float[6][4 * Songs.RATE], Songs.RATE));
    var e =
        assertThrows(
            AudioException.class,
            () -> builder.build(mix, vocals, PairBuilder.Part.VOCALS, folder.resolve("pair")));
    assertEquals(
        mix + ": has 6 channels, expected mono or stereo; mix it down first", e.getMessage());
    assertFalse(Files.exists(folder.resolve("pair")));
  }

  @Test
  void foldersAreMatchedByNameAndThenByContent() throws IOException {
    Path mixes = Files.createDirectory(folder.resolve("mixes"));
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Files.move(mix, mixes.resolve("One Song (Original Mix).wav"));
    Files.move(vocals, parts.resolve("one_song-acapella.wav"));
    float[] other = Songs.voice(8, 30);
    RecordingFile.writeWav(
        mixes.resolve("two.wav"), Songs.mono(Songs.sum(other, Songs.band(9, 30))));
    RecordingFile.writeWav(parts.resolve("unnamed 7.wav"), Songs.mono(other));

    var matches = PairMatcher.match(mixes, parts).matches();

    assertEquals(
        List.of(
            "One Song (Original Mix).wav one_song-acapella.wav by name",
            "two.wav unnamed 7.wav by content"),
        matches.stream()
            .map(
                m ->
                    m.mix().getFileName()
                        + " "
                        + (m.part() == null ? "-" : m.part().getFileName())
                        + " "
                        + m.how())
            .toList());
  }
}
