package dev.isolator.dataset.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.cli.ExitCode;
import dev.isolator.dataset.download.TinyPackages;
import dev.isolator.dataset.manifest.ManifestFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What people type to fetch recordings, with packages in a folder.
class DownloadCommandTest {
  @TempDir Path folder = Path.of("");

  /// Exit code, then what was printed.
  private record Run(int code, String out) {}

  private static Run run(Object... words) {
    var out = new StringWriter();
    var line = new CommandLine(new DatasetCommand()).setOut(new PrintWriter(out));
    line.setExecutionExceptionHandler(
        (e, _, _) -> {
          out.write(e.getMessage() + "\n");
          return ExitCode.of(e).number();
        });
    int code = line.execute(Arrays.stream(words).map(Object::toString).toArray(String[]::new));
    return new Run(code, out.toString().replace(System.lineSeparator(), "\n"));
  }

  private Path catalogue() throws IOException {
    byte[] deb = TinyPackages.deb(TinyPackages.pieces(folder));
    Files.write(folder.resolve(TinyPackages.DEB), deb);
    return TinyPackages.catalogue(folder.resolve("sources.json"), deb, TinyPackages.PIECES);
  }

  @Test
  void oneCommandMakesAFolderWithItsManifest() throws IOException {
    Path catalogue = catalogue();
    Path data = folder.resolve("data");
    Path manifest = data.resolve("manifest.jsonl");
    assertEquals(
        new Run(0, "songs: done\n" + manifest + ": 2 entries\n"),
        run("download", "-o", data, "--mirror", folder, "--sources", catalogue));
    assertEquals(
        64, ManifestFile.read(manifest).entries().getFirst().stem("music").sha256().length());
    assertEquals(
        new Run(0, "songs: is there already\n" + manifest + ": 2 entries\n"),
        run("download", "songs", "-o", data, "--mirror", folder, "--sources", catalogue));
    assertEquals(new Run(0, "2 entries, 0 findings\n"), run("check", manifest));

    Path joined = folder.resolve("joined.jsonl");
    assertEquals(
        new Run(
            3,
            data
                + ": holds instrumental-songs-first-one, which another folder holds too; rename one, or give each folder once\n"),
        run("manifest", data, data, "-o", joined));
  }

  @Test
  void aSourceThatCannotBeHadIsTold() throws IOException {
    Path catalogue = catalogue();
    Path data = folder.resolve("data");
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertEquals(
        new Run(
            3,
            "songs: "
                + empty.resolve(TinyPackages.DEB)
                + ": no such file, expected the package; fetch it (such as with apt-get download), or leave --mirror out\n"
                + "1 of 1 source could not be had: songs; run the command again, what is there stays\n"),
        run("download", "-o", data, "--mirror", empty, "--sources", catalogue));
  }

  @Test
  void sourcesAreListed() throws IOException {
    assertEquals(
        new Run(0, "songs              instrumental two songs; MIT; Debian songs 1.0-1\n"),
        run("download", "--list", "--sources", catalogue()));
    assertTrue(run("download", "--list").out().contains("sectoid"), "of the program's own");
    assertEquals(new Run(2, "expected -o FOLDER, or --list to see the sources\n"), run("download"));
    assertEquals(
        new Run(
            2,
            "--debian: the address of a mirror must begin with http:// or https://, was ftp://x\n"),
        run("download", "-o", folder, "--debian", "ftp://x"));
  }
}
