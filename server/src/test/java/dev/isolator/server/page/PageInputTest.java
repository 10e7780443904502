package dev.isolator.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Other ways to the same: songs that are dropped and pasted, the keyboard alone, and what becomes
/// of songs that are cancelled or broken.
class PageInputTest extends BrowserFixture {
  private static final int LONG_TIMES = 3; // 13.5 s, of which so much is over when it is cancelled

  @Test
  void filesAndAFolderAreDroppedAndWhatIsNoSongIsLeftOut() throws Exception {
    var page = open(ColorScheme.LIGHT, 1280, 860);
    look(page, "first-light");
    var album = Files.createDirectories(folder.resolve("Album/Second disc"));
    var one = SongFile.write(folder, "Dropped one.wav", 1);
    var two = SongFile.write(folder, "Dropped two.wav", 1);
    SongFile.write(folder.resolve("Album"), "From the folder.wav", 1);
    SongFile.write(album, "From below.wav", 1);
    Files.write(folder.resolve("Album/cover.jpg"), new byte[] {1, 2, 3});

    var dragged = new JsonObject();
    var files = new JsonArray();
    for (var file : List.of(one, two, folder.resolve("Album"))) {
      files.add(file.toAbsolutePath().toString());
    }
    dragged.add("items", new JsonArray());
    dragged.add("files", files);
    dragged.addProperty("dragOperationsMask", 1);
    drag(page, "dragEnter", dragged);
    drag(page, "dragOver", dragged);
    assertThat(page.locator(".drop")).hasClass("drop over");
    assertThat(page.locator(".drop-here")).hasText("Let go to start");
    look(page, "dragged-over");
    drag(page, "drop", dragged);

    assertThat(page.locator("main h1")).hasText("Dropped one");
    look(page, "dropped-first");
    toAllSongs(page);
    assertThat(page.locator(".drop")).hasClass("drop");
    for (var name : List.of("Dropped one", "Dropped two", "From the folder", "From below")) {
      assertThat(page.locator("[data-job]").filter(has(name))).hasCount(1, within());
    }
    assertThat(page.locator("[role=alert]"))
        .hasText("1 file was left out: no sound in a file of that kind.");
    look(page, "dropped");
    for (var name : List.of("From below", "From the folder", "Dropped two", "Dropped one")) {
      var row = row(page, name);
      row.locator("[aria-label^=Cancel], [aria-label^=Remove]").click();
    }
    page.context().close();
  }

  private static Locator.FilterOptions has(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static LocatorAssertions.HasCountOptions within() {
    return new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MILLIS);
  }

  /// What the system tells Chromium when files are dragged over it.
  private static void drag(Page page, String type, JsonObject dragged) {
    var box = page.locator(".drop-target").boundingBox();
    var event = new JsonObject();
    event.addProperty("type", type);
    event.addProperty("x", box.x + box.width / 2);
    event.addProperty("y", box.y + box.height / 2);
    event.add("data", dragged);
    page.context().newCDPSession(page).send("Input.dispatchDragEvent", event);
  }

  @Test
  void aCopiedFileIsPasted() throws Exception {
    var page = open(ColorScheme.DARK, 1280, 860);
    page.evaluate(
        """
        () => {
          const copied = new DataTransfer();
          copied.items.add(new File([new Uint8Array(2000).fill(7)], "Pasted.wav", { type: "audio/wav" }));
          document.body.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: copied, bubbles: true, cancelable: true }));
        }
        """);
    toAllSongs(page);
    var row = row(page, "Pasted");
    assertThat(row).hasClass("song is-failed", patient()); // sevens are no song
    row.locator("[aria-label^=Remove]").click();
    assertThat(row).hasCount(0);
    page.context().close();
  }

  @Test
  void theKeyboardAloneIsEnough() throws Exception {
    var page = open(ColorScheme.DARK, 1280, 860);
    page.locator("[data-testid=files]")
        .setInputFiles(SongFile.write(folder, "By keys.wav", 4)); // 18 s
    toAllSongs(page);
    done(row(page, "By keys")).focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).hasText("By keys");
    assertThat(page.locator("h1")).isFocused();
    var clock = page.locator(".clock span");
    assertThat(clock).hasText("0:00.0");
    var play = page.locator("button.play");

    page.keyboard().press(" ");
    assertThat(play).hasAttribute("aria-label", "Pause");
    page.waitForFunction(
        "() => parseFloat(document.querySelector('.clock span').textContent.slice(2)) > 0.3");
    page.keyboard().press(" ");
    assertThat(play).hasAttribute("aria-label", "Play");

    page.keyboard().press("Home");
    assertThat(clock).hasText("0:00.0");
    page.keyboard().press("ArrowRight");
    assertThat(clock).hasText("0:05.0");
    page.keyboard().press("Shift+ArrowRight");
    assertThat(clock).hasText("0:06.0");
    page.keyboard().press("ArrowLeft");
    assertThat(clock).hasText("0:01.0");
    page.keyboard().press("End");
    assertThat(clock).hasText("0:18.0");

