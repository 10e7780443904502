package dev.isolator.dataset.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import dev.isolator.dataset.manifest.Kind;
import dev.isolator.dataset.manifest.ManifestCheck;
import dev.isolator.dataset.manifest.ManifestFile;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.pair.MadeSongs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PairCommandTest {
  @TempDir Path folder = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Object... arguments) {
    return new CommandLine(new PairCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(java.util.Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }

  @Test
  void aPipeIsRefusedBecauseItIsReadMoreThanOnce() throws Exception {
    Path pipe = folder.resolve("pipe");
    boolean made;
    try {
      made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      made = false;
    }
    assumeTrue(made, "no mkfifo here");
    MadeSongs.write(folder.resolve("song.wav"), folder.resolve("voice.wav"), 1, 1);

    run(folder.resolve("song.wav"), pipe, "-o", folder.resolve("pair"));

    assertTrue(
        err.toString()
            .contains(
                pipe
                    + ": is a pipe, which can be read once only, expected a file; write it into a file first"),
        err.toString());
  }

  @Test
  void anAcceptedPairStandsInAManifestThatHolds() throws IOException {
    MadeSongs.write(folder.resolve("song.wav"), folder.resolve("voice.wav"), 1, 1);
    Path pair = folder.resolve("pair");
    assertEquals(
        0,
        run(
            folder.resolve("song.wav"),
            folder.resolve("voice.wav"),
            "-o",
            pair,
            "--json",
            "--licence=CC-BY-4.0",
            "--artist=Ada Löwe",
            "--title=Überall (live)",
            "--split=validation"));

    assertEquals(
        "accept",
        JsonParser.parseString(out.toString()).getAsJsonObject().get("verdict").getAsString());
    var manifest = ManifestFile.read(pair.resolve("manifest.jsonl"));
    assertEquals(List.of(), ManifestCheck.run(manifest));
    var entry = manifest.of(Kind.PAIR, Split.VALIDATION).getFirst();
    assertEquals("ada-lowe-uberall-live", entry.id());
    assertEquals("Ada Löwe", entry.artist());
    assertEquals("CC-BY-4.0", entry.licence());
    assertEquals("song.wav and voice.wav", entry.source());
    assertEquals("accept", entry.quality().get("verdict").getAsString());
    assertEquals("vocals.wav", entry.stem("vocals").path());
    assertTrue(entry.stem("music").duration() > 29, entry.stem("music").toString());
  }

  @Test
  void aPairThatIsNoLongerAcceptedLeavesTheManifestAndTheFolder() throws IOException {
    MadeSongs.write(folder.resolve("song.wav"), folder.resolve("voice.wav"), 1, 1);
    Path pair = folder.resolve("pair");
    assertEquals(0, run(folder.resolve("song.wav"), folder.resolve("voice.wav"), "-o", pair));
    MadeSongs.write(folder.resolve("song.wav"), folder.resolve("voice.wav"), 1, 99);
    assertEquals(0, run(folder.resolve("song.wav"), folder.resolve("voice.wav"), "-o", pair));

    assertEquals(List.of(), ManifestFile.read(pair.resolve("manifest.jsonl")).entries());
    assertFalse(Files.exists(pair.resolve("vocals.wav")));
  }

  @Test
  void badFilesInAFolderCostTheirPairsOnly() throws IOException {
    Path mixes = Files.createDirectory(folder.resolve("mixes"));
    Path voices = Files.createDirectory(folder.resolve("voices"));
    MadeSongs.write(mixes.resolve("one.wav"), voices.resolve("one.wav"), 1, 1);
    MadeSongs.write(mixes.resolve("two.wav"), voices.resolve("two.wav"), 2, 3);
    Files.writeString(mixes.resolve("torn.mp3"), "no sound");
    Files.writeString(voices.resolve("torn.wav"), "none either");
    Files.write(voices.resolve("empty.flac"), new byte[0]);

    int code = run(mixes, voices, "-o", folder.resolve("pairs"), "--json");

    assertTrue(code == 4 || code == 5, "exit code " + code + ": " + err);
    var lines =
        out.toString().lines().map(l -> JsonParser.parseString(l).getAsJsonObject()).toList();
    assertEquals(
        Map.of("one.wav", "accept", "two.wav", "reject"),
        lines.stream()
            .collect(
                java.util.stream.Collectors.toMap(
                    l -> l.get("mix").getAsString(), l -> l.get("verdict").getAsString())));
    String said = err.toString();
    assertTrue(said.contains("left out: " + mixes.resolve("torn.mp3") + ": "), said);
    assertTrue(said.contains("left out: " + voices.resolve("empty.flac") + ": "), said);
    assertTrue(said.contains("1 accepted, 0 to review, 1 rejected"), said);
    var manifest = ManifestFile.read(folder.resolve("pairs").resolve("manifest.jsonl"));
    assertEquals(1, manifest.entries().size());
    assertEquals("one/mix.wav", manifest.entries().getFirst().stem("mixture").path());
    assertEquals(
        List.of("names no licence; find it out or leave the entry out"),
        ManifestCheck.run(manifest).stream().map(ManifestCheck.Finding::what).toList());
  }
}
