package dev.isolator.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/// What a person does, from dropping a song to keeping its stems.
class PageTest extends BrowserFixture {
  private static final int FRAMES = 3 * 198_450; // 13.5 s

  @Test
  void aSongIsTakenApartPlayedInStepAndSaved() throws Exception {
    var song = SongFile.write(folder, "song.wav", 3);
    var page = open(ColorScheme.DARK, 1280, 860);
    assertThat(page.locator("h1")).hasText("Take a song apart");
    look(page, "first-dark");

    page.locator("[data-testid=files]")
        .setInputFiles(
            new FilePayload[] {
              new FilePayload("Größer & <b>lauter.wav", "audio/wav", Files.readAllBytes(song)),
              new FilePayload("In line.wav", "audio/wav", Files.readAllBytes(SongFile.EXCERPT))
            });
    look(page, "sent");
    toAllSongs(page);
    var row = row(page, "Größer & <b>lauter");
    assertThat(row).hasClass(Pattern.compile("is-running|is-done"), patient());
    look(page, "working");
    done(row(page, "In line"));
    var link = done(row);
    page.reload();
    assertThat(link).isVisible(); // the list survives
    assertThat(row).containsText("0:13");

    var voice = save(page, row.locator("button.is-vocals"));
    assertEquals(FRAMES, SongFile.samples(voice).frames());

    // Every start of a chunk of sound is recorded.
    page.evaluate(
        """
        () => {
          window.starts = [];
          const start = AudioBufferSourceNode.prototype.start;
          AudioBufferSourceNode.prototype.start = function (...args) {
            window.starts.push([...args, this.context.sampleRate, this.buffer.length]);
            return start.apply(this, args);
          };
        }
        """);
    link.click();
    assertThat(page.locator("h1")).hasText("Größer & <b>lauter");
    assertThat(page.locator(".lane")).hasCount(2);
    page.locator("button.play").click();
    page.waitForFunction(
        "() => parseFloat(document.querySelector('.clock span').textContent.slice(2)) > 1");
    page.waitForFunction(
        "() => [...document.querySelectorAll('.meter')].every(m => parseFloat(m.style.getPropertyValue('--level')) > 0.05)");
    var starts = JsonParser.parseString(String.valueOf(page.evaluate("JSON.stringify(starts)")));
    stemsStartTogether(starts.getAsJsonArray());
    look(page, "player-dark");

    page.keyboard().press("a");
    assertThat(button(page, "Original")).hasAttribute("aria-pressed", "true");
    page.keyboard().press("a");
    page.keyboard().press("1");
    assertThat(page.locator("[aria-label='Solo Voice']")).hasAttribute("aria-pressed", "true");
    page.keyboard().press("0");
    drag(page, 0, 0.2, 0.4);
    assertThat(page.locator(".loop-text")).hasText("0:02.7 – 0:05.4");
    page.keyboard().press("l");
    assertThat(page.locator(".over-lanes > .loop-range.is-off")).isVisible();
    page.keyboard().press("g");
    page.waitForFunction("() => !document.querySelector('.lane-note')");
    look(page, "spectrogram-dark");
    page.keyboard().press("g");
    page.keyboard().press(" ");
    assertThat(page.locator("button.play")).hasAttribute("aria-label", "Play");
    page.keyboard().press("?");
    assertThat(page.locator("dialog")).containsText("Keyboard");
    look(page, "help");
    page.keyboard().press("Escape");

    // The stems at their own level are the song: to half a step of 24 bits for each stem.
    var mix = SongFile.samples(save(page, page.locator(".mixdown button").first()));
    var original = SongFile.samples(song);
    assertEquals(FRAMES, mix.frames());
    for (var i = 0; i < 2 * FRAMES; i++) {
      assertTrue(Math.abs(mix.at(i) - original.at(i)) <= 1, "sample " + i);
    }
    var zip = save(page, page.locator("[aria-label^='Download All stems'][aria-label$='as mp3']"));
    try (var files = new ZipFile(zip.toFile())) {
      assertEquals(2, files.size());
    }
    page.context().close();
  }

  private static void stemsStartTogether(JsonArray starts) {
    assertTrue(starts.size() >= 4, "two chunks of two stems, found " + starts);
    for (var i = 0; i < starts.size(); i += 2) {
      assertEquals(starts.get(i), starts.get(i + 1), "time, offset, length, rate of a pair");
      assertEquals(44_100, starts.get(i).getAsJsonArray().get(3).getAsInt());
    }
    for (var i = 2; i < starts.size(); i += 2) { // no gap, no overlap
      var before = starts.get(i - 2).getAsJsonArray();
      var end = before.get(0).getAsDouble() + before.get(2).getAsDouble();
      assertEquals(end, starts.get(i).getAsJsonArray().get(0).getAsDouble(), 1e-9);
    }
  }

