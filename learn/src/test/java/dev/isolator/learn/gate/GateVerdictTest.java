package dev.isolator.learn.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateVerdictTest {
  private static final GateReport.Compared COMPARED =
      new GateReport.Compared("r1", "a@1", "aa", "b@1", "bb", "set", 1, 7);
  private static final List<LawCheck> LAWS = List.of(new LawCheck("length", "kept", "kept", true));

  private static SongDifference sung(String name, double difference, double f1) {
    return new SongDifference(name, 10.0, 10 + difference, 0.9, f1, null, null);
  }

  private static SongDifference unsung(double before, double after) {
    return new SongDifference("unsung", null, null, null, null, before, after);
  }

  private static GateReport of(List<SongDifference> songs, List<LawCheck> laws) {
    return GateVerdict.of(COMPARED, songs, laws, GateLimits.defaults(), "now");
  }

  /// The names of the conditions that fail.
  private static List<String> failing(double falseVoice, double f1, double... differences) {
    var songs = new ArrayList<SongDifference>();
    for (int i = 0; i < differences.length; i++) {
      songs.add(sung("song" + i, differences[i], f1));
    }
    songs.add(unsung(-30, -30 + falseVoice));
    GateReport report = of(songs, LAWS);
    var failing =
        report.conditions().stream()
            .filter(c -> !c.holds())
            .map(GateReport.Condition::name)
            .toList();
    assertEquals(failing.isEmpty(), report.passed());
    return failing;
  }

  @Test
  void noChangePasses() {
    assertEquals(List.of(), failing(0, 0.9, 0, 0, 0, 0, 0));
  }

  @Test
  void eachConditionRefusesAlone() {
    assertEquals(
        List.of("median difference in SDR"), failing(0, 0.9, -0.01, -0.01, -0.01, -0.01, 1));
    assertEquals(
        List.of("lower end of its 95 % interval"), failing(0, 0.9, -0.3, -0.3, 0.1, 0.1, 0.1));
    assertEquals(List.of("worst song"), failing(0, 0.9, -0.51, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
    assertEquals(List.of("voice activity, F1"), failing(0, 0.894, 1, 1, 1, 1));
    assertEquals(List.of(), failing(0, 0.896, 1, 1, 1, 1));
    assertEquals(List.of("voice found in songs without one"), failing(0.51, 0.9, 1, 1, 1, 1));
    assertEquals(List.of(), failing(0.49, 0.9, 1, 1, 1, 1));
    assertEquals(List.of("songs of the set"), failing(0, 0.9, 1, 1, 1));
    assertEquals(
        List.of("median difference in SDR", "lower end of its 95 % interval", "worst song"),
        failing(0, 0.9, Double.NaN, Double.NaN, Double.NaN, Double.NaN));
  }

  @Test
  void aSetWithoutUnsungSongsAndLawsThatWereNotCheckedRefuse() {
    var songs = new ArrayList<SongDifference>();
    for (int i = 0; i < 4; i++) {
      songs.add(sung("song" + i, 1, 0.9));
    }
    assertFalse(of(songs, LAWS).passed());
    songs.add(unsung(-30, -30));
    assertTrue(of(songs, LAWS).passed());
    assertFalse(of(songs, List.of()).passed());
    assertFalse(of(songs, List.of(new LawCheck("length", "kept", "broken", false))).passed());
    assertFalse(of(List.of(), LAWS).passed());
  }

  @Test
  void aCandidateThatSaysNoVoiceAnyMoreIsRefused() {
    var songs = new ArrayList<SongDifference>();
    for (int i = 0; i < 4; i++) {
      songs.add(new SongDifference("song" + i, 10.0, 11.0, 0.9, null, null, null));
    }
    songs.add(unsung(-30, -30));
    GateReport report = of(songs, LAWS);
    assertFalse(report.passed());
    assertEquals("the candidate says none", report.conditions().get(4).found());
  }

  @Test
  void thePageShowsEverySongAndEscapesItsName() {
    var songs = new ArrayList<SongDifference>();
    for (int i = 0; i < 4; i++) {
      songs.add(sung("<b>" + i, i - 1, 0.9));
    }
    songs.add(unsung(-30, -30));
    String page = GatePage.of(of(songs, LAWS));
    assertTrue(page.contains("refused</span>"), page);
    assertTrue(page.contains("for the 1st time"), page);
    for (int i = 0; i < 4; i++) {
      assertTrue(page.contains("&lt;b&gt;" + i), page);
    }
    assertFalse(page.contains("<script"), page);
  }
}
