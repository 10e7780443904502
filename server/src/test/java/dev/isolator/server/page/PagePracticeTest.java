package dev.isolator.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.isolator.audio.Decoder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What those use who play along: tempo, pitch, beats, key, metronome, and the balance as a file.
class PagePracticeTest extends BrowserFixture {
  private static final int SECONDS = 14;

  @Test
  void aSongIsPractisedSlowerAndInAnotherKey() throws Exception {
    var song = SongFile.writeDrums(folder, "Drums.wav", 100, SECONDS);
    var page = open(ColorScheme.LIGHT, 1366, 900);
    page.locator("[data-testid=files]").setInputFiles(song);
    isReady(page);
    page.locator(".practice summary").click();
    button(page, "Find tempo and key").click();
    assertThat(page.locator(".practice .fact").first()).hasText("100.0 BPM");
    assertThat(page.locator(".practice .fact").nth(1)).hasText("C minor");
    assertTrue(page.locator(".beat-line").count() > 20, "beats are drawn");
    slide(page, "Tempo", 80);
    slide(page, "Pitch", 2);
    assertThat(page.locator(".practice .fact"))
        .hasText(new String[] {"80.0 BPM", "D minor", "80 %"});
    page.locator("label").filter(has("Metronome")).click();
    page.locator("label").filter(has("Count-in")).click();
    look(page, "practice-light");
    page.locator("button.play").click();
    isPast(page, 1);
    assertEquals(
        "Drums, playing", // for media keys
        page.evaluate(
            "navigator.mediaSession.metadata.title + ', ' + navigator.mediaSession.playbackState"));
    page.keyboard().press("."); // faster, while it plays
    assertThat(page.locator(".practice .fact").first()).hasText("85.0 BPM");
    isPast(page, 2.5);
    page.keyboard().press(",");
    page.locator("button.play").click();

    var frames = Math.ceil(SECONDS * 44_100 / (0.8 / Math.pow(2, 2 / 12.0)));
    var expected = frames / Math.pow(2, 2 / 12.0);
    var wav = SongFile.samples(save(page, page.locator(".mixdown button").first()));
    assertEquals(expected, wav.frames(), 2);
    var mp3 = save(page, page.locator(".mixdown button").last());
    assertEquals(expected, decoded(mp3), 3 * 1152); // its encoder's delay, and whole frames
    isLoud(wav);

    page.reload();
    isReady(page);
    assertThat(page.locator(".practice .fact"))
        .hasText(new String[] {"80.0 BPM", "D minor", "80 %"});
    page.setViewportSize(390, 844);
    page.locator(".practice summary").click();
    look(page, "practice-phone");
    button(page, "÷ 2").click();
    assertThat(page.locator(".practice .fact").first()).hasText("40.0 BPM");
    button(page, "× 2").click();
    assertThat(page.locator(".practice .fact").first()).hasText("80.0 BPM");
    page.context().close();
  }

  private static void slide(Page page, String name, int to) {
    page.locator(".practice input[aria-label='" + name + "']").fill(String.valueOf(to));
  }

  private static void isPast(Page page, double seconds) {
    page.waitForFunction(
        "s => parseFloat(document.querySelector('.clock span').textContent.slice(2)) > s", seconds);
  }

  private static void isLoud(SongFile.Samples samples) {
    var loudest = 0;
    for (var i = 0; i < 2 * samples.frames(); i++) {
      loudest = Math.max(loudest, Math.abs(samples.at(i)));
    }
    assertTrue(loudest > 1 << 20, "silence was rendered");
  }

  /// Frames of a file, all of which are read.
  private static int decoded(Path file) throws Exception {
    try (var song = Decoder.open(file)) {
      assertEquals(44_100, song.info().sampleRate());
      var block = new float[2][4096];
      var frames = 0;
      for (var read = song.read(block, 4096); read > 0; read = song.read(block, 4096)) {
        frames += read;
      }
      return frames;
    }
  }

  private static Locator.FilterOptions has(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static void isReady(Page page) {
    assertThat(page.locator(".lane"))
        .hasCount(2, new LocatorAssertions.HasCountOptions().setTimeout(2 * PATIENCE_MILLIS));
  }
}
