package dev.isolator.server.page;

import static org.junit.jupiter.api.Assertions.fail;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A browser of this machine, without a screen. Nothing is downloaded. Where there is none the test
/// is skipped, unless continuous integration runs it.
final class InstalledBrowser implements AutoCloseable {
  private static final List<String> CHROMIUM =
      List.of(
          "/usr/bin/chromium",
          "/usr/bin/chromium-browser",
          "/usr/bin/google-chrome",
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
          "C:/Program Files/Google/Chrome/Application/chrome.exe");

  private static final List<String> FIREFOX =
      List.of(
          "/usr/bin/firefox-esr",
          "/usr/bin/firefox",
          "/Applications/Firefox.app/Contents/MacOS/firefox",
          "C:/Program Files/Mozilla Firefox/firefox.exe");

  private static final List<String> CHROMIUM_ARGUMENTS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--mute-audio");

  private final Playwright playwright;
  private final Browser browser;

  private InstalledBrowser(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /// Starts Chromium.
  ///
  /// @param more arguments beside the usual ones
  static InstalledBrowser chromium(String... more) {
    return start(
        find("Chromium", "ISOLATOR_CHROMIUM", CHROMIUM),
        Playwright::chromium,
        new BrowserType.LaunchOptions()
            .setArgs(Stream.concat(CHROMIUM_ARGUMENTS.stream(), Stream.of(more)).toList()));
  }

  /// Starts Firefox as it is released, by WebDriver BiDi.
  static InstalledBrowser firefox() {
    return start(
        find("Firefox", "ISOLATOR_FIREFOX", FIREFOX),
        Playwright::firefox,
        new BrowserType.LaunchOptions().setChannel("moz-firefox"));
  }

  private static InstalledBrowser start(
      Path executable, Function<Playwright, BrowserType> type, BrowserType.LaunchOptions options) {
    var playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    try {
      var browser = type.apply(playwright).launch(options.setExecutablePath(executable));
      return new InstalledBrowser(playwright, browser);
    } catch (RuntimeException e) {
      playwright.close();
      throw e;
    }
  }

  private static Path find(String name, String variable, List<String> places) {
    Optional<Path> found =
        Stream.concat(Stream.ofNullable(System.getenv(variable)), places.stream())
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      var message = "no " + name + " in " + places + "; install it, or name it in " + variable;
      if ("true".equals(System.getenv("CI"))) {
        fail(message);
      }
      Assumptions.abort(message);
    }
    return found.orElseThrow();
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
