package dev.isolator.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.isolator.Separator;
import dev.isolator.SeparatorOptions;
import dev.isolator.model.Precision;
import dev.isolator.voice.VoiceSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/// Songs that are taken apart in the browser: beside the server's own, and without any server.
class PageHereTest extends BrowserFixture {
  /// −80 dBFS in steps of 24 bits: other orders of sums in the network, and dither.
  private static final int TOLERANCE = 839;

  private static final double MOST_BY_ROUNDING_DB = -45;

  /// Of the voice network, in seconds.
  private static final double TWO_FRAMES = 2 * 1024 / 44_100.0 + 1e-6;

  private static final Path MP3 = Path.of("../core/src/test/resources/dev/isolator/audio/lame.mp3");
  private static final double FIRST_LOAD_KILOBYTES = 430; // 200 packed, as hosts send them

  @Test
  void aSongIsTakenApartHereBesideThoseOfTheServer() throws Exception {
    var song = SongFile.write(folder, "Mine.wav", 3); // two chunks of the network's
    var page = open(ColorScheme.LIGHT, 1280, 860);
    page.locator("[data-testid=files]").setInputFiles(SongFile.write(folder, "Served.wav", 1));
    toAllSongs(page);
    page.locator("label").filter(withText("Here in the browser")).click();
    assertThat(page.locator(".lead")).containsText("Nothing leaves this device.");
    look(page, "here-first-light");
    page.onRequest(
        request ->
            assertTrue(request.method().equals("GET"), request.method() + " " + request.url()));
    page.locator("[data-testid=files]").setInputFiles(song);
    assertThat(page.locator("h1")).hasText("Mine");
    look(page, "here-working");
    isReady(page, 2);
    look(page, "here-player-light");
    assertThat(page.locator(".feedback")).hasCount(0);

    var mix = SongFile.samples(song);
    var voice = SongFile.samples(save(page, download(page, "Voice")));
    var music = SongFile.samples(save(page, download(page, "Music")));
    var original = SongFile.samples(save(page, download(page, "Original")));
    assertEquals(mix.frames(), voice.frames());
    assertEquals(mix.frames(), music.frames());
    for (var i = 0; i < 2 * mix.frames(); i++) {
      assertEquals(mix.at(i), voice.at(i) + music.at(i), "sum of the stems, sample " + i);
      assertEquals(mix.at(i), original.at(i), "original, sample " + i);
    }
    singsAsInTheProgram(page, song);
    nearInEightBits(
        mix, separated(song, SeparatorOptions.defaults().withPrecision(Precision.INT8)), voice);
    try (var files = new ZipFile(save(page, download(page, "All stems")).toFile())) {
      assertEquals(2, files.size());
    }

    toAllSongs(page);
    assertThat(row(page, "Mine")).containsText("in this browser");
    done(row(page, "Served"));
    assertThat(row(page, "Served")).not().containsText("in this browser");
    page.reload();
    assertThat(page.locator(".song")).hasCount(2);
    row(page, "Mine").locator("[aria-label^=Remove]").click();
    assertThat(page.locator(".song")).hasCount(1);
    page.locator("[aria-label='Undo: Mine']").click();
    assertThat(page.locator(".song")).hasCount(2);
    page.context().close();
  }

  /// Gives what the page has written down of where somebody sings, in its only song.
  private static final String ACTIVITY =
      """
      async () => {
        const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("isolator");
        for await (const song of folder.values()) {
          return await (await (await song.getFileHandle("activity.json")).getFile()).text();
        }
      }
      """;

  /// The same network, the same thresholds: spans begin and end with the same frames, but where a
  /// probability is at a threshold to within rounding.
  private static void singsAsInTheProgram(Page page, Path song) throws Exception {
    var found = JsonParser.parseString((String) page.evaluate(ACTIVITY)).getAsJsonObject();
    assertEquals("model", found.get("source").getAsString());
    try (var separator = Separator.listening(SeparatorOptions.defaults())) {
      var expected = separator.separate(song).activity();
      assertEquals(VoiceSource.DETECTOR, expected.source());
      var spans = expected.timeline().spans();
      var told = found.getAsJsonArray("spans");
      assertFalse(spans.isEmpty(), "somebody sings");
      assertEquals(spans.size(), told.size(), found.toString());
      for (int i = 0; i < spans.size(); i++) {
        var span = told.get(i).getAsJsonObject();
        assertEquals(
            spans.get(i).startSeconds(), span.get("startSeconds").getAsDouble(), TWO_FRAMES);
        assertEquals(spans.get(i).endSeconds(), span.get("endSeconds").getAsDouble(), TWO_FRAMES);
      }
    }
  }

  /// What the program makes of it with the graph that the page takes.
  private static SongFile.Samples separated(Path song, SeparatorOptions options) throws Exception {
    var out = Files.createTempDirectory(folder, "separated");
    try (var separator = Separator.open(options)) {
      separator.separate(song).writeTo(out);
    }
    try (var files = Files.walk(out)) {
      var vocals = files.filter(file -> file.endsWith("vocals.wav")).findFirst().orElseThrow();
      return SongFile.samples(vocals);
    }
  }

