package dev.isolator.learn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.isolator.learn.data.FeedbackSong.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedbackFolderTest {
  private static final String SONG = "ab".repeat(32);
  private static final Part ALL = new Part(0, Double.POSITIVE_INFINITY);

  @TempDir Path folder = Path.of("");

  @BeforeEach
  void song() throws IOException {
    Files.createDirectories(folder.resolve("audio"));
    Files.writeString(folder.resolve("audio").resolve(SONG), "a song");
  }

  private static String line(String more) {
    return "{\"job\":\"j\",\"person\":\"p1\",\"model\":\"small\",\"modelVersion\":\"1\",\"audioSha256\":\"%s\",\"audio\":\"audio/%s\",\"consent\":true,\"updatedAt\":\"2026-01-01T00:00:00Z\"%s}"
        .formatted(SONG, SONG, more);
  }

  private List<FeedbackSong> read(String... lines) throws IOException {
    Files.write(folder.resolve("feedback.jsonl"), List.of(lines));
    return new FeedbackFolder(folder, "").songs();
  }

  private FeedbackSong one(String... lines) throws IOException {
    List<FeedbackSong> songs = read(lines);
    assertEquals(1, songs.size());
    return songs.getFirst();
  }

  private void refused(String message, String... lines) {
    var e = assertThrows(IOException.class, () -> read(lines));
    assertEquals(folder + message, e.getMessage());
  }

  @Test
  void goodVocalsApproveTheWholeSong() throws IOException {
    var song = one(line(",\"stems\":{\"vocals\":\"good\"}"));
    assertEquals(List.of(ALL), song.judgement().approved());
    assertEquals(new FeedbackSong.Teacher("small@1", ""), song.teacher());
    assertEquals("p1", song.consents().getFirst().person());
    assertEquals(List.of(), one(line(",\"stems\":{\"music\":\"good\"}")).judgement().approved());
    assertEquals(List.of(), one(line("")).judgement().approved());
  }

  @Test
  void oneNotGoodOutweighsAllGood() throws IOException {
    var song =
        one(
            line(",\"stems\":{\"vocals\":\"good\"}"),
            line(",\"stems\":{\"vocals\":\"good\",\"music\":\"not-good\"}"));
    assertEquals(List.of(), song.judgement().approved());
    assertEquals(2, song.consents().size());
  }

  @Test
  void marksAndDecisionsOfCuratorsAreTaken() throws IOException {
    Files.writeString(
        folder.resolve("decisions.jsonl"),
        """
        {"audioSha256":"%s","startSeconds":4,"endSeconds":8,"verdict":"approve"}
        {"audioSha256":"%s","startSeconds":8,"endSeconds":12,"verdict":"reject","regions":[{"kind":"voice-missed","startSeconds":8,"endSeconds":9}]}
        {"audioSha256":"%s","startSeconds":12,"endSeconds":16,"verdict":"unsure"}
        {"audioSha256":"%s","startSeconds":0,"endSeconds":4,"verdict":"approve"}
        """
            .formatted(SONG, SONG, SONG, "cd".repeat(32)));
    var song =
        one(line(",\"regions\":[{\"kind\":\"no-voice\",\"startSeconds\":1,\"endSeconds\":2}]"));
    assertEquals(List.of(new Part(4, 8)), song.judgement().approved());
    assertEquals(List.of(new Part(8, 12)), song.judgement().rejected());
    assertEquals(
        List.of("no-voice", "voice-missed"),
        song.judgement().marks().stream().map(FeedbackSong.Mark::kind).toList());
  }

  @Test
  void withoutConsentThereIsNothing() throws IOException {
    assertEquals(List.of(), read(line("").replace("true", "false")));
    assertEquals(List.of(), read());
  }

  @Test
  void correctedStemsGoBeforeEstimates() throws IOException {
    Files.writeString(
        folder.resolve("corrected.jsonl"),
        "{\"audioSha256\":\"%s\",\"vocals\":\"corrected/v\"}\n".formatted(SONG));
    var corrected = Objects.requireNonNull(one(line("")).corrected());
    assertEquals(List.of("vocals"), List.copyOf(corrected.stems().keySet()));
    assertNotNull(corrected.mixture(), "the music is what is left of the song");
  }

  @Test
  void whateverDecidesChangesTheHashOfTheInputs() throws IOException {
    String first = one(line("")).inputs("gate");
    assertEquals(first, one(line("")).inputs("gate"));
    assertNotEquals(first, one(line("")).inputs("another gate"));
    assertNotEquals(first, one(line(",\"stems\":{\"vocals\":\"good\"}")).inputs("gate"));
    assertNotEquals(
        first,
        one(line("").replace("\"modelVersion\":\"1\"", "\"modelVersion\":\"2\"")).inputs("gate"));
  }

  @Test
  void whatIsNoExportIsRefused() throws IOException {
    String again = "; export the feedback again: isolator serve export-feedback";
    refused("/feedback.jsonl:2: expected a JSON object" + again, line(""), "nonsense");
    refused(
        "/feedback.jsonl:1: expected audioSha256, 64 hexadecimal digits" + again,
        line("").replace(SONG + "\",\"audio\"", "../x\",\"audio\""));
    refused(
        "/feedback.jsonl:1: expected audio as a path inside the folder" + again,
        line("").replace("audio/" + SONG, "../" + SONG));
    Files.delete(folder.resolve("audio").resolve(SONG));
    refused(
        "/audio/%s: expected the song %s of its feedback, found nothing there; export the feedback again"
            .formatted(SONG, SONG),
        line(""));
  }

  @Test
  void ownStemsNeedALicence() throws IOException {
    var e = assertThrows(IOException.class, () -> new FeedbackFolder(folder, " ").songs());
    assertEquals(
        folder
            + ": expected a licence of your own stems, found none; say it with --licence, such as --licence \"own work\"",
        e.getMessage());
  }
}
