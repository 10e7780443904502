package dev.isolator.dataset.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.StemFileEncoder;
import dev.isolator.audio.Tags;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.recording.RecordingFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files with several tracks or channels: which of them is taken for which stem is heard, each is a
/// sine of its own.
class StemFilesTest {
  @TempDir Path folder = Path.of("");

  private Path copy(String resource) throws IOException {
    Path file = Files.createDirectories(folder.resolve("songs")).resolve(resource);
    try (InputStream in = StemFilesTest.class.getResourceAsStream(resource)) {
      Files.copy(Objects.requireNonNull(in), file);
    }
    return file;
  }

  /// Adds `moov/udta/stem` as the Stem Creator does.
  private static void name(Path file, String json) throws IOException {
    byte[] all = Files.readAllBytes(file);
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    int at = 0;
    while (!new String(all, at + 4, 4, StandardCharsets.US_ASCII).equals("moov")) {
      at += ByteBuffer.wrap(all).getInt(at);
    }
    int size = ByteBuffer.wrap(all).getInt(at);
    assertEquals(all.length, at + size, "moov is the last box");
    var out = ByteBuffer.allocate(all.length + 16 + text.length).put(all).putInt(16 + text.length);
    out.put("udta".getBytes(StandardCharsets.US_ASCII)).putInt(8 + text.length);
    out.put("stem".getBytes(StandardCharsets.US_ASCII)).put(text);
    out.putInt(at, size + 16 + text.length);
    Files.write(file, out.array());
  }

  private static String named(String... names) {
    return """
        {"mastering_dsp":{"compressor":{"enabled":true}},"version":1,"stems":[%s]}"""
        .formatted(
            String.join(
                ",",
                List.of(names).stream()
                    .map(n -> "{\"name\":\"%s\",\"color\":\"#009E73\"}".formatted(n))
                    .toList()));
  }

  private IntakePlan plan(Map<String, List<Integer>> channels, Map<String, List<Integer>> tracks)
      throws IOException {
    return IntakePlan.of(folder.resolve("songs"), channels, tracks);
  }

  private Map<String, Long> hertz(IntakePlan plan) throws IOException {
    var intake = new Intake(folder, folder.resolve("stems"), "", Split.TRAIN, "CC0-1.0", "", "");
    Entry entry = intake.take(plan.songs().getFirst());
    var heard = new TreeMap<String, Long>();
    for (var stem : entry.stems().entrySet()) {
      float[] x = RecordingFile.read(folder.resolve(stem.getValue().path())).samples()[0];
      int crossings = 0;
      for (int i = 4001; i <= 8410; i++) { // a fifth of a second
        crossings += x[i - 1] < 0 && x[i] >= 0 ? 1 : 0;
      }
      heard.put(stem.getKey(), 100 * Math.round(crossings * 5 / 100.0));
    }
    return heard;
  }

  @Test
  void theNamesInTheFileSayWhichTrackIsWhich() throws IOException {
    name(copy("five-tracks.stem.mp4"), named("Vox", "Drums", "Synths", "Bass"));
    var plan = plan(Map.of(), Map.of());
    assertEquals(
        "song-five-tracks: bass = five-tracks.stem.mp4 track 5; drums = five-tracks.stem.mp4 track 3; other = five-tracks.stem.mp4 track 4; vocals = five-tracks.stem.mp4 track 2;",
        plan.songs().getFirst().line());
    assertEquals(Map.of("vocals", 300L, "drums", 400L, "other", 500L, "bass", 600L), hertz(plan));
  }

  @Test
  void theProgramsOwnStemFilesAreReadAsTheyWereWritten() throws Exception {
    write("own.stem.mp4", "drums", "bass", "other", "vocals");

    assertEquals(
        Map.of("drums", 300L, "bass", 400L, "other", 500L, "vocals", 600L),
        hertz(plan(Map.of(), Map.of())));
  }

  @Test
  void tracksThatAreThereForTheFormatAloneAreLeftOut() throws Exception {
    write("own.stem.mp4", "drums (silent)", "bass (silent)", "music", "vocals");

    assertEquals(Map.of("music", 500L, "vocals", 600L), hertz(plan(Map.of(), Map.of())));
  }

