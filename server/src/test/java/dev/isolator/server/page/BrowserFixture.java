package dev.isolator.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.isolator.server.IsolatorServer;
import dev.isolator.server.config.ConfigException;
import dev.isolator.server.config.ServerSettings;
import dev.isolator.server.config.SettingSources;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// What tests of the page share: a server, a Chromium, and what a person does with them. Each view
/// is checked by axe and its picture is kept in `target/pages`.
abstract class BrowserFixture {
  private static final Path PICTURES = Path.of("target/pages");
  static final double PATIENCE_MILLIS = 90_000; // a busy machine with two cores

  @TempDir static Path folder = Path.of("");
  private static @Nullable IsolatorServer server;
  private static @Nullable InstalledBrowser chromium;

  final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    chromium = InstalledBrowser.chromium();
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS / 3);
    Files.createDirectories(PICTURES);
    var data = folder.resolve("data");
    Files.createDirectories(data);
    server = IsolatorServer.start(settings(data, Map.of()));
  }

  /// Settings of a server on a free port of this machine. The model that separates says where
  /// somebody sings, as for other servers in tests.
  static ServerSettings settings(Path data, Map<String, String> more) throws ConfigException {
    var flags =
        new LinkedHashMap<>(
            Map.of(
                "port", "0", "data", data.toString(), "workers", "1", "worker.voice-model", "own"));
    flags.putAll(more);
    return ServerSettings.of(SettingSources.of(flags, Map.of(), null));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @AfterEach
  void nothingWasForbiddenOrBroken() {
    assertEquals(List.of(), complaints, "on the browser's console");
  }

  Page open(ColorScheme colours, int width, int height) {
    return open(address(), colours, width, height);
  }

  Page open(String address, ColorScheme colours, int width, int height) {
    var page = newPage(browser(), colours, width, height);
    page.navigate(address);
    assertThat(page.locator("#songs")).isVisible();
    return page;
  }

  /// A page that shows nothing yet; whatever its console complains of fails the test.
  Page newPage(Browser browser, ColorScheme colours, int width, int height) {
    var context =
        browser.newContext(
            new Browser.NewContextOptions().setColorScheme(colours).setViewportSize(width, height));
    var page = context.newPage();
    page.onConsoleMessage(
        message -> {
          // No feedback yet is a 404, which Chromium reports by itself.
          if (message.type().equals("error") && !message.location().contains("/feedback")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    return page;
  }

  static Browser browser() {
    return Objects.requireNonNull(chromium).browser();
  }

  static String address() {
    return Objects.requireNonNull(server).address() + "/";
  }

  static Locator row(Page page, String name) {
    return page.locator(".song").filter(new Locator.FilterOptions().setHasText(name)).first();
  }

  static Locator button(Page page, String text) {
    return page.locator("button").filter(new Locator.FilterOptions().setHasText(text)).first();
  }

  static LocatorAssertions.HasClassOptions patient() {
    return new LocatorAssertions.HasClassOptions().setTimeout(PATIENCE_MILLIS);
  }

  /// From the song that was just dropped, which the page shows at once, to the list of all.
  static void toAllSongs(Page page) {
    page.locator("a.back").click();
    assertThat(page.locator("#songs")).isVisible();
  }

  /// Waits until the song is done; its link.
  static Locator done(Locator row) {
    assertThat(row).hasClass("song is-done", patient());
    return row.locator("a.song-name");
  }

  static void drag(Page page, int lane, double from, double to) {
    var place = page.locator(".lane").nth(lane);
    place.scrollIntoViewIfNeeded();
    var box = place.boundingBox();
    page.mouse().move(box.x + from * box.width, box.y + box.height / 2);
    page.mouse().down();
    page.mouse().move(box.x + (from + to) / 2 * box.width, box.y + box.height / 2);
    page.mouse().move(box.x + to * box.width, box.y + box.height / 2);
    page.mouse().up();
  }

  static Path save(Page page, Locator button) {
    Download download = page.waitForDownload(button::click);
    var file = folder.resolve("downloaded-" + System.nanoTime());
    download.saveAs(file);
    return file;
  }

  static String jobOf(Page page) {
    return page.url().substring(page.url().lastIndexOf('/') + 1);
  }

  static String get(String path) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(address() + "api/v1/" + path)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  /// Checks what is seen by axe, all rules, and keeps its picture.
  static void look(Page page, String name) throws IOException {
    page.screenshot(
        new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + ".png")));
    isAccessible(page, name);
  }

  /// Checks what is seen by axe, all rules.
  static void isAccessible(Page page, String name) throws IOException {
    try (var axe = BrowserFixture.class.getResourceAsStream("/axe.min.js")) {
      page.evaluate(new String(Objects.requireNonNull(axe).readAllBytes(), StandardCharsets.UTF_8));
    }
    var found =
        page.evaluate(
            """
            async () => (await axe.run()).violations.map(
              v => v.id + ': ' + v.nodes.map(n => n.target + ' ' + n.failureSummary).join('; '))
            """);
    assertEquals(List.of(), found, name + " by axe");
  }
}
