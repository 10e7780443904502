package dev.isolator.dataset.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.dataset.manifest.ClipSpan;
import dev.isolator.dataset.manifest.DataFolder;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.ManifestCheck;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.sing.Vowels;
import dev.isolator.dataset.soundfont.SampledInstrument;
import dev.isolator.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packages that lie in a folder become data folders, or are refused.
class SourceDownloadTest {
  @TempDir Path folder = Path.of("");

  private Path root() {
    return folder.resolve("data");
  }

  private Source source(byte[] deb, String rest) throws IOException {
    Files.write(folder.resolve(TinyPackages.DEB), deb);
    Path catalogue = TinyPackages.catalogue(folder.resolve("sources.json"), deb, rest);
    return SourceCatalogue.read(catalogue).sources().getFirst();
  }

  private boolean run(Source source) throws IOException {
    return new SourceDownload(root(), new DownloadOptions(DownloadOptions.DEBIAN, folder))
        .run(source);
  }

  private String refusal(Map<String, byte[]> files, String rest) throws IOException {
    Source source = source(TinyPackages.deb(files), rest);
    String message =
        String.valueOf(assertThrows(DownloadException.class, () -> run(source)).getMessage());
    assertFalse(Files.exists(root().resolve("split.tsv")), "tables of a source that is not there");
    return message;
  }

  @Test
  void aPackageBecomesADataFolderThatAManifestIsMadeOf() throws IOException {
    var files = TinyPackages.pieces(folder);
    assertTrue(run(source(TinyPackages.deb(files), TinyPackages.PIECES)));

    List<Entry> entries = DataFolder.entries(root(), root());
    assertEquals(
        List.of(
            "instrumental-songs-first-one train MIT Debian songs 1.0-1 Ada 1.0",
            "instrumental-songs-second train MIT Debian songs 1.0-1 Ada 2.0"),
        entries.stream()
            .map(
                e ->
                    "%s %s %s %s %s %.1f"
                        .formatted(
                            e.id(), e.split(), e.licence(), e.source(), e.credit(), e.duration()))
            .toList());
    assertArrayEquals(
        files.get("./usr/share/songs/second.wav"),
        Files.readAllBytes(root().resolve("instrumental/songs-second.wav")),
        "the bytes stay");
    assertEquals("Ada, MIT\n", Files.readString(root().resolve("licences/songs-copyright")));
    assertTrue(
        Files.readString(root().resolve("LICENCES.md"))
            .endsWith(
                "| `instrumental/songs-*` | two songs | training | Debian songs 1.0-1 | MIT | Ada |\n"));
    assertFalse(Files.exists(root().resolve(".download/songs")), "work folder");
  }

  @Test
  void aFinishedSourceIsPassedOverUntilAFileIsGoneOrTheCatalogueSaysOtherwise() throws IOException {
    byte[] deb = TinyPackages.deb(TinyPackages.pieces(folder));
    Source source = source(deb, TinyPackages.PIECES);
    assertTrue(run(source));
    assertFalse(run(source), "again");

    Files.delete(root().resolve("instrumental/songs-second.wav"));
    assertTrue(run(source), "a file was gone");
    assertTrue(Files.exists(root().resolve("instrumental/songs-second.wav")));

    assertTrue(run(source(deb, TinyPackages.PIECES.replace("*.wav", "second.wav"))), "changed");
    assertFalse(Files.exists(root().resolve("instrumental/songs-first-one.wav")));
    assertEquals(
        "file\tsplit\ninstrumental/songs-second.wav\ttrain\n",
        Files.readString(root().resolve("split.tsv")));
  }

  @Test
  void whatIsExceptedIsNotTakenAndMustBeThere() throws IOException {
    byte[] deb = TinyPackages.deb(TinyPackages.pieces(folder));
    String except =
        "\"files\": [\"usr/share/songs/*.wav\"], \"except\": [\"usr/share/songs/%s.wav\"]";
    String files = "\"files\": [\"usr/share/songs/*.wav\"]";
    run(source(deb, TinyPackages.PIECES.replace(files, except.formatted("second"))));
    assertEquals(
        "file\tsplit\ninstrumental/songs-first-one.wav\ttrain\n",
        Files.readString(root().resolve("split.tsv")));

    Source other = source(deb, TinyPackages.PIECES.replace(files, except.formatted("third")));
    assertEquals(
        "Debian songs 1.0-1: holds no usr/share/songs/third.wav, expected it; correct the source songs in the catalogue",
        assertThrows(DownloadException.class, () -> run(other)).getMessage());
  }

