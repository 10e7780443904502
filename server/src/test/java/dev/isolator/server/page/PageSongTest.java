package dev.isolator.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The song comes first: it is shown while it is sent and taken apart, it can be taken apart again,
/// and nothing that was said or set is lost.
class PageSongTest extends BrowserFixture {
  private static final String UPLOADS = "**/api/v1/jobs";

  @Test
  void theFirstScreenGivesWayToTheSongWhoseWaveformForms() throws Exception {
    var page = open(ColorScheme.LIGHT, 1366, 768);
    var song = SongFile.write(folder, "At once.wav", 2);
    // The server answers late, so that what is seen is the page's own.
    page.route(
        UPLOADS,
        route -> {
          if (!route.request().method().equals("POST")) {
            route.resume();
          }
        });
    choose(page, song);
    assertThat(page.locator("main h1")).hasText("At once");
    assertThat(page.locator(".working-wave")).isInViewport();
    assertThat(page.locator(".working [role=progressbar]")).isInViewport();
    page.waitForFunction(
        """
        () => {
          const canvas = document.querySelector(".working-wave canvas");
          const { data, width, height } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          // Somewhere in the last tenth a bar is taller than the dot that stands for silence.
          for (let y = 0; y < height * 0.4; y++) {
            for (let x = Math.floor(width * 0.9); x < width; x++) {
              if (data[4 * (y * width + x) + 3] > 0) return true;
            }
          }
          return false;
        }
        """);
    look(page, "forming-light");
    page.locator("[aria-label='Cancel At once']").click();
    assertThat(page.locator(".drop")).isVisible();
    page.unroute(UPLOADS);
    button(page, "Undo").click(); // it is sent after all
    row(page, "At once").locator(".song-name").click();
    assertThat(page.locator(".lane")).hasCount(2, patientCount());
    assertTrue(page.locator(".lane").first().boundingBox().height >= 180, "tall lanes");
    page.context().close();
  }

  @Test
  void aSongIsTakenApartIntoFourStemsAndAgainWithoutBeingSentAgain() throws Exception {
    var page = open(ColorScheme.DARK, 1366, 768);
    assertThat(page.locator(".choice b"))
        .hasText(
            new String[] {
              "Voice + Music", "4 stems", "Voice", "Music", "On this server", "Here in the browser"
            });
    assertThat(page.locator(".choice .of-stems small")).hasText("Voice, drums, bass, other");
    page.locator("details.options > summary").click();
    assertThat(page.locator("details.options select").last()).isHidden(); // models are for experts
    page.locator("details.experts > summary").click();
    look(page, "experts-dark");
    page.locator("label.of-stems").click();
    var sent = new AtomicInteger();
    page.onRequest(
        r -> {
          var isForm = r.headers().getOrDefault("content-type", "").startsWith("multipart");
          sent.addAndGet(r.method().equals("POST") && isForm ? 1 : 0);
        });
    choose(page, SongFile.write(folder, "Four stems.wav", 1));
    assertThat(page.locator(".lane")).hasCount(4, patientCount()); // it opens by itself
    assertThat(page.locator(".song-head .small"))
        .containsText("Voice, drums, bass, other (studio-4 3)");
    var first = jobOf(page);
    var again = page.locator(".again");
    assertThat(again.locator("button").filter(has("4 stems"))).isDisabled();
    again.locator("button").filter(has("Voice + Music")).click();
    assertThat(page.locator(".lane")).hasCount(2, patientCount());
    assertFalse(first.equals(jobOf(page)));
    assertEquals(1, sent.get(), "times that the song was sent");
    toAllSongs(page);
    var rows = page.locator(".song.is-done").filter(has("Four stems"));
    assertThat(rows.locator(".song-state"))
        .hasText(new String[] {"Voice, music · 0:04", "Voice, drums, bass, other · 0:04"});
    assertThat(rows.locator("a.button").first())
        .hasAttribute("aria-label", "Listen to Four stems (Voice, music)");
    look(page, "twice-dark");
    page.context().close();
  }

