package dev.isolator.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.isolator.file.Sha256;
import dev.isolator.model.ModelAliases.Target;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.server.IsolatorServer;
import dev.isolator.server.ServerKeys;
import dev.isolator.server.learning.StoredLearning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The curators' page, from a song with consent to a model that is promoted and taken back. The
/// candidate is the live model: what trains is not among this module's parts, so what its runs
/// would have stored is written by the stores themselves.
class PageLearningTest extends BrowserFixture {
  /// Keeps when and where sounds were started, and how loud what is heard is.
  private static final String PROBE =
      """
      window.starts = [];
      window.gains = [];
      const start = AudioBufferSourceNode.prototype.start;
      AudioBufferSourceNode.prototype.start = function (...at) {
        window.starts.push(at.join(" "));
        return start.apply(this, at);
      };
      const connect = AudioNode.prototype.connect;
      AudioNode.prototype.connect = function (to, ...rest) {
        if (this instanceof GainNode && to instanceof AudioDestinationNode) {
          window.gains.push(this.gain);
        }
        return connect.call(this, to, ...rest);
      };
      """;

  private static Target target(String family) throws Exception {
    for (var entry : ModelCatalogue.open().list()) {
      if (entry.card().family().equals(family) && entry.card().stems().size() == 2) {
        return Target.of(entry.card());
      }
    }
    throw new AssertionError(family);
  }

  @Test
  void aCuratorJudgesPromotesAndRollsBack() throws Exception {
    var live = Target.of(ModelCatalogue.open().defaultModel().card());
    var candidate = target("live");
    var learn = Files.createDirectories(folder.resolve("learn"));
    var yaml = Files.writeString(learn.resolve("learn.yaml"), "minutes: 1\n");
    var curves = Files.createDirectories(learn.resolve("runs/r1/training"));
    Files.writeString(curves.resolve("steps.tsv"), "step\tseconds\tloss\n1\t6\t0.9\n2\t12\t0.5\n");
    Files.writeString(
        curves.resolve("validation.tsv"),
        "step\tseconds\tmusic_sdr_db\tvocals_sdr_db\n1\t6\t10\t4\n2\t12\t11\t6\n");
    Files.writeString(learn.resolve("runs/r1/run.json"), "{\"settings\":{\"minutes\":1}}");
    var data = Files.createDirectories(folder.resolve("learning"));
    var settings =
        settings(
            data,
            Map.of(
                "keys",
                "always",
                "learn.folder",
                learn.toString(),
                "learn.program",
                Path.of(System.getProperty("java.home"), "bin/java").toString()));
    var anybody = ServerKeys.make(settings);
    var curator = ServerKeys.makeCurator(settings, "Anna");
    var page = newPage(browser(), ColorScheme.DARK, 1280, 860);
    page.addInitScript(PROBE);
    try (var server = IsolatorServer.start(settings)) {
      page.navigate("http://localhost:" + server.address().getPort() + "/");
      useKey(page, anybody);
      assertThat(page.locator("#songs")).isVisible();
      assertThat(learningLink(page)).hasCount(0);
      page.locator("[aria-label='Access key']").click();
      useKey(page, curator);
      learningLink(page).click();
      assertThat(page.locator("#queue-title")).hasText("0 passages to judge");
      look(page, "learning-empty-dark");
      part(page, "Runs");
      withoutConsentNothingIsLearnt(page);
    }
    // A server without the file works on no runs: those that follow are this test's.
    Files.delete(yaml);
    try (var server = IsolatorServer.start(settings);
        var database = ServerKeys.database(settings)) {
      var stored = new StoredLearning(database.jdbi());
      page.navigate("http://localhost:" + server.address().getPort() + "/");
      useKey(page, curator);
      String song = aSongIsGivenWithConsent(page);
      stored.version(song, "e".repeat(64));
      stored.judged("", live, candidate, false, 0.3, 0.1, -0.61, 0.2);
      stored.judged("", live, candidate, true, 0.3, 0.1, 0.5, 0.2);
      stored.revoked("e".repeat(64));

      learningLink(page).click();
      passagesAreJudgedBlind(page, live, candidate);
      part(page, "Runs");
      assertThat(page.locator("#begin-why"))
          .hasText(
              "The learning folder has no learn.yaml; docs/learning.md says what goes into it.");
      aRunIsStopped(page, stored);
      aModelIsPromotedAndTakenBack(page, live, candidate);
      whatHappenedIsTold(page, live, candidate);
      page.context().close();
    }
  }

  private static void useKey(Page page, String key) {
    page.locator("dialog input").fill(key);
    page.locator("dialog button.primary").click();
  }

  private static Locator learningLink(Page page) {
    return page.locator("header a").filter(new Locator.FilterOptions().setHasText("Learning"));
  }

  private static void part(Page page, String name) {
    page.locator(".learning-parts a").filter(new Locator.FilterOptions().setHasText(name)).click();
  }

