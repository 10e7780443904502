package dev.isolator.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.isolator.server.IsolatorServer;
import dev.isolator.server.ServerKeys;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Names, finding and order in the list; and songs that are shared by a link.
class PageShareTest extends BrowserFixture {
  @Test
  void songsAreRenamedFoundAndSorted() throws Exception {
    var page = open(ColorScheme.DARK, 1280, 860);
    var names = new String[] {"Beta 10", "Beta 9", "Ärger", "Delta", "Echo", "Foxtrot"};
    for (var i = 0; i < names.length; i++) {
      page.locator("[data-testid=files]")
          .setInputFiles(SongFile.write(folder, "song " + i + ".wav", 1));
      assertThat(page.locator(".lane")).hasCount(2, patientCount());
      page.locator("[aria-label^=Rename]").click();
      page.locator("[aria-label='New name']").fill(names[i]);
      if (i == 0) {
        look(page, "rename-dark");
      }
      page.keyboard().press("Enter");
      assertThat(page.locator("h1")).hasText(names[i]);
      toAllSongs(page);
    }
    page.reload();
    var shown = page.locator(".song-name");
    assertThat(shown)
        .hasText(new String[] {"Foxtrot", "Echo", "Delta", "Ärger", "Beta 9", "Beta 10"});
    page.locator("[aria-label=Order]").selectOption("By name");
    assertThat(shown)
        .hasText(new String[] {"Ärger", "Beta 9", "Beta 10", "Delta", "Echo", "Foxtrot"});
    page.locator("[aria-label='Find a song']").fill("arg");
    assertThat(shown).hasText(new String[] {"Ärger"});
    look(page, "find-dark");
    page.locator("[aria-label='Find a song']").fill("nothing");
    assertThat(page.locator(".songs .empty")).hasText("No song has these words in its name.");
    page.context().close();
  }

  @Test
  void aSongIsHeardByALinkUntilItIsEnded() throws Exception {
    var data = Files.createDirectories(folder.resolve("shared"));
    var settings = settings(data, Map.of("host", "0.0.0.0"));
    var key = ServerKeys.make(settings);
    try (var server = IsolatorServer.start(settings)) {
      var address = "http://localhost:" + server.address().getPort() + "/";
      var page = newPage(browser(), ColorScheme.LIGHT, 1280, 860);
      page.navigate(address);
      page.locator("dialog input").fill(key);
      page.locator("dialog button.primary").click();
      page.locator("[data-testid=files]").setInputFiles(SongFile.write(folder, "Ours.wav", 1));
      assertThat(page.locator(".lane")).hasCount(2, patientCount());
      button(page, "Make a link").click();
      var link = page.locator("[aria-label='Link to this song']").inputValue();
      look(page, "share-light");

      var guest = newPage(browser(), ColorScheme.DARK, 390, 844);
      guest.navigate(link);
      assertThat(guest.locator(".lane")).hasCount(2, patientCount());
      assertThat(guest.locator("h1")).hasText("Ours");
      assertThat(guest.locator(".feedback, .again, dialog")).hasCount(0);
      look(guest, "shared-phone");
      var voice = save(guest, guest.locator(".downloads [aria-label^='Download Voice']").first());
      assertTrue(SongFile.samples(voice).frames() > 100_000);

      button(page, "End the link").click();
      assertThat(button(page, "Make a link")).isVisible();
      guest.reload();
      assertThat(guest.locator("[role=alert]"))
          .hasText("This link was ended by who made it, or its song was removed.");
      complaints.removeIf(
          text -> text.contains("401")); // Chromium says by itself that it was refused
      close(page.context(), guest.context());
    }
  }

  private static void close(BrowserContext... contexts) {
    for (var context : contexts) {
      context.close();
    }
  }

  private static LocatorAssertions.HasCountOptions patientCount() {
    return new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MILLIS);
  }
}