  /// In 8 bits a sum in another order can be rounded to another step: what differs is far below the
  /// song, not below a fixed level.
  private static void nearInEightBits(
      SongFile.Samples song, SongFile.Samples expected, SongFile.Samples found) {
    assertEquals(expected.frames(), found.frames());
    double energy = 0;
    double error = 0;
    for (var i = 0; i < 2 * expected.frames(); i++) {
      energy += Math.pow(song.at(i), 2);
      error += Math.pow(expected.at(i) - found.at(i), 2);
    }
    double decibels = 10 * Math.log10(error / energy);
    assertTrue(decibels < MOST_BY_ROUNDING_DB, "the difference is at " + decibels + " dB");
  }

  private static void nearTo(SongFile.Samples expected, SongFile.Samples found) {
    assertEquals(expected.frames(), found.frames());
    for (var i = 0; i < 2 * expected.frames(); i++) {
      assertEquals(expected.at(i), found.at(i), TOLERANCE, "against the program, sample " + i);
    }
  }

  @Test
  void aPageWithoutAServerWorksWithoutANetwork() throws Exception {
    try (var site = StaticSite.start()) {
      var page = open(site.address(), ColorScheme.DARK, 390, 844);
      page.evaluate("navigator.serviceWorker.ready.then(() => true)");
      page.waitForTimeout(1000); // the service worker keeps the first files
      assertTrue(
          site.served() / 1000.0 < 2 * FIRST_LOAD_KILOBYTES, // the page, and the worker's copy
          site.served() + " bytes before a song is chosen");
      assertThat(page.locator("label").filter(withText("On this server"))).hasCount(0);
      look(page, "static-first-phone");
      page.locator("[data-testid=files]").setInputFiles(SongFile.EXCERPT);
      isReady(page, 2);
      look(page, "static-player-phone");

      site.cutOff();
      page.reload();
      isReady(page, 2);
      page.locator("a.back").click();
      page.locator("[data-testid=files]").setInputFiles(MP3);
      assertThat(page.locator("h1")).hasText("lame");
      isReady(page, 2);
      assertEquals(true, page.evaluate("crossOriginIsolated")); // threads may be used
      page.locator("button.play").click();
      page.waitForFunction(
          "() => parseFloat(document.querySelector('.clock span').textContent.slice(2)) > 0.2");
      var voice = SongFile.samples(save(page, download(page, "Voice")));
      assertEquals(22_067, voice.frames()); // what its encoder was given
      toAllSongs(page);
      assertThat(page.locator(".song")).hasCount(2);
      look(page, "static-list-phone");

      var text = Files.writeString(folder.resolve("Words.mp3"), "la la la\n".repeat(500));
      page.locator("[data-testid=files]").setInputFiles(text);
      assertThat(page.locator("[role=alert]"))
          .containsText("Expected a file with sound that this browser can read, found none.");
      page.context().close();
    }
  }

  /// Gives what the page has the browser save.
  private static final String SAVED =
      """
      async () => {
        const bytes = new Uint8Array(await (await window.saved).arrayBuffer());
        let text = "";
        for (let at = 0; at < bytes.length; at += 4096) {
          text += String.fromCharCode(...bytes.subarray(at, at + 4096));
        }
        return btoa(text);
      }
      """;

  /// All but playing, for which Firefox needs a sound device; files are taken from the page's
  /// hands, as Playwright does not hear of this Firefox saving them.
  @Test
  void theMainPathWorksInFirefoxToo() throws Exception {
    var song = SongFile.write(folder, "Fox.wav", 1);
    try (var site = StaticSite.start();
        var firefox = InstalledBrowser.firefox()) {
      var page = newPage(firefox.browser(), ColorScheme.LIGHT, 1280, 860);
      page.addInitScript(
          """
          const address = URL.createObjectURL;
          const later = () => { window.saved = new Promise((saved) => { window.save = saved; }); };
          later();
          window.later = later;
          URL.createObjectURL = (blob) => {
            window.save(blob);
            return address.call(URL, blob);
          };
          """);
      page.navigate(site.address());
      page.locator("label.of-stems").click(); // a network in floats
      page.locator("[data-testid=files]").setInputFiles(song);
      assertThat(page.locator("h1")).hasText("Fox");
      isReady(page, 4);
      isAccessible(page, "firefox-player"); // no picture: its styles are forbidden by the page
      var mix = SongFile.samples(song);
      var voice = SongFile.samples(handedOver(page, "Voice"));
      var drums = SongFile.samples(handedOver(page, "Drums"));
      var bass = SongFile.samples(handedOver(page, "Bass"));
      var other = SongFile.samples(handedOver(page, "Other"));
      assertEquals(mix.frames(), voice.frames());
      for (var i = 0; i < 2 * mix.frames(); i++) {
        var sum = voice.at(i) + drums.at(i) + bass.at(i) + other.at(i);
        assertEquals(mix.at(i), sum, "sum of the stems, sample " + i);
      }
      nearTo(separated(song, SeparatorOptions.defaults().withModel("studio-4")), voice);
      page.context().close();
    }
  }

  private static Path handedOver(Page page, String what) throws Exception {
    page.evaluate("window.later()");
    download(page, what).click();
    var bytes = Base64.getDecoder().decode((String) page.evaluate(SAVED));
    return Files.write(folder.resolve("handed-over-" + what + ".wav"), bytes);
  }

  private static Locator.FilterOptions withText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static Locator download(Page page, String what) {
    return page.locator(".downloads [aria-label^='Download " + what + "']").first();
  }

  private static void isReady(Page page, int lanes) {
    assertThat(page.locator(".lane"))
        .hasCount(lanes, new LocatorAssertions.HasCountOptions().setTimeout(2 * PATIENCE_MILLIS));
  }
}
