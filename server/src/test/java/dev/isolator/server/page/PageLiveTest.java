package dev.isolator.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Live sound in the page, from a device that plays a file: what goes in comes out, as the sum of
/// the stems, exactly as late as the page says.
class PageLiveTest extends BrowserFixture {
  /// Keeps what is connected to the separator, and the separator itself.
  private static final String PROBE =
      """
      const connect = AudioNode.prototype.connect;
      AudioNode.prototype.connect = function (to, ...rest) {
        if (to instanceof AudioWorkletNode) {
          window.probe = { source: this, separator: to };
        }
        return connect.call(this, to, ...rest);
      };
      """;

  /// Takes 1.5 s of both sides on one clock, and says whether the output is the input that went in
  /// the stated delay before: nothing, or how far it is off.
  private static final String COMPARE =
      """
      async () => {
        const { source, separator } = window.probe;
        const { context } = separator;
        const sides = new ChannelMergerNode(context, { numberOfInputs: 5 });
        for (const [i, node] of [source, separator].entries()) {
          const plain = new GainNode(context, { channelCount: 2, channelCountMode: "explicit" });
          const split = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
          node.connect(plain).connect(split);
          split.connect(sides, 0, 2 * i);
          split.connect(sides, 1, 2 * i + 1);
        }
        // The tap's callback runs on the page's thread, which loses blocks on a busy machine. A source that
        // plays 0, 1, 2 … counts the samples: what was taken before a gap is of no use.
        const turn = 1 << 20;
        const count = new AudioBuffer({ length: turn, sampleRate: context.sampleRate });
        count.copyToChannel(Float32Array.from({ length: turn }, (_, i) => i), 0);
        const clock = new AudioBufferSourceNode(context, { buffer: count, loop: true });
        clock.connect(sides, 0, 4);
        clock.start();
        const tap = context.createScriptProcessor(4096, 5, 1);
        const taken = [[], [], [], []];
        const delay = () => Number(document.querySelector(".live-facts").dataset.delayFrames);
        const before = delay();
        let next = -1;
        let blocks = 0;
        await new Promise((enough) => {
          tap.onaudioprocess = (e) => {
            const times = e.inputBuffer.getChannelData(4);
            if (!times.every((time, i) => time === (next + i) % turn)) {
              taken.forEach((side) => side.splice(0));
              next = times[0];
            }
            if (times.every((time, i) => time === (next + i) % turn)) {
              taken.forEach((side, c) => side.push(...e.inputBuffer.getChannelData(c)));
              next = (next + times.length) % turn;
            }
            if (taken[0].length > 1.5 * context.sampleRate || ++blocks > 200) {
              enough();
            }
          };
          sides.connect(tap).connect(context.destination);
        });
        tap.onaudioprocess = null;
        clock.stop();
        clock.disconnect();
        tap.disconnect();
        sides.disconnect();
        if (blocks > 200) {
          return "sound was lost all the time";
        }
        let worst = before === delay() ? 0 : 9;
        let loudest = 0;
        for (let i = before; i < taken[0].length; i++) {
          for (const c of [0, 1]) {
            worst = Math.max(worst, Math.abs(taken[c + 2][i] - taken[c][i - before]));
            loudest = Math.max(loudest, Math.abs(taken[c + 2][i]));
          }
        }
        return worst < 1e-5 && loudest > 0.01 ? "" : `off by ${worst}, of ${loudest}`;
      }
      """;