  @Test
  void whatIsRemovedComesBackUntilThePageIsLeft() throws Exception {
    var page = open(ColorScheme.LIGHT, 1366, 768);
    choose(page, SongFile.write(folder, "Removed.wav", 1));
    toAllSongs(page);
    var row = row(page, "Removed");
    done(row);
    row.locator("[aria-label^=Remove]").click();
    assertThat(row).hasCount(0);
    look(page, "removed-light");
    page.locator("[aria-label='Undo: Removed']").click();
    assertThat(row).isVisible();
    assertTrue(get("jobs").contains("\"Removed\""));
    row.locator("[aria-label^=Remove]").click();
    page.reload();
    assertThat(page.locator("#songs")).isVisible();
    assertThat(row).hasCount(0);
    page.context().close();
  }

  @Test
  void balanceLoopAndFeedbackSurviveAReload() throws Exception {
    var page = open(ColorScheme.DARK, 1366, 768);
    choose(page, SongFile.write(folder, "Draft.wav", 2)); // 9 s
    var solo = page.locator("[aria-label='Solo Music']");
    solo.waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE_MILLIS));
    solo.click();
    page.locator("[aria-label='Volume of Voice']").fill("40");
    var level = page.locator("[aria-label='Volume of Voice']").inputValue();
    drag(page, 1, 0.2, 0.4);
    assertThat(page.locator(".loop-text")).hasText("0:01.8 – 0:03.6");
    page.locator("[aria-label='How is Voice?'] button").first().click();
    page.locator("textarea").fill("the end is best");
    page.reload();
    assertThat(solo).hasAttribute("aria-pressed", "true");
    assertThat(page.locator("[aria-label='Volume of Voice']")).hasValue(level);
    assertThat(page.locator(".loop-text")).hasText("0:01.8 – 0:03.6");
    assertThat(page.locator("[aria-label='How is Voice?'] button").first())
        .hasAttribute("aria-pressed", "true");
    assertThat(page.locator("textarea")).hasValue("the end is best");
    assertThat(page.locator(".feedback")).containsText("Not saved yet");
    assertTrue(get("jobs/" + jobOf(page) + "/feedback").contains("not-found"), "nothing was sent");

    page.locator(".feedback .primary").click();
    assertThat(page.locator(".feedback")).containsText("Saved. Thank you.");
    button(page, "Take it all back").click();
    page.locator(".feedback button").filter(has("Undo")).click();
    assertThat(page.locator(".feedback")).containsText("Saved. Thank you.");
    assertThat(page.locator("textarea")).hasValue("the end is best");
    page.context().close();
  }

  @Test
  void ofASongThatIsCutShortWhatIsThereIsTaken() throws Exception {
    var page = open(ColorScheme.LIGHT, 1366, 768);
    byte[] whole = Files.readAllBytes(SongFile.write(folder, "Whole.wav", 2));
    choose(
        page, Files.write(folder.resolve("Cut short.wav"), Arrays.copyOf(whole, whole.length / 2)));
    var said = page.locator(".working [role=alert]");
    said.waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE_MILLIS));
    assertTrue(said.textContent().startsWith("This file ends after "), said.textContent());
    assertFalse(page.locator("body").innerText().contains("--"), "advice for the command line");
    look(page, "cut-short-light");
    button(page, "Take what is there").click();
    assertThat(page.locator(".lane")).hasCount(2, patientCount());
    assertThat(page.locator(".clock small")).hasText("0:04"); // of 9 s
    toAllSongs(page);
    var rows = page.locator(".song").filter(has("Cut short"));
    assertThat(rows).hasCount(1); // the failed one gave way
    assertThat(rows).hasClass("song is-done");
    assertThat(rows).containsText("as far as the file goes");
    page.reload();
    assertThat(rows).hasCount(1);
    assertFalse(get("jobs?state=failed").contains("\"Cut short\""), "on the server");
    page.context().close();
  }

  @Test
  void inTheListAFailedSongGivesWayWhereItStands() throws Exception {
    var page = open(ColorScheme.DARK, 1366, 768);
    byte[] whole = Files.readAllBytes(SongFile.write(folder, "Whole.wav", 1));
    choose(
        page,
        Files.write(folder.resolve("Half of it.wav"), Arrays.copyOf(whole, whole.length / 2)));
    toAllSongs(page);
    var rows = page.locator(".song").filter(has("Half of it"));
    assertThat(rows).hasClass("song is-failed", patient());
    rows.locator("[aria-label='Take what is there of Half of it']").click();
    assertThat(rows).hasClass("song is-done", patient());
    assertThat(rows).hasCount(1);
    page.context().close();
  }

  @Test
  void theFirstMp3ShowsThatItIsMadeAndFilesSayWhatTheyAre() throws Exception {
    var page = open(ColorScheme.LIGHT, 1366, 768);
    choose(page, SongFile.write(folder, "Named.wav", 2));
    var mp3 = page.locator("[aria-label='Download Voice of Named as mp3']");
    mp3.waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE_MILLIS));
    // It is seen only while the server makes the file: whatever was shown is recorded.
    page.evaluate(
        """
        () => {
          window.shown = [];
          new MutationObserver(() => window.shown.push(document.querySelector(".making")?.textContent ?? ""))
            .observe(document.querySelector(".downloads"), { childList: true, subtree: true, characterData: true });
        }
        """);
    assertEquals("Named - vocals.mp3", saved(page, mp3));
    assertTrue(String.valueOf(page.evaluate("shown.join('|')")).contains("Making the MP3 file …"));
    assertThat(page.locator(".downloads")).containsText("The MP3 is made and saved.");
    var zip = page.locator("[aria-label='Download All stems (zip) of Named as mp3']");
    assertEquals("Named - stems.zip", saved(page, zip));
    assertTrue(String.valueOf(page.evaluate("shown.join('|')")).contains("files, 2 of 2"));
    assertEquals(
        "Named - original.wav",
        saved(page, page.locator("[aria-label='Download Original of Named as wav']")));
    page.locator("[aria-label='Mute Voice']").click();
    assertEquals("Named - Music.wav", saved(page, page.locator(".mixdown button").first()));
    assertTrue(
        (Boolean)
            page.evaluate(
                "() => document.querySelector('.downloads').compareDocumentPosition(document.querySelector('.feedback')) === Node.DOCUMENT_POSITION_FOLLOWING"),
        "first the download, then the feedback");
    page.context().close();
  }

  @Test
  void theLoopHasHandlesAndSMeansSolo() throws Exception {
    var page = open(ColorScheme.DARK, 1366, 768);
    choose(page, SongFile.write(folder, "Handles.wav", 2)); // 9 s
    page.locator(".lane").first().waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE_MILLIS));
    drag(page, 1, 0.2, 0.4);
    assertThat(page.locator(".loop-text")).hasText("0:01.8 – 0:03.6");
    var end = page.locator("[aria-label='Loop ends at']");
    var lane = page.locator(".lane").first().boundingBox();
    var handle = end.boundingBox();
    page.mouse().move(handle.x + handle.width / 2, handle.y + 15);
    page.mouse().down();
    page.mouse().move(lane.x + 0.5 * lane.width, handle.y + 15);
    page.mouse().move(lane.x + 0.6 * lane.width, handle.y + 15);
    page.mouse().up();
    assertThat(page.locator(".loop-text")).hasText("0:01.8 – 0:05.4");
    page.locator("[aria-label='Loop starts at']").focus();
    page.keyboard().press("ArrowRight");
    page.keyboard().press("Shift+ArrowRight");
    assertThat(page.locator(".loop-text")).hasText("0:02.9 – 0:05.4");
    assertThat(page.locator("[aria-label='Loop starts at']"))
        .hasAttribute("aria-valuetext", "0:02.9");
    look(page, "loop-handles-dark");

    var solo = page.locator("[aria-label='Solo Music']");
    page.keyboard().press("s"); // the stem that was touched last: the loop was drawn on it
    assertThat(solo).hasAttribute("aria-pressed", "true");
    page.keyboard().press("s");
    assertThat(solo).hasAttribute("aria-pressed", "false");
    page.locator("[aria-label='Volume of Voice']").focus();
    page.keyboard().press("m");
    assertThat(page.locator("[aria-label='Mute Voice']")).hasAttribute("aria-pressed", "true");
    assertThat(page.locator("canvas.spectrogram")).hasCount(0);
    page.keyboard().press("g");
    assertThat(page.locator("canvas.spectrogram")).hasCount(2);
    page.context().close();
  }

  @Test
  void onATelephonePlayAndFadersAreAtTheThumbUprightAndOnItsSide() throws Exception {
    var page = open(ColorScheme.LIGHT, 390, 844);
    choose(page, SongFile.write(folder, "Telephone.wav", 2));
    page.locator(".lane").first().waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE_MILLIS));
    for (var side : new int[][] {{390, 844}, {844, 390}}) {
      page.setViewportSize(side[0], side[1]);
      page.evaluate("scrollTo(0, document.body.scrollHeight)");
      assertThat(page.locator("button.play")).isInViewport();
      assertThat(page.locator(".seek")).isInViewport();
      assertThat(button(page, "Original")).isInViewport();
      page.evaluate("scrollTo(0, 0)");
      assertThat(page.locator(".lane").first()).isInViewport();
      var fader = page.locator("[aria-label='Volume of Voice']").boundingBox();
      assertTrue(fader.width >= 150 && fader.height >= 32, "a fader of %s".formatted(fader.width));
      assertTrue(
          (Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"),
          "wider than the telephone");
      look(page, "telephone-%d".formatted(side[0]));
    }
    page.locator(".seek").fill("4.5");
    assertThat(page.locator(".clock span")).hasText("0:04.5");
    page.context().close();
  }

  /// The system's own notifications: what the page gives to them is kept beside.
  @Test
  void whoLooksElsewhereIsNotifiedWhenTheSongIsDone() throws Exception {
    var page = newPage(browser(), ColorScheme.LIGHT, 1280, 860);
    page.context().grantPermissions(List.of("notifications"));
    page.addInitScript(
        """
        window.told = [];
        window.Notification = class extends Notification {
          constructor(text, options) {
            super(text, options);
            window.told.push(text);
          }
        };
        Object.defineProperty(document, "hidden", { get: () => window.away === true });
        """);
    page.navigate(address());
    assertThat(button(page, "Tell me when a song is ready")).hasCount(0); // it may already
    choose(page, SongFile.write(folder, "Watched.wav", 5));
    assertThat(page.locator(".lane")).hasCount(2, patientCount());
    assertEquals(List.of(), page.evaluate("window.told"));
    toAllSongs(page);
    page.evaluate("window.away = true");
    choose(page, SongFile.write(folder, "Elsewhere.wav", 6));
    page.waitForFunction("() => window.told.length > 0", null, patientWait());
    assertEquals(List.of("Elsewhere is ready."), page.evaluate("window.told"));
    page.context().close();
  }

  private static Page.WaitForFunctionOptions patientWait() {
    return new Page.WaitForFunctionOptions().setTimeout(PATIENCE_MILLIS);
  }

  private static void choose(Page page, Path song) {
    page.locator("[data-testid=files]").setInputFiles(song);
  }

  private static String saved(Page page, Locator button) {
    Download download = page.waitForDownload(button::click);
    return download.suggestedFilename();
  }

  private static Locator.FilterOptions has(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static LocatorAssertions.HasCountOptions patientCount() {
    return new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MILLIS);
  }
}
