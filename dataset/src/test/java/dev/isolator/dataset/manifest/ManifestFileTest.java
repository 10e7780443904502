package dev.isolator.dataset.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestFileTest {
  private static final String HEAD = "{\"schema\":\"isolator-manifest\",\"version\":1}\n";
  private static final String SONG =
      "{\"id\":\"song-a\",\"kind\":\"song\",\"stems\":{\"vocals\":{\"path\":\"a/vocals.opus\",\"sha256\":\"00\",\"start\":0,\"duration\":12.5},\"music\":{\"path\":\"a/music.opus\",\"sha256\":\"11\",\"start\":0,\"duration\":12.5}},\"sampleRate\":48000,\"channels\":2,\"duration\":12.5,\"artist\":\"Ä & B\",\"split\":\"train\",\"licence\":\"CC0-1.0\",\"source\":\"here\",\"credit\":\"\",\"quality\":{\"peak\":-1.5},\"mood\":\"sad\"}\n";
  private static final String VOICE =
      "{\"id\":\"voice-b\",\"kind\":\"voice\",\"stems\":{\"vocals\":{\"path\":\"b.opus\",\"sha256\":\"22\",\"start\":0,\"duration\":9}},\"clips\":[[0,1.25],[2,9]],\"sampleRate\":48000,\"channels\":1,\"duration\":9,\"artist\":\"b\",\"split\":\"validation\",\"licence\":\"CC0-1.0\",\"source\":\"there\",\"credit\":\"b\"}\n";

  @TempDir Path folder = Path.of("");

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("manifest.jsonl"), text);
  }

  private String refusal(String text) throws IOException {
    Path file = file(text);
    var e = assertThrows(ManifestException.class, () -> ManifestFile.read(file));
    return String.valueOf(e.getMessage()).replace(file.toString(), "FILE");
  }

  @Test
  void writingWhatWasReadGivesTheSameBytes() throws IOException {
    Path file = file(HEAD + SONG + VOICE);
    var manifest = ManifestFile.read(file);
    Path copy = folder.resolve("copy.jsonl");
    ManifestFile.write(copy, manifest.entries());

    assertEquals(HEAD + SONG + VOICE, Files.readString(copy));
    assertEquals("sad", manifest.entries().getFirst().unknown().get("mood").getAsString());
    assertEquals(
        folder.resolve("a/vocals.opus"),
        manifest.file(manifest.entries().getFirst().stem("vocals")));
  }

  @Test
  void blankLinesAndAnEmptyManifestAreFine() throws IOException {
    assertEquals(0, ManifestFile.read(file(HEAD)).entries().size());
    assertEquals(1, ManifestFile.read(file(HEAD + "\n" + VOICE + "\n")).entries().size());
  }

  @Test
  void anotherVersionIsRefused() throws IOException {
    assertEquals(
        "FILE:1: expected {\"schema\":\"isolator-manifest\",\"version\":1}, found version 2; update Isolator",
        refusal("{\"schema\":\"isolator-manifest\",\"version\":2}\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "{}", "hello", "[1]", "{\"schema\":\"other\"}"})
  void whatIsNoManifestIsRefused(String text) throws IOException {
    assertEquals(
        "FILE:1: expected {\"schema\":\"isolator-manifest\",\"version\":1}, found %s; is this a manifest?"
            .formatted(text.isEmpty() ? "nothing" : "\"" + text + "\""),
        refusal(text));
  }

  @Test
  void theSameIdTwiceIsRefusedWithBothLines() throws IOException {
    assertEquals(
        "FILE:3: id song-a stands in line 2 already; ids must differ", refusal(HEAD + SONG + SONG));
  }

  @Test
  void aBrokenLineIsRefusedWithItsNumber() throws IOException {
    assertEquals(
        "FILE:2: expected a JSON object, found \"{\"id\":\"song-a\"\"",
        refusal(HEAD + "{\"id\":\"song-a\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"id\":\"song-a\"|\"id\":\"Song A\"|id must be of a-z, 0-9 and -, was \"Song A\"; rename it",
        "\"split\":\"train\"|\"split\":\"test\"|key \"split\" must be one of [train, validation, evaluation], was \"test\"",
        "\"kind\":\"song\"|\"kind\":7|key \"kind\" must be a text, was 7",
        "a/vocals.opus|/etc/passwd|path of vocals must be relative to the manifest with /, was \"/etc/passwd\"",
        "\"sampleRate\":48000|\"sampleRate\":-1|key \"sampleRate\" must be a number from 0 up, was -1",
        "\"sampleRate\":48000|\"sampleRate\":44100.5|key \"sampleRate\" must be a whole number from 0 to 2147483647, was 44100.5",
        "\"channels\":2|\"channels\":4294967298|key \"channels\" must be a whole number from 0 to 2147483647, was 4294967298",
        "\"vocals\":{|\"singing\":{|stem must be one of vocals, drums, bass, other, music, mixture, notes, was \"singing\""
      })
  void wrongValuesAreRefusedAndNamed(String right, String wrong, String message)
      throws IOException {
    assertEquals("FILE:2: " + message, refusal(HEAD + SONG.replace(right, wrong)));
  }

  @Test
  void clipsThatEndBeforeTheyStartAreRefused() throws IOException {
    assertEquals(
        "FILE:2: a clip must be [start, end] or [start, end, \"speaker\"] with 0 ≤ start < end, was [3,1.25]",
        refusal(HEAD + VOICE.replace("[0,1.25]", "[3,1.25]")));
  }

  @Test
  void aReaderThatIsToldOfBadLinesGetsTheOthers() throws IOException {
    var told = new ArrayList<String>();
    Path file = file(HEAD + "[]\n" + SONG + SONG + VOICE);

    var manifest = ManifestFile.read(file, bad -> told.add(bad.line() + ": " + bad.what()));

    assertEquals(ManifestFile.read(file(HEAD + SONG + VOICE)).entries(), manifest.entries());
    assertEquals(
        List.of(
            "2: expected a JSON object, found \"[]\"",
            "4: id song-a stands in line 3 already; ids must differ"),
        told);
  }

  @Test
  void aMissingFileIsSaid() {
    Path none = folder.resolve("none.jsonl");
    var e = assertThrows(ManifestException.class, () -> ManifestFile.read(none));
    assertEquals(none + ": no such file, expected a manifest; check the name", e.getMessage());
  }
}