  @Test
  void whatGoesIntoTheMicrophoneComesOutAsLateAsThePageSays() throws Exception {
    var sound = SongFile.write16(folder, "Microphone.wav", 4);
    try (var chromium =
        InstalledBrowser.chromium(
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            "--use-file-for-fake-audio-capture=" + sound)) {
      var page = newPage(chromium.browser(), ColorScheme.DARK, 1280, 860);
      page.addInitScript(PROBE);
      page.navigate(address());
      page.locator("header a").filter(new Locator.FilterOptions().setHasText("Live")).click();
      assertThat(page.locator("h1")).hasText("Live");
      page.onRequest(request -> assertEquals("GET", request.method(), request.url()));
      look(page, "live-idle");
      page.locator("label").filter(new Locator.FilterOptions().setHasText("Microphone")).click();
      button(page, "Start").click();
      isRunning(page);
      assertEquals(true, page.evaluate("crossOriginIsolated")); // through shared memory
      isTheInputDelayed(page);
      look(page, "live-running");

      page.locator("[aria-label='Mute Voice']").click();
      page.waitForTimeout(200); // the ramp
      page.locator("[aria-label='Mute Voice']").click();

      button(page, "Record").click();
      page.waitForTimeout(2500);
      button(page, "Stop recording").click();
      page.locator("a").filter(new Locator.FilterOptions().setHasText("Listen to it")).click();
      assertThat(page.locator(".lane"))
          .hasCount(2, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MILLIS));
      isARecording(page);
      isKeptWhenThePageIsClosed(page);
      page.context().close();
    }
  }

  /// Another page makes a song of what was recorded until then.
  private void isKeptWhenThePageIsClosed(Page page) {
    page.navigate(address() + "#/live");
    button(page, "Start").click();
    isRunning(page);
    button(page, "Record").click();
    page.waitForTimeout(2500);
    var next = page.context().newPage();
    next.onPageError(complaints::add);
    next.navigate(address());
    assertThat(next.locator(".song").first()).containsText("Being recorded");
    page.close();
    next.reload();
    assertThat(next.locator(".song.is-done")).hasCount(2);
  }

  /// Both stems and the mix, from the same frame to the same one; the stems sum to the mix.
  private static void isARecording(Page page) throws Exception {
    float[] voice = floats(page, "Voice");
    float[] music = floats(page, "Music");
    float[] mix = floats(page, "Original");
    assertTrue(mix.length > 2 * 16_000, mix.length + " samples");
    assertEquals(mix.length, voice.length);
    assertEquals(mix.length, music.length);
    var loudest = 0f;
    for (var i = 0; i < mix.length; i++) {
      assertEquals(mix[i], voice[i] + music[i], 2e-7f, "sum of the stems, sample " + i);
      loudest = Math.max(loudest, Math.abs(mix[i]));
    }
    assertTrue(loudest > 0.01, "silence was recorded");
  }

  private static float[] floats(Page page, String what) throws Exception {
    var chip = page.locator(".downloads [aria-label^='Download " + what + "']").first();
    return SongFile.floats(save(page, chip));
  }

  @Test
  void aFileIsHeardAsALoopWithoutAServer() throws Exception {
    var sound = SongFile.write16(folder, "Loop.wav", 1);
    try (var chromium = InstalledBrowser.chromium();
        var site = StaticSite.start()) {
      var page = newPage(chromium.browser(), ColorScheme.LIGHT, 390, 844);
      page.addInitScript(PROBE);
      page.navigate(site.address() + "#/live");
      page.locator("label").filter(new Locator.FilterOptions().setHasText("A file")).click();
      look(page, "live-phone-light");
      page.locator("[data-testid=live-file]").setInputFiles(sound);
      isRunning(page);
      assertEquals(false, page.evaluate("crossOriginIsolated")); // through ports
      isTheInputDelayed(page);
      page.waitForTimeout(5000); // 4.5 s long: it begins again
      isTheInputDelayed(page);
      look(page, "live-phone-running");
      button(page, "As it comes in").click();
      isTheInputDelayed(page);
      button(page, "Stop").click();
      assertThat(button(page, "Start")).isVisible();

      var words = Files.writeString(folder.resolve("Words.mp3"), "la la la\n".repeat(500));
      page.locator("[data-testid=live-file]").setInputFiles(words);
      assertThat(page.locator("[role=alert]"))
          .hasText(
              "“Words.mp3” could not be played by this browser. Convert it to WAV, FLAC or MP3.");
      page.locator("a.back").click();
      assertThat(page.locator("#songs")).isVisible();
      page.context().close();
    }
  }

  private static void isRunning(Page page) {
    assertThat(page.locator(".live-facts[data-delay-frames]"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(2 * PATIENCE_MILLIS));
    page.waitForTimeout(1500); // until a machine that is busy has found its delay
  }

  /// A busy machine may change the delay meanwhile, or be late with the sound: then it is looked at
  /// again.
  private static void isTheInputDelayed(Page page) {
    var found = "";
    var deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    do {
      found = String.valueOf(page.evaluate(COMPARE));
    } while (!found.isEmpty() && System.nanoTime() < deadline);
    assertEquals("", found);
  }
}