  /// A stem file of half a second, sines of 200, 300, 400, 500 and 600 Hz.
  private void write(String name, String... stems) throws AudioException, IOException {
    Path file = Files.createDirectories(folder.resolve("songs")).resolve(name);
    int rate = 22_050; // as hertz expects
    var blocks = new float[5][1][rate / 2];
    for (int track = 0; track < 5; track++) {
      for (int i = 0; i < rate / 2; i++) {
        blocks[track][0][i] =
            (float) (0.2 * Math.sin(2 * Math.PI * (200 + 100 * track) * i / rate));
      }
    }
    try (var encoder =
        StemFileEncoder.create(
            file,
            name,
            new OutputFormat(OutputFormat.Container.STEM, SampleDepth.S16, 0),
            rate,
            ChannelLayout.MONO,
            Tags.NONE,
            List.of(stems).stream()
                .map(stem -> new StemFileEncoder.Stem(stem, "#009E73"))
                .toList())) {
      encoder.write(blocks, rate / 2);
      encoder.finish();
    }
  }

  @Test
  void namesThatSayNothingAreAskedFor() throws IOException {
    Path file = copy("five-tracks.stem.mp4");
    name(file, named("Drums", "Topline", "Synths", "Bass"));
    var plan = plan(Map.of(), Map.of());
    assertEquals(List.of(), plan.songs());
    assertEquals(
        Map.of(
            file,
            "its stems are called Drums, Topline, Synths, Bass; say which is which with --tracks"),
        plan.skipped());
    var told = plan(Map.of(), Map.of("vocals", List.of(2), "drums", List.of(1)));
    assertEquals(Map.of("vocals", 400L, "drums", 300L), hertz(told));
  }

  @Test
  void stemsWithoutVocalsAreLeftOut() throws IOException {
    Path file = copy("five-tracks.stem.mp4");
    name(file, named("Kick", "Bass", "Synths", "FX"));
    assertEquals(
        "its stems are called Kick, Bass, Synths, FX; say which is which with --tracks",
        plan(Map.of(), Map.of()).skipped().get(file));
  }

  @Test
  void withoutNamesTheOrderIsThatOfMusdb18() throws IOException {
    copy("five-tracks.stem.mp4");
    assertEquals(
        Map.of("drums", 300L, "bass", 400L, "other", 500L, "vocals", 600L),
        hertz(plan(Map.of(), Map.of())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no json", "{}", "[]", "{\"stems\":7}", "{\"stems\":[]}", ""})
  void aBoxThatIsNotUnderstoodIsAsNone(String json) throws IOException {
    Path file = copy("five-tracks.stem.mp4");
    name(file, json);
    assertEquals(List.of(), StemMetadata.names(file));
  }

  @Test
  void aFileThatIsCutAnywhereIsAsNone() throws IOException {
    Path file = copy("five-tracks.stem.mp4");
    name(file, named("Vox", "Drums", "Synths", "Bass"));
    byte[] all = Files.readAllBytes(file);
    assertEquals(4, StemMetadata.names(file).size());
    for (int length = 0; length < all.length; length += 211) {
      Files.write(file, java.util.Arrays.copyOf(all, length));
      assertEquals(List.of(), StemMetadata.names(file));
    }
  }

  @Test
  void aTrackThatIsNotThereIsRefused() throws IOException {
    copy("five-tracks.stem.mp4");
    var song = plan(Map.of(), Map.of("vocals", List.of(7))).songs().getFirst();
    var e = assertThrows(AudioException.class, () -> Intake.check(song));
    assertEquals(AudioException.Kind.UNSUPPORTED, e.kind());
  }

  @Test
  void channelsAreCountedAsTheyLieInTheFile() throws IOException {
    copy("six-channels.ogg");
    var map =
        Map.of(
            "drums",
            List.of(0, 1),
            "bass",
            List.of(2),
            "vocals",
            List.of(3, 4),
            "other",
            List.of(5));
    var plan = plan(map, Map.of());
    assertEquals(Map.of("drums", 200L, "bass", 300L, "vocals", 600L, "other", 500L), hertz(plan));
    var vocals = RecordingFile.read(folder.resolve("stems/song-six-channels/vocals.wav"));
    assertEquals(2, vocals.channels());
  }
}