  private static void withoutConsentNothingIsLearnt(Page page) {
    page.locator(".run-form input").fill("10");
    page.locator(".run-form button").click();
    assertThat(page.locator(".learning-page"))
        .containsText("There is no song with consent yet, so there is nothing to learn from.");
    assertThat(button(page, "Promote")).isDisabled();
    assertThat(page.locator("#promote-why")).hasText("It did not come to the gate.");
  }

  /// @return the song's hash
  private String aSongIsGivenWithConsent(Page page) throws Exception {
    var song = SongFile.write(folder, "Given.wav", 1);
    page.locator("[data-testid=files]").setInputFiles(song);
    assertThat(page.locator(".lane"))
        .hasCount(2, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MILLIS));
    page.locator(".corrected summary").click();
    page.locator(".corrected input:not([type=file])").fill("own work");
    page.locator("[data-testid=corrected-file]").setInputFiles(song);
    assertThat(page.locator(".corrected [role=alert]"))
        .hasText(
            "Give feedback with consent first: without it nothing may be learnt from this song.");
    complaints.removeIf(
        text -> text.contains("409")); // Chromium says by itself that it was refused
    page.locator(".feedback .verdict.is-good").first().click();
    page.locator(".consent input").check();
    button(page, "Save").click();
    assertThat(page.locator(".feedback [role=status]")).hasText("Saved. Thank you.");
    page.locator("[data-testid=corrected-file]").setInputFiles(song);
    assertThat(page.locator(".corrected [role=status]")).hasText("Voice is kept.");
    assertThat(page.locator(".corrected .regions li")).containsText("own work");
    look(page, "corrected-dark");
    page.locator("[aria-label='Take Voice back']").click();
    assertThat(page.locator(".corrected .regions")).hasCount(0);
    return Sha256.of(Files.readAllBytes(song));
  }

  private static void passagesAreJudgedBlind(Page page, Target live, Target candidate)
      throws Exception {
    assertThat(page.locator("#queue-title")).hasText("2 passages to judge");
    var queue = page.locator("button.passage");
    assertThat(queue.first()).containsText("voice missed by 1 person");
    assertThat(page.locator(".passage-lane"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(2 * PATIENCE_MILLIS));
    assertThat(page.locator(".judge")).not().containsText(live.model());
    assertThat(page.locator(".judge")).not().containsText(candidate.model());
    look(page, "learning-judge-dark");

    // All five sounds run from one moment on; a change starts none, and one alone is heard.
    page.keyboard().press("Space");
    assertThat(page.locator(".judge [aria-label=Pause]")).isVisible();
    page.waitForFunction("window.starts.length > 0");
    assertEquals("5 1", page.evaluate("`${starts.length} ${new Set(starts).size}`"));
    for (var key : new String[] {"b", "2", "x", "3", "1", "b"}) {
      page.keyboard().press(key);
      page.waitForFunction(
          "gains.filter((g) => g.value > 0.99).length === 1 && gains.filter((g) => g.value < 0.01).length === 4");
    }
    assertEquals(5, page.evaluate("starts.length"));
    assertThat(page.locator("[aria-label='Which model'] [aria-pressed=true]")).hasText("B");
    assertThat(page.locator("[aria-label='What is heard'] [aria-pressed=true]")).hasText("Voice");
    page.keyboard().press("Space");
    assertThat(page.locator(".judge [aria-label=Play]")).isVisible();

    // A mark by keys, one by the pointer.
    for (var key : new String[] {"[", "ArrowRight", "]"}) {
      page.keyboard().press(key);
    }
    assertThat(page.locator(".judge .regions li")).containsText("Music leaked");
    button(page, "Nobody sings").click();
    drag(page, 0, 0.6, 0.9);
    assertThat(page.locator(".judge .regions li")).hasCount(2);

    page.keyboard().press("n");
    pick(page, "It sounds damaged");
    pick(page, "A");
    page.setViewportSize(390, 844);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    look(page, "learning-judge-phone");
    page.setViewportSize(1280, 860);
    page.keyboard().press("Enter");
    var revealed = page.locator(".revealed p");
    assertThat(revealed).containsText("Decided: no model learns from it.");
    assertThat(revealed).containsText("the candidate (" + candidate.model() + ")");
    assertThat(revealed).containsText("the model in use (" + live.model() + ")");
    boolean first = revealed.textContent().contains("A was the candidate");
    assertThat(revealed)
        .containsText("You preferred the " + (first ? "candidate." : "model in use."));
    look(page, "learning-revealed-light");
    button(page, "Take it back").click();
    assertThat(page.locator("#queue-title")).hasText("2 passages to judge");
    button(page, "Decide").click();
    assertThat(revealed).containsText("Decided: no model learns from it.");
    assertThat(page.locator("#queue-title")).hasText("1 passage to judge");

    page.keyboard().press("Enter"); // on the button that leads on
    assertThat(page.locator("#judge-title")).containsText("0:00.5 – 0:02.5");
    assertThat(page.locator(".passage-lane"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(2 * PATIENCE_MILLIS));
    page.keyboard().press("y");
    page.keyboard().press("Enter");
    assertThat(revealed).containsText("Decided: a model may learn from it.");
    page.keyboard().press("Enter");
    assertThat(page.locator("#queue-title")).hasText("0 passages to judge");
    assertThat(page.locator("#queue-title")).isFocused();
    assertThat(page.locator("#decisions-title")).hasText("2 decisions of all curators");
    assertThat(page.locator(".events li b"))
        .hasText(
            new String[] {
              "May be learnt from",
              "Not to be learnt from · It sounds damaged · The %s was better · 2 marks"
                  .formatted(first ? "candidate" : "model in use")
            });
  }

  private static void pick(Page page, String label) {
    page.locator(".pick")
        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + label + "$")))
        .click();
  }

  private static void aRunIsStopped(Page page, StoredLearning stored) throws Exception {
    var run = stored.training();
    page.reload();
    assertThat(page.locator("#run-title")).containsText("Training");
    assertThat(page.locator("progress")).isVisible();
    assertThat(page.locator(".run-form button")).isDisabled();
    assertThat(page.locator(".plot svg").first())
        .hasAttribute("aria-label", "Loss: from 0.900 to 0.500 in 2 steps");
    assertThat(page.locator(".plot svg").nth(1))
        .hasAttribute("aria-label", "Validation: vocals sdr, dB: from 4.00 to 6.00 in 2 steps");
    look(page, "learning-training-light");
    button(page, "Stop this run").click();
    assertThat(button(page, "Stop this run")).isDisabled();
    stored.stopped(run);
    assertThat(page.locator("#run-title")).containsText("Stopped");
  }

  private static void aModelIsPromotedAndTakenBack(Page page, Target live, Target candidate)
      throws Exception {
    var inUse = page.locator("[data-testid=live-model]");
    run(page, "Refused").click();
    assertThat(page.locator("[data-testid=gate-verdict]"))
        .hasText("Refused: %s breaks 1 rule.".formatted(candidate.model()));
    assertThat(page.locator(".faults li"))
        .hasText("Worst song: −0.61 dB, asked for not below −0.50 dB.");
    assertThat(page.locator(".song-bars").first().locator("tbody th").first()).hasText("Song 3");
    assertThat(button(page, "Promote")).isDisabled();
    assertThat(page.locator("#promote-why"))
        .hasText("The gate refused it; the rules below say why.");
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    look(page, "learning-refused-dark");

    run(page, "Passed").click();
    assertThat(page.locator("[data-testid=gate-verdict]")).containsText("Passed");
    button(page, "Promote").click();
    assertThat(page.locator("dialog"))
        .containsText("%s takes the place of %s".formatted(candidate.model(), live.model()));
    look(page, "learning-promote-dark");
    button(page, "Leave it as it is").click();
    assertThat(inUse).hasText(live.model());
    button(page, "Promote").click();
    page.locator("dialog button.primary").click();
    assertThat(inUse).hasText(candidate.model());
    assertThat(page.locator(".said")).hasText(candidate.model() + " is in use.");
    assertThat(page.locator("#promote-why")).hasText(candidate.model() + " is in use already.");
    page.setViewportSize(390, 844);
    look(page, "learning-runs-phone");
    page.setViewportSize(1280, 860);

    button(page, "Roll back").click();
    assertThat(page.locator("dialog"))
        .containsText("%s takes the place of %s".formatted(live.model(), candidate.model()));
    page.locator("dialog button.primary").click();
    assertThat(inUse).hasText(live.model());
    assertThat(button(page, "Roll back")).isDisabled();
  }

  private static Locator run(Page page, String state) {
    return page.locator("button.passage")
        .filter(new Locator.FilterOptions().setHasText(state))
        .first();
  }

  private static void whatHappenedIsTold(Page page, Target live, Target candidate)
      throws Exception {
    part(page, "Data");
    assertThat(page.locator(".data-versions")).containsText("own work, CC0-1.0");
    assertThat(page.locator(".data-versions"))
        .containsText("0.50 h approved estimates, 0.25 h nobody sings");
    assertThat(page.locator(".events"))
        .containsText("was in version 1; still in " + candidate.model());
    look(page, "learning-data-dark");
    part(page, "History");
    var events = page.locator(".events li b");
    assertThat(events.first())
        .hasText(
            "%s was taken back; %s is in use again.".formatted(candidate.model(), live.model()));
    assertThat(events.nth(1))
        .hasText("%s took the place of %s.".formatted(candidate.model(), live.model()));
    assertThat(page.locator(".events li span").first()).containsText("Anna (");
    assertTrue(events.count() >= 7, events.count() + " entries");
    page.setViewportSize(390, 844);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    look(page, "learning-history-phone");
  }
}