  @Test
  void whatWasHeardWrongIsMarkedAndKept() throws Exception {
    var page = open(ColorScheme.LIGHT, 1280, 860);
    page.locator("[data-testid=files]").setInputFiles(SongFile.write(folder, "Feedback.wav", 2));
    toAllSongs(page);
    done(row(page, "Feedback")).click();
    page.locator("[aria-label='How is Voice?'] button").first().click();
    page.locator("[aria-label='How is Music?'] button").last().click();
    button(page, "Voice missed").click();
    drag(page, 1, 0.5, 0.75);
    button(page, "Music leaked").click();
    drag(page, 0, 0.1, 0.2);
    page.keyboard().press("Escape");
    assertThat(page.locator(".regions li")).hasCount(2);
    page.locator("textarea").fill("the choir is in the music");
    page.locator(".consent input").check();
    look(page, "feedback-light");
    page.locator(".feedback .primary").click();
    assertThat(page.locator(".feedback")).containsText("Saved. Thank you.");

    var kept = JsonParser.parseString(get("jobs/" + jobOf(page) + "/feedback")).getAsJsonObject();
    assertEquals(
        "{\"music\":\"not-good\",\"vocals\":\"good\"}",
        new java.util.TreeMap<>(kept.getAsJsonObject("stems").asMap())
            .toString()
            .replaceAll("(\\w+)=", "\"$1\":")
            .replace(", ", ","));
    assertTrue(kept.get("consent").getAsBoolean());
    var regions = kept.getAsJsonArray("regions");
    assertEquals("music-leaked", regions.get(0).getAsJsonObject().get("kind").getAsString());
    assertEquals("voice-missed", regions.get(1).getAsJsonObject().get("kind").getAsString());
    assertEquals(4.5, regions.get(1).getAsJsonObject().get("startSeconds").getAsDouble(), 0.05);

    page.reload();
    assertThat(page.locator(".regions li")).hasCount(2);
    button(page, "Take it all back").click();
    assertThat(page.locator(".feedback")).containsText("nothing of it is kept");
    page.context().close();
  }

  @Test
  void aLargeSongGoesInPiecesAndSurvivesABrokenConnectionAndAReload() throws Exception {
    var large = SongFile.write(folder, "Large.wav", 15); // 18 MB
    var page = open(ColorScheme.DARK, 1280, 860);
    var chunks = new AtomicInteger();
    page.route(
        "**/api/v1/uploads/*",
        route -> {
          if (route.request().method().equals("PATCH") && chunks.incrementAndGet() > 1) {
            route.abort();
          } else {
            route.resume();
          }
        });
    page.locator("[data-testid=files]").setInputFiles(large);
    page.waitForCondition(() -> chunks.get() >= 2);
    look(page, "uploading");
    page.reload();
    var row = row(page, "Large");
    assertThat(row).containsText("Sending stopped at 46 %");
    look(page, "interrupted");
    page.unroute("**/api/v1/uploads/*");
    var sent = new AtomicInteger();
    page.onRequest(r -> sent.addAndGet(r.method().equals("PATCH") ? 1 : 0));
    page.locator("label.of-voice").click(); // the choice of before counts: both
    page.locator("[data-testid=files]").setInputFiles(large);
    toAllSongs(page);
    done(row);
    assertEquals(2, sent.get(), "chunks that were left");
    assertThat(row.locator(".of-stem")).hasCount(2);
    complaints.removeIf(c -> c.contains("ERR_FAILED")); // the connection that was broken above
    page.context().close();
  }

  @Test
  void whatIsNoSongFailsInWordsThatHelp() throws Exception {
    var page = open(ColorScheme.LIGHT, 1280, 860);
    var text = Files.writeString(folder.resolve("Lyrics.mp3"), "la la la\n".repeat(500));
    page.locator("[data-testid=files]").setInputFiles(text);
    toAllSongs(page);
    var row = row(page, "Lyrics");
    assertThat(row).hasClass("song is-failed", patient());
    var said = row.locator(".song-state").textContent();
    assertTrue(said.length() > 30 && said.endsWith("."), said);
    assertFalse(said.contains(folder.toString()), said);
    look(page, "failure-light");

    page.locator("[data-testid=files]")
        .setInputFiles(Files.write(folder.resolve("Empty.wav"), new byte[0]));
    assertThat(page.locator("[role=alert]"))
        .hasText("“Empty.wav” is empty: 0 bytes. Copy it again from where it came.");
    row.locator("[aria-label^=Remove]").click();
    assertThat(row).hasCount(0);
    page.navigate(address() + "#/songs/" + "a".repeat(26));
    assertThat(page.locator("[role=alert]")).isVisible();
    look(page, "gone");
    complaints.removeIf(c -> c.contains("404"));
    page.context().close();
  }

  @Test
  void oneStemAloneIsComparedWithTheOriginalOnATelephone() throws Exception {
    var page = open(ColorScheme.DARK, 390, 844);
    look(page, "first-phone");
    page.locator("label.of-music").click();
    page.locator("[data-testid=files]").setInputFiles(SongFile.write(folder, "Karaoke.wav", 2));
    toAllSongs(page);
    done(row(page, "Karaoke")).click();
    assertThat(page.locator(".lane")).hasCount(1);
    page.locator("button.play").click();
    page.waitForFunction(
        "() => parseFloat(document.querySelector('.clock span').textContent.slice(2)) > 0.5");
    button(page, "Original").click();
    assertThat(button(page, "Original")).hasAttribute("aria-pressed", "true");
    assertTrue(
        (Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"),
        "wider than the telephone");
    look(page, "player-phone");
    page.context().close();
  }
}