  @Test
  void whatAnEndedRunLeftHalfDoneIsMadeWhole() throws IOException {
    Source source = source(TinyPackages.deb(TinyPackages.pieces(folder)), TinyPackages.PIECES);
    Path work = Files.createDirectories(root().resolve(".download/songs/unpacked"));
    Files.writeString(work.resolve("000000"), "half");
    Files.createDirectories(root().resolve("instrumental"));
    Files.writeString(root().resolve("instrumental/songs-second.wav"), "without a record");

    assertTrue(run(source));
    assertEquals(2, DataFolder.entries(root(), root()).size());
    assertFalse(Files.exists(root().resolve(".download/songs")));
  }

  @Test
  void filesOfAFolderAreSummedAndTurnedDownWhereTheyWouldClip() throws IOException {
    float[] loud = Vowels.sung(110, 110, 1, 44_100);
    float peak = 0;
    for (float x : loud) {
      peak = Math.max(peak, Math.abs(x));
    }
    for (int i = 0; i < loud.length; i++) {
      loud[i] *= 0.8f / peak;
    }
    byte[] wav = TinyPackages.wav(folder, loud, 44_100);
    var files = new LinkedHashMap<String, byte[]>();
    files.put("./a song/guitar.wav", wav);
    files.put("./a song/rest.wav", wav);
    run(
        source(
            TinyPackages.deb(files),
            """
            "kind": "instrumental", "take": [
              {"files": ["*/{guitar,rest}.wav"], "change": "sum", "licence": "MIT", "credit": "Ada"}]
            """));

    float[] sum = RecordingFile.read(root().resolve("instrumental/songs-a-song.flac")).samples()[0];
    assertEquals(loud.length, sum.length);
    for (int i = 0; i < sum.length; i++) {
      assertEquals(loud[i] * 0.98 / 0.8, sum[i], 1e-4); // 16 bits, and their rounding
    }
  }

  @Test
  void filesOfAVoiceAreJoinedWithTheirClips() throws IOException {
    var files = new LinkedHashMap<String, byte[]>();
    float[] pause = new float[8000];
    float[] word = Vowels.sung(200, 220, 1, 16_000);
    files.put("./say/a.wav", TinyPackages.wav(folder, Vowels.joined(pause, word, pause), 16_000));
    files.put("./say/b.wav", TinyPackages.wav(folder, word, 16_000));
    files.put("./say/short.wav", TinyPackages.wav(folder, 200, 0.2, 16_000));
    run(
        source(
            TinyPackages.deb(files),
            """
            "kind": "voices", "take": [{"name": "alto", "files": ["say/*.wav"], "licence": "CC-BY-3.0", "credit": "Cas"}]
            """));

    Entry voice = DataFolder.entries(root(), root()).getFirst();
    assertEquals("voice-alto-00", voice.id());
    assertEquals("CC-BY-3.0 Cas", voice.licence() + " " + voice.credit());
    assertEquals(2, voice.clips().size(), "the short one is nothing to draw");
    ClipSpan first = voice.clips().get(0);
    ClipSpan second = voice.clips().get(1);
    assertEquals(0, first.start());
    assertEquals(first.end() + 0.25, second.start(), 1e-4);
    assertEquals(
        2.2, first.end() + second.end() - second.start(), 0.03, "pauses beyond 0.1 s are cut off");
  }

