package dev.isolator.dataset.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isolator.dataset.manifest.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commits of a repository that the test makes with `git`.
class GitArchiveTest {
  @TempDir Path folder = Path.of("");
  private String commit = "";

  private String git(String... words) throws IOException {
    var command = new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=a@b"));
    command.addAll(List.of(words));
    var process =
        new ProcessBuilder(command)
            .directory(folder.resolve("speech").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertEquals(0, process.onExit().join().exitValue(), said);
    return said;
  }

  private static boolean hasGit() {
    try {
      return new ProcessBuilder("git", "--version").start().onExit().join().exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @BeforeEach
  void repository() throws IOException {
    assumeTrue(hasGit(), "needs the program git");
    Path work = Files.createDirectories(folder.resolve("speech/words"));
    git("init", "--quiet");
    Files.write(work.resolve("yes.wav"), TinyPackages.wav(folder, 200, 1, 16_000));
    Files.writeString(folder.resolve("speech/LICENSE"), "CC0\n");
    git("add", ".");
    git("commit", "--quiet", "--message", "one");
    commit = git("rev-parse", "HEAD");
    Files.write(work.resolve("no.wav"), TinyPackages.wav(folder, 210, 1, 16_000));
    git("add", ".");
    git("commit", "--quiet", "--message", "two");
  }

  private String address() {
    return "file://" + folder.resolve("speech").toUri().getPath().replaceFirst("/$", "");
  }

  private Source source(String wanted) throws IOException {
    Path file =
        TinyPackages.write(
            folder.resolve("sources.json"),
            """
            {"name": "words", "what": "words", "kind": "voices", "git": "%s", "commit": "%s",
             "texts": ["LICENSE"], "take": [{"files": ["words/*.wav"], "licence": "CC0-1.0"}]}
            """
                .formatted(address(), wanted));
    return SourceCatalogue.read(file).sources().getFirst();
  }

  private List<String> clips(@Nullable Path mirror) throws IOException {
    Path root = folder.resolve("data-" + (mirror == null));
    var download = new SourceDownload(root, new DownloadOptions(DownloadOptions.DEBIAN, mirror));
    assertTrue(download.run(source(commit)));
    assertEquals("CC0\n", Files.readString(root.resolve("licences/words-LICENSE")));
    return DataFolder.entries(root, root).stream()
        .map(e -> "%s %s %d".formatted(e.id(), e.licence(), e.clips().size()))
        .toList();
  }

  @Test
  void theCommitIsTakenAndNotWhatCameAfter() throws IOException {
    assertEquals(List.of("voice-words-00 CC0-1.0 1"), clips(null), "fetched");
    assertEquals(List.of("voice-words-00 CC0-1.0 1"), clips(folder), "from a folder of clones");
  }

  @Test
  void aCommitThatIsNotThereIsRefused() throws IOException {
    String unknown = "0123456789abcdef0123456789abcdef01234567";
    Source source = source(unknown);
    var download = new SourceDownload(folder.resolve("data"), DownloadOptions.defaults());
    String message =
        String.valueOf(
            assertThrows(DownloadException.class, () -> download.run(source)).getMessage());
    assertTrue(
        message.matches(
            "file://.*speech: git fetch failed with \\d+ \\(.*"
                + unknown
                + "\\); if the commit is not there any more, fetch it elsewhere and pass --mirror FOLDER"),
        message);
  }

  @Test
  void aCloneThatIsNotThereIsRefused() throws IOException {
    Path mirror = Files.createDirectories(folder.resolve("empty"));
    Source source = source(commit);
    var download =
        new SourceDownload(
            folder.resolve("data"), new DownloadOptions(DownloadOptions.DEBIAN, mirror));
    assertEquals(
        "%s: no such git directory, expected a clone of %s; make it with git clone --bare, or leave --mirror out"
            .formatted(
                mirror.resolve("speech.git"), ((Origin.GitCommit) source.origin()).address()),
        assertThrows(DownloadException.class, () -> download.run(source)).getMessage());
  }
}
