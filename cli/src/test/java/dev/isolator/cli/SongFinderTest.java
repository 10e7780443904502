package dev.isolator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SongFinderTest {
  @TempDir private Path folder = Path.of("replaced");

  @Test
  void folderGivesTheSongsBelowItInTheOrderOfTheirPaths() throws IOException {
    for (var name :
        List.of(
            "b/2.mp3",
            "b/10.FLAC",
            "a.wav",
            "Ünï/🎤.ogg",
            "cover.jpg",
            "notes.txt",
            "noending",
            ".hidden.mp3",
            ".git/x.wav",
            "b/._2.mp3",
            "film.mkv")) {
      touch(name);
    }

    var found = SongFinder.find(List.of(folder.toString()));

    assertEquals(List.of("a.wav", "b/10.FLAC", "b/2.mp3", "film.mkv", "Ünï/🎤.ogg"), names(found));
    assertEquals(List.of(), found.failures());
    assertEquals(
        List.of(
            "left out 3 files that are not sound by their names (jpg, no ending, txt), 2 hidden files,"
                + " 1 hidden folder; name one of them to read it all the same"),
        found.leftOut().lines());
  }

  @Test
  void whatIsLeftOutIsCountedInTheSingularToo() throws IOException {
    touch("a.wav");
    touch("cover.jpg");

    var found = SongFinder.find(List.of(folder.toString()));

    assertEquals(
        List.of(
            "left out 1 file that is not sound by its name (jpg); name one of them to read it all the same"),
        found.leftOut().lines());
  }

  @Test
  void aLinkToNothingIsAFailure() throws IOException {
    touch("a.wav");
    try {
      Files.createSymbolicLink(folder.resolve("b.wav"), folder.resolve("gone.wav"));
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "no links here: " + e);
    }

    var found = SongFinder.find(List.of(folder.toString()));

    assertEquals(List.of("a.wav"), names(found));
    assertEquals(
        List.of(
            folder.resolve("b.wav")
                + ": is a link to a file that is not there; remove it, or bring the file back"),
        found.failures().stream().map(Throwable::getMessage).toList());
  }

  /// Java hands over a name that is no UTF-8 with a replacement character for each wrong byte.
  @Test
  void nameThatIsNoUtf8IsFoundByWhatItLooksLike() throws Exception {
    assumeTrue(System.getProperty("sun.jnu.encoding", "").startsWith("UTF"), "no UTF-8 here");
    assumeTrue(isMade("caf\\351.wav"), "no shell here, or no such names");
    var typed = folder.resolve("caf\uFFFD.wav").toString();

    var found = SongFinder.find(List.of(typed));

    assertEquals(List.of(), found.failures());
    assertEquals(List.of(typed), found.songs().stream().map(SongInput::shown).toList());
    assertTrue(found.songs().stream().allMatch(song -> Files.exists(song.file())));

    assumeTrue(isMade("caf\\350.wav"));
    assertEquals(
        List.of(
            typed
                + ": expected a name in UTF-8, found other bytes, and 2 files whose names look so;"
                + " rename them, or give their folder"),
        SongFinder.find(List.of(typed)).failures().stream().map(Throwable::getMessage).toList());
    assertEquals(
        List.of(
            folder.resolve("\uFFFD.wav")
                + ": no such file, expected a sound file; check the name, of which some bytes are no"
                + " UTF-8"),
        SongFinder.find(List.of(folder.resolve("\uFFFD.wav").toString())).failures().stream()
            .map(Throwable::getMessage)
            .toList());
  }

  private boolean isMade(String name) throws Exception {
    try {
      return new ProcessBuilder("sh", "-c", ": > \"$(printf '%s')\"".formatted(name))
              .directory(folder.toFile())
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void folderThatIsHiddenItselfIsTakenWhenNamed() throws IOException {
    touch(".music/a.wav");

    assertEquals(
        List.of(".music/a.wav"),
        names(SongFinder.find(List.of(folder.resolve(".music").toString()))));
  }

  @Test
  void linkToAFolderIsFollowedOnlyWhenNamed() throws IOException {
    touch("music/a.wav");
    touch("other/b.wav");
    var link = folder.resolve("other/link");
    try {
      Files.createSymbolicLink(link, folder.resolve("music"));
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "no links here: " + e);
    }

    var below = SongFinder.find(List.of(folder.resolve("other").toString()));
    var named = SongFinder.find(List.of(link.toString()));

    assertEquals(List.of("other/b.wav"), names(below));
    assertEquals(
        List.of("left out 1 link to a folder; name one of them to read it all the same"),
        below.leftOut().lines());
    assertEquals(
        List.of(folder.resolve("music/a.wav").toRealPath().toString()),
        named.songs().stream().map(SongInput::shown).toList());
  }

  @Test
  void songThatIsNamedTwiceIsTakenOnce() throws IOException {
    touch("a.wav");
    var file = folder.resolve("a.wav").toString();

    assertEquals(List.of("a.wav"), names(SongFinder.find(List.of(file, folder.toString(), file))));
  }

  @Test
  void fileThatIsNamedIsTakenWhateverItIs() throws IOException {
    touch("notes.txt");

    var found = SongFinder.find(List.of(folder.resolve("notes.txt").toString(), "missing.mp3"));

    assertEquals(2, found.songs().size());
  }

  @Test
  void folderWithoutSongsIsAFailure() {
    var found = SongFinder.find(List.of(folder.toString()));

    assertEquals(List.of(), found.songs());
    assertEquals(
        folder
            + ": expected songs in this folder, found none that ends in 3gp, aac, ac3, aif, aifc, aiff, amr, ape, au, avi, bwf, caf, dsf, dts, eac3, flac, flv, gsm, m2ts, m4a, m4b, mka, mkv, mov, mp2, mp3, mp4, mpc, mpeg, mpg, oga, ogg, opus, rf64, snd, spx, tta, vob, w64, wav, wave, webm, wma, wv",
        found.failures().getFirst().getMessage());
  }

  @Test
  void nameThatThisSystemCannotHoldIsAFailure() {
    var found = SongFinder.find(List.of("a\0b"));

    assertTrue(found.songs().isEmpty());
    assertEquals(
        "a\0b: expected the name of a file, found 'Nul character not allowed'",
        found.failures().getFirst().getMessage());
  }

  @Test
  void addressIsNoFile() {
    var found = SongFinder.find(List.of("https://example.org/song.mp3"));

    assertEquals(
        "https://example.org/song.mp3: is an address, expected a file; download it, or pipe it: curl -sL ADDRESS | isolator separate -",
        found.failures().getFirst().getMessage());
  }

  /// As a script's variable that is not set leaves behind: not all songs of this folder.
  @Test
  void emptyNameIsAFailure() {
    var found = SongFinder.find(List.of(""));

    assertEquals(List.of(), found.songs());
    assertEquals(
        "'': expected a file or folder, found no name; this folder is .",
        found.failures().getFirst().getMessage());
  }

  @Test
  void dashIsThePipe() {
    assertEquals(List.of(SongInput.PIPE), SongFinder.find(List.of("-")).songs());
  }

  private void touch(String name) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  private List<String> names(SongFinder.Found found) {
    return found.songs().stream()
        .map(song -> folder.relativize(Path.of(song.shown())).toString().replace('\\', '/'))
        .toList();
  }
}