  @Test
  void aVoiceIsTakenUpToItsMostMinutes() throws IOException {
    var files = new LinkedHashMap<String, byte[]>();
    for (int i = 0; i < 5; i++) {
      files.put("./say/%d.wav".formatted(i), TinyPackages.wav(folder, 200 + i, 1, 16_000));
    }
    run(
        source(
            TinyPackages.deb(files),
            """
            "kind": "voices", "take": [{"files": ["say/*.wav"], "mostMinutes": 0.03, "licence": "MIT", "credit": "Cas"}]
            """));
    assertEquals(2, DataFolder.entries(root(), root()).getFirst().clips().size(), "of 1.8 s");
  }

  @Test
  void filesMayLieInAZipInThePackage() throws IOException {
    byte[] zip =
        TinyPackages.zip(
            Map.of("music/one.wav", TinyPackages.wav(folder, 110, 1, 44_100), "map.bsp", zeros(9)));
    run(
        source(
            TinyPackages.deb(Map.of("./games/0music.pk3", zip)),
            """
            "kind": "instrumental", "archive": "games/0music.pk3",
            "take": [{"files": ["music/*.wav"], "licence": "MIT", "credit": "Ada"}]
            """));
    assertTrue(Files.exists(root().resolve("instrumental/songs-one.wav")));
  }

  @Test
  void aPackageMayBeGzippedAndNothingElse() throws IOException {
    var files = TinyPackages.pieces(folder);
    assertTrue(run(source(TinyPackages.gzipped(files), TinyPackages.PIECES)));
    assertTrue(Files.exists(root().resolve("instrumental/songs-second.wav")));

    Source other = source(TinyPackages.deb("data.tar.zst", zeros(9)), TinyPackages.PIECES);
    assertEquals(
        "Debian songs 1.0-1: holds data.tar.zst, expected data.tar.xz or data.tar.gz; nothing was taken from it, report the source",
        assertThrows(DownloadException.class, () -> run(other)).getMessage());
    assertTrue(
        Files.exists(root().resolve("instrumental/songs-second.wav")), "what was there stays");
  }

  @Test
  void aZipThatIsNoneIsRefused() throws IOException {
    String message =
        refusal(
            Map.of("./games/0music.pk3", zeros(99)),
            """
            "kind": "instrumental", "archive": "games/0music.pk3",
            "take": [{"files": ["*.wav"], "licence": "MIT", "credit": "Ada"}]
            """);
    assertTrue(message.startsWith("games/0music.pk3: cannot be unpacked ("), message);
    assertTrue(message.endsWith("), expected a zip; report the source"), message);
  }

  private static byte[] zeros(int n) {
    return new byte[n];
  }

  @Test
  void anotherPackageIsRefused() throws IOException {
    Source source = source(TinyPackages.deb(TinyPackages.pieces(folder)), TinyPackages.PIECES);
    Path deb = Files.writeString(folder.resolve(TinyPackages.DEB), "another");
    assertEquals(
        "%s: SHA-256 is %s, expected %s; fetch that version"
            .formatted(deb, Sha256.of(deb), ((Origin.DebianPackage) source.origin()).sha256()),
        assertThrows(DownloadException.class, () -> run(source)).getMessage());
    Files.delete(deb);
    assertEquals(
        deb
            + ": no such file, expected the package; fetch it (such as with apt-get download), or leave --mirror out",
        assertThrows(DownloadException.class, () -> run(source)).getMessage());
  }

  @Test
  void aTruncatedPackageIsRefused() throws IOException {
    byte[] whole = TinyPackages.deb(TinyPackages.pieces(folder));
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    Source source = source(half, TinyPackages.PIECES);
    String message =
        String.valueOf(assertThrows(DownloadException.class, () -> run(source)).getMessage());
    assertTrue(message.startsWith("Debian songs 1.0-1: cannot be unpacked ("), message);
    assertTrue(message.endsWith("), expected a Debian package; fetch it again"), message);
    assertFalse(Files.exists(root().resolve("split.tsv")));
  }

