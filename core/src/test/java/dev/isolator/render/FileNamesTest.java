package dev.isolator.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Song|Song",
        "AC/DC: Who?|AC_DC_ Who_",
        "a\\b*c\"d<e>f|a_b_c_d_e_f",
        "-dash first|-dash first",
        "Ärger 日本語 🎤|Ärger 日本語 🎤",
        "...Baby One More Time|_..Baby One More Time",
        ".hidden|_hidden",
        "..|_",
        "dots at the end...|dots at the end",
        "` blanks `|blanks",
        "CON|CON_",
        "con.mp3|con_.mp3",
        "Com1|Com1_",
        "lpt9 .txt|lpt9_.txt",
        "Connie|Connie",
        "``|_",
        "?|_",
      })
  void namesAreSafeOnEverySystem(String wanted, String safe) {
    assertEquals(safe, FileNames.safe(wanted));
    assertEquals(safe, FileNames.safe(safe), "once is enough");
  }

  @Test
  void whatNobodySeesIsTakenOut() {
    assertEquals("a_b_c_d", FileNames.safe("a\u0000b\nc\u007fd"));
    assertEquals("song3pm.exe", FileNames.safe("song\u202E3pm.exe"));
    assertEquals("a_b", FileNames.safe("a\ud800b"), "half of a surrogate pair");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "日", "🎤", "👩‍👩‍👧‍👦", "e\u0301"})
  void longNamesAreCutBetweenCharacters(String character) {
    var safe = FileNames.safe(character.repeat(300));

    assertTrue(safe.getBytes(StandardCharsets.UTF_8).length <= FileNames.MAX_BYTES);
    assertTrue(safe.getBytes(StandardCharsets.UTF_8).length > FileNames.MAX_BYTES - 30);
    assertEquals(0, safe.length() % character.length());
    assertEquals(character.repeat(safe.length() / character.length()), safe);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "🎤 日本語",
        "-rf",
        "ääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääää",
        "CON",
        "a\nb",
        "  "
      })
  void safeNamesCanBeMade(String wanted, @TempDir Path folder) throws Exception {
    var file = folder.resolve(FileNames.safe(wanted) + ".flac");

    Files.writeString(file, "x");

    assertEquals("x", Files.readString(file));
  }

  @Test
  void patternsAreFilledInWithSafeNames() {
    assertEquals("song/vocals", FileNames.fill("{song}/{stem}", "song", "vocals"));
    assertEquals("song - vocals", FileNames.fill("{song} - {stem}", "song", "vocals"));
    assertEquals("a_b/c_d", FileNames.fill("{song}\\{stem}", "a/b", "c/d"));
    assertEquals("$1/{stem}", FileNames.fill("{song}/{stem}", "$1", "{stem}"));
  }

  @Test
  void longSongNamesStayApartAndLeaveRoomForTheStem() {
    var names = new SongNames();
    var first = names.claim("日".repeat(100));
    var second = names.claim("日".repeat(100));

    assertEquals("日".repeat(60), first);
    assertEquals("日".repeat(58) + " (2)", second);
    for (var song : List.of(first, second)) {
      assertEquals(song + "/vocals", FileNames.fill("{song}/{stem}", song, "vocals"));
      assertEquals(song + " - vocals", FileNames.fill("{song} - {stem}", song, "vocals"));
    }
    var crowded = FileNames.fill("x".repeat(200) + "{song}-{stem}", first, "vocals");
    assertEquals("x".repeat(200) + "日".repeat(7) + "-vocals", crowded);
  }

  @Test
  void patternsThatLeaveTheFolderOrMixUpStemsAreRefused() {
    for (var pattern : List.of("../{stem}", "/{stem}", "{stem}/", "a//{stem}", " ", "./{stem}")) {
      assertEquals(
          "a name pattern must be folders and a file below the output folder, such as"
              + " {song}/{stem}, was \""
              + pattern
              + "\"",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> RenderOptions.defaults().withNamePattern(pattern))
              .getMessage());
    }
    assertEquals(
        "a name pattern may hold {song} and {stem}, not {artist}: \"{artist}/{stem}\"",
        assertThrows(
                IllegalArgumentException.class,
                () -> RenderOptions.defaults().withNamePattern("{artist}/{stem}"))
            .getMessage());
    assertEquals(
        "a name pattern must hold {stem}, or the stems overwrite each other, was \"{song}\"",
        assertThrows(
                IllegalArgumentException.class,
                () -> RenderOptions.defaults().withNamePattern("{song}"))
            .getMessage());
  }

  @Test
  void songsOfOneNameGetNamesOfTheirOwn() {
    var names = new SongNames();

    assertEquals("song", names.claim("song"));
    assertEquals("song (2)", names.claim("song"));
    assertEquals("SONG (3)", names.claim("SONG"), "one file on macOS and Windows");
    assertEquals("song (2) (2)", names.claim("song (2)"));
    assertEquals("é", names.claim("é"));
    assertEquals("e\u0301 (2)", names.claim("e\u0301"), "the same, composed differently");
    assertEquals("a_b", names.claim("a:b"));
    assertEquals("a_b (2)", names.claim("a?b"));
  }
}
