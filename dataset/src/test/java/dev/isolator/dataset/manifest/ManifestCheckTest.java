package dev.isolator.dataset.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.SampleDepth;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestCheckTest {
  private static final int RATE = 16_000;
  private static final int SECONDS = 10;

  @TempDir Path folder = Path.of("");

  /// A tune of random notes, so that two seeds never sound alike.
  static float[] tune(long seed, double seconds, int rate) {
    var random = new SplittableRandom(seed);
    var out = new float[(int) (seconds * rate)];
    double phase = 0;
    double hz = 0;
    for (int i = 0; i < out.length; i++) {
      if (i % (rate / 5) == 0) {
        hz = 300 * Math.pow(2, random.nextInt(24) / 12.0);
      }
      phase += 2 * Math.PI * hz / rate;
      out[i] = (float) (0.1 * Math.sin(phase) + 0.05 * Math.sin(2.5 * phase));
      out[i] += (float) (0.01 * (random.nextDouble() - 0.5));
    }
    return out;
  }

  private static float[] sum(float[] a, float[] b) {
    var sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  private void wav(String name, float[]... channels) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    RecordingFile.writeWav(file, new Recording(channels, RATE));
  }

  /// An entry that says what its files are.
  private Entry entry(String id, String artist, Split split, String... names) throws IOException {
    var stems = new LinkedHashMap<String, StemFile>();
    for (String name : names) {
      String path = id + "/" + name + ".wav";
      stems.put(name, new StemFile(path, Sha256.of(folder.resolve(path)), 0, SECONDS));
    }
    return new Entry(
        id,
        Kind.SONG,
        split,
        stems,
        new AudioProperties(RATE, 1, SECONDS),
        new Provenance(artist, "CC0-1.0", "", ""));
  }

  private Entry song(String id, long seed, String artist, Split split) throws IOException {
    float[] vocals = tune(seed, SECONDS, RATE);
    float[] music = tune(seed + 1000, SECONDS, RATE);
    wav(id + "/vocals.wav", vocals);
    wav(id + "/music.wav", music);
    wav(id + "/mixture.wav", sum(vocals, music));
    return entry(id, artist, split, "vocals", "music", "mixture");
  }

  private List<String> findings(Entry... entries) {
    return ManifestCheck.run(new Manifest(folder, List.of(entries))).stream()
        .map(f -> f.id() + ": " + f.what())
        .toList();
  }

  @Test
  void nothingIsFoundWhereAllIsWell() throws IOException {
    assertEquals(
        List.of(),
        findings(song("a", 1, "ann", Split.TRAIN), song("b", 2, "bob", Split.VALIDATION)));
  }

  @Test
  void anArtistInTwoSplitsIsFound() throws IOException {
    assertEquals(
        List.of("artist ann: stands in train and validation; one artist belongs to one split"),
        findings(song("a", 1, "ann", Split.TRAIN), song("b", 2, "ann", Split.VALIDATION)));
  }

  @Test
  void aFileThatIsNotThereAndOneThatIsNoSoundAreFound() throws IOException {
    var a = song("a", 1, "ann", Split.TRAIN);
    Files.delete(folder.resolve("a/vocals.wav"));
    Files.writeString(folder.resolve("a/music.wav"), "la la la");
    var found = findings(a);
    assertEquals("a: a/vocals.wav: no such file", found.get(0));
    assertTrue(found.get(1).startsWith("a: a/music.wav: SHA-256 is "), found::toString);
    assertTrue(found.get(2).contains("music.wav: "), found::toString);
    assertEquals(3, found.size(), found::toString);
  }

  @Test
  void clippingIsFound() throws IOException {
    var a = song("a", 1, "ann", Split.TRAIN);
    float[] loud = tune(1, SECONDS, RATE);
    for (int i = 0; i < loud.length; i++) {
      loud[i] = Math.clamp(20 * loud[i], -1f, 1f);
    }
    wav("a/vocals.wav", loud);
    var found = findings(entry("a", "ann", Split.TRAIN, "vocals"));
    assertEquals(1, found.size(), found::toString);
    assertTrue(
        found.getFirst().matches("a: a/vocals\\.wav: [0-9.]+ % is clipped"), found::toString);
    assertEquals("a", a.id());
  }

  @Test
  void aStemThatIsShorterThanItsSongIsFound() throws IOException {
    song("a", 1, "ann", Split.TRAIN);
    wav("a/vocals.wav", tune(1, SECONDS - 1, RATE));
    var found = findings(entry("a", "ann", Split.TRAIN, "music", "vocals"));
    assertEquals(
        List.of(
            "a: a/vocals.wav: is 9.000 s long, expected at least 10.000 s",
            "a: stem vocals has 144000 frames, the first stem 160000"),
        found);
  }

  @Test
  void stemsThatDoNotSumToTheMixtureAreFound() throws IOException {
    song("a", 1, "ann", Split.TRAIN);
    wav("a/mixture.wav", tune(77, SECONDS, RATE));
    var found = findings(entry("a", "ann", Split.TRAIN, "vocals", "music", "mixture"));
    assertEquals(1, found.size(), found::toString);
    assertTrue(
        found
            .getFirst()
            .matches(
                "a: music \\+ vocals differ from the mixture by [0-9.]+ dB, expected at most -40 dB"),
        found::toString);
  }

  @Test
  void aMonoStemInAStereoSongCountsOnBothSides() throws IOException {
    float[] vocals = tune(1, SECONDS, RATE);
    float[] left = tune(2, SECONDS, RATE);
    float[] right = tune(3, SECONDS, RATE);
    wav("a/vocals.wav", vocals);
    wav("a/music.wav", left, right);
    wav("a/mixture.wav", sum(vocals, left), sum(vocals, right));
    var e = entry("a", "ann", Split.TRAIN, "vocals", "music", "mixture");
    var stereo =
        new Entry(
            e.id(),
            e.kind(),
            e.split(),
            e.stems(),
            e.clips(),
            new AudioProperties(RATE, 2, SECONDS),
            new Provenance("ann", "CC0-1.0", "", ""),
            e.quality(),
            e.unknown());
    assertEquals(List.of(), findings(stereo));
  }

  @Test
  void anotherRateIsFound() throws IOException {
    var a = song("a", 1, "ann", Split.TRAIN);
    var wrong =
        new Entry(
            "a",
            Kind.SONG,
            Split.TRAIN,
            Map.of("vocals", a.stem("vocals")),
            new AudioProperties(44_100, 1, SECONDS),
            new Provenance("ann", "CC0-1.0", "", ""));
    assertEquals(
        List.of("a: a/vocals.wav: has 16000 Hz and 1 channel, expected 44100 and 1"),
        findings(wrong));
  }

  @Test
  void aClipPastTheEndIsFound() throws IOException {
    var a = song("a", 1, "ann", Split.TRAIN);
    var voice =
        new Entry(
            "a",
            Kind.VOICE,
            Split.TRAIN,
            Map.of("vocals", a.stem("vocals")),
            List.of(new ClipSpan(0, 2), new ClipSpan(9, 11)),
            new AudioProperties(RATE, 1, SECONDS),
            new Provenance("ann", "CC0-1.0", "", ""),
            new JsonObject(),
            new JsonObject());
    assertEquals(List.of("a: a clip ends at 11.000 s, after the file's 10.000 s"), findings(voice));
  }

  @Test
  void theSameBytesTwiceAreFound() throws IOException {
    song("a", 1, "ann", Split.TRAIN);
    Files.createDirectories(folder.resolve("b"));
    Files.copy(folder.resolve("a/music.wav"), folder.resolve("b/music.wav"));
    var found =
        findings(entry("a", "ann", Split.TRAIN, "music"), entry("b", "ann", Split.TRAIN, "music"));
    assertTrue(
        found.contains("a, b: b/music.wav: the same bytes in two places; keep one"),
        found::toString);
  }

  @Test
  void theSameSongThroughAnotherCodecAndGainAndLaterIsFound() throws IOException {
    song("a", 1, "ann", Split.TRAIN);
    float[] music = tune(1001, SECONDS, RATE);
    var moved = new float[music.length];
    for (int i = RATE; i < music.length; i++) {
      moved[i] = 0.4f * music[i - RATE];
    }
    Path mp3 = Files.createDirectories(folder.resolve("b")).resolve("music.mp3");
    RecordingFile.write(
        mp3,
        new Recording(new float[][] {moved}, RATE),
        new OutputFormat(OutputFormat.Container.MP3, SampleDepth.S16, 48));
    Files.move(mp3, folder.resolve("b/music.wav")); // the name does not matter
    var found =
        findings(
            entry("a", "ann", Split.TRAIN, "music"), entry("b", "bob", Split.VALIDATION, "music"));
    assertEquals(1, found.size(), found::toString);
    assertTrue(
        found
            .getFirst()
            .matches(
                "a/music, b/music: hold the same sound \\([0-9]+ % of the fingerprint differs\\); keep one"),
        found::toString);
  }

  @Test
  void twinsAreFoundWithTheirOffsetAndStrangersAreNot() {
    float[] one = tune(5, 30, RATE);
    var prints = new LinkedHashMap<String, Fingerprint>();
    prints.put("whole/x", Fingerprint.of(new Recording(new float[][] {one}, RATE)));
    prints.put(
        "part/x",
        Fingerprint.of(
            new Recording(new float[][] {Arrays.copyOfRange(one, 7 * RATE, 20 * RATE)}, RATE)));
    for (int i = 0; i < 5; i++) {
      prints.put(
          "stranger" + i + "/x",
          Fingerprint.of(new Recording(new float[][] {tune(50 + i, 20, RATE)}, RATE)));
    }
    prints.put("silence/x", Fingerprint.of(new Recording(new float[1][20 * RATE], RATE)));
    prints.put("short/x", Fingerprint.of(new Recording(new float[1][10], RATE)));
    var duplicates = new ArrayList<>(Fingerprint.duplicates(prints));
    assertEquals(1, duplicates.size(), duplicates::toString);
    assertEquals("whole/x", duplicates.getFirst().first());
    assertEquals("part/x", duplicates.getFirst().second());
    assertEquals(7, duplicates.getFirst().offsetSeconds(), 0.05); // a frame is 46 ms
  }
}