  @Test
  void pathsThatLeaveTheArchiveAndLinksAreRefused() throws IOException {
    byte[] wav = TinyPackages.wav(folder, 110, 1, 44_100);
    assertEquals(
        "Debian songs 1.0-1: holds the path ./usr/share/songs/../../../evil.wav, expected paths inside the archive; nothing was taken from it, report the source",
        refusal(Map.of("./usr/share/songs/../../../evil.wav", wav), TinyPackages.PIECES));
    assertEquals(
        "Debian songs 1.0-1: usr/share/songs/link.wav is a link or a device, expected a file; nothing was taken from it, report the source",
        refusal(Map.of("./usr/share/songs/link.wav", zeros(0)), TinyPackages.PIECES));
  }

  @Test
  void aFileThatIsNotThereOrIsNoSoundIsRefused() throws IOException {
    byte[] text = {'t'};
    assertEquals(
        "Debian songs 1.0-1: holds no usr/share/songs/*.wav, expected it; correct the source songs in the catalogue",
        refusal(Map.of("./else", text), TinyPackages.PIECES));
    String message = refusal(Map.of("./usr/share/songs/a.wav", text), TinyPackages.PIECES);
    assertTrue(message.startsWith("songs: usr/share/songs/a.wav: "), message);
  }

  @Test
  void aDataSetOfSomebodyElseIsLeftAlone() throws IOException {
    Files.createDirectories(root());
    Files.writeString(root().resolve("split.tsv"), "file\tsplit\n");
    assertEquals(
        root()
            + ": holds a data set that this command did not make (split.tsv), expected an empty folder or one of its own; give another one, isolator dataset manifest takes several folders",
        assertThrows(
                DownloadException.class,
                () -> new SourceDownload(root(), DownloadOptions.defaults()))
            .getMessage());
  }

  @Test
  void anInstrumentIsJoinedToOneFileThatItsSfzPlays() throws IOException {
    var files = new LinkedHashMap<String, byte[]>();
    files.put("./usr/share/doc/songs/copyright", "Ada, MIT\n".getBytes(UTF_8));
    files.put("./usr/share/songs/Notes/A.WAV", TinyPackages.wav(folder, 110, 1, 44_100));
    files.put("./usr/share/songs/Notes/a2.wav", TinyPackages.wav(folder, 110, 8, 48_000));
    files.put("./usr/share/songs/Notes/noise.wav", TinyPackages.wav(folder, 140, 1, 44_100));
    files.put(
        "./usr/share/songs/programs/x.sfz",
        """
        #include "map.txt"
        <region> sample=..\\notes\\gone.wav
        """
            .getBytes(UTF_8));
    files.put(
        "./usr/share/songs/programs/map.txt",
        "<group> key=45 <region> sample=..\\notes\\a.wav <region> sample=../Notes/a2.wav volume=-6"
            .getBytes(UTF_8));
    run(
        source(
            TinyPackages.deb(files),
            """
            "kind": "instruments", "texts": ["usr/share/doc/songs/copyright"],
            "take": [{"name": "guitar-x", "program": "usr/share/songs/programs/x.sfz",
              "files": ["usr/share/songs/programs/*", "usr/share/songs/Notes/*"],
              "licence": "MIT", "credit": "Ada"}]
            """));

    Entry entry = DataFolder.entries(root(), root()).getFirst();
    assertEquals("instrument-guitar-x", entry.id());
    assertEquals(7, entry.duration(), 1e-3, "1 s, and 6 of 8");
    assertEquals("instruments/guitar/x.sfz", entry.stem("notes").path());
    var notes = Files.readAllLines(root().resolve("instruments/guitar/x.sfz"));
    assertEquals(
        List.of(
            "<region> sample=x.flac offset=0 end=44099 lokey=45 hikey=45 lovel=1 hivel=127 pitch_keycenter=45 tune=0 seq_length=2 seq_position=1 ampeg_release=0.120",
            "<region> sample=x.flac offset=44100 end=308699 lokey=45 hikey=45 lovel=1 hivel=127 pitch_keycenter=45 tune=0 seq_length=2 seq_position=2 ampeg_release=0.120"),
        notes.subList(2, notes.size()));
    assertEquals(
        45, SampledInstrument.open(root().resolve("instruments/guitar/x.sfz")).lowestKey());
    assertEquals(List.of(), ManifestCheck.run(new Manifest(root(), List.of(entry))));
  }
}