    page.keyboard().press("2");
    assertThat(page.locator("[aria-label='Solo Music']")).hasAttribute("aria-pressed", "true");
    page.keyboard().press("Shift+Digit1");
    assertThat(page.locator("[aria-label='Mute Voice']")).hasAttribute("aria-pressed", "true");
    page.keyboard().press("0");
    assertThat(page.locator("[aria-label='Solo Music']")).hasAttribute("aria-pressed", "false");
    assertThat(page.locator("[aria-label='Mute Voice']")).hasAttribute("aria-pressed", "false");

    page.keyboard().press("Home");
    page.keyboard().press("ArrowRight");
    page.keyboard().press("[");
    page.keyboard().press("ArrowRight");
    page.keyboard().press("]");
    assertThat(page.locator(".loop-text")).hasText("0:05.0 – 0:10.0");

    // Faders are steps for the arrows, which then do not move the song.
    var fader = page.locator("[aria-label='Volume of Voice']");
    fader.focus();
    var level = fader.inputValue();
    page.keyboard().press("ArrowLeft");
    assertFalse(level.equals(fader.inputValue()), "the fader moved");
    assertThat(clock).hasText("0:05.0"); // where the loop begins, and not a second away
    look(page, "by-keys");

    page.locator("body").press("?");
    assertThat(page.locator("dialog")).isVisible();
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog")).hasCount(0);
    page.context().close();
  }

  @Test
  void aSongIsCancelledStaysInTheListAndIsBegunAgain() throws Exception {
    var page = open(ColorScheme.LIGHT, 1280, 860);
    page.locator("[data-testid=files]")
        .setInputFiles(SongFile.write(folder, "Changed my mind.wav", LONG_TIMES));
    toAllSongs(page);
    var row = page.locator("[data-job]").filter(has("Changed my mind")).first();
    assertThat(row).hasClass(Pattern.compile("is-(queued|running)"), patient());
    row.locator("[aria-label='Cancel Changed my mind']").click();
    assertThat(row).hasClass("song is-cancelled");
    assertThat(row).containsText("Cancelled");
    look(page, "cancelled-light");
    page.reload();
    assertThat(row).hasClass("song is-cancelled");
    row.locator("[aria-label='Try again: Changed my mind']").click();
    assertThat(
            page.locator(".song.is-queued, .song.is-running, .song.is-done")
                .filter(has("Changed my mind")))
        .hasCount(1, within());
    assertThat(page.locator("[data-job]").filter(has("Changed my mind"))).hasCount(1);
    page.context().close();
  }

  @Test
  void aBrokenFileSaysWhatIsWrongWithIt() throws Exception {
    var page = open(ColorScheme.DARK, 1280, 860);
    var whole = Files.readAllBytes(SongFile.EXCERPT);
    var noise = new byte[whole.length];
    new Random(1).nextBytes(noise);
    System.arraycopy("fLaC".getBytes(StandardCharsets.US_ASCII), 0, noise, 0, 4);
    Path broken = Files.write(folder.resolve("Broken.flac"), noise);
    page.locator("[data-testid=files]").setInputFiles(broken);
    toAllSongs(page);
    var row = row(page, "Broken");
    assertThat(row).hasClass("song is-failed", patient());
    var said = row.locator(".song-state").textContent();
    assertTrue(said.startsWith("This file "), said);
    assertTrue(said.length() > 40 && said.endsWith("."), said);
    assertFalse(said.contains(folder.toString()) || said.contains("Exception"), said);
    look(page, "broken-dark");
    page.context().close();
  }

  @Test
  void coloursAreTheSystemsUntilSomebodyChooses() throws Exception {
    var page = open(ColorScheme.LIGHT, 1280, 860);
    var light = background(page);
    var theme = page.locator("header [aria-label^=Colours]");
    assertThat(theme).hasAttribute("aria-label", "Colours: as the system");
    theme.click();
    assertThat(theme).hasAttribute("aria-label", "Colours: dark");
    var dark = background(page);
    assertFalse(light.equals(dark), light);
    page.reload();
    assertEquals(dark, background(page), "remembered");
    theme.click();
    assertEquals(light, background(page));
    page.context().close();
  }

  private static String background(Page page) {
    return String.valueOf(page.evaluate("getComputedStyle(document.body).backgroundColor"));
  }

  @Test
  void aTelephoneShowsAllOfItInLightColoursToo() throws Exception {
    var page = open(ColorScheme.LIGHT, 390, 844);
    assertThat(page.locator("h1")).hasText("Take a song apart");
    for (var choice : List.of("Voice + Music", "4 stems", "Voice", "Music")) {
      assertThat(page.locator(".choice label").filter(has(choice)).first()).isInViewport();
    }
    assertThat(page.locator(".drop-target")).isInViewport();
    assertTrue(
        (Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"),
        "wider than the telephone");
    page.locator("details.options > summary").click();
    look(page, "options-phone-light");
    page.context().close();
  }
}
