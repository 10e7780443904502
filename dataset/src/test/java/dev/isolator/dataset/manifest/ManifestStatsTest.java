package dev.isolator.dataset.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestStatsTest {
  private static Entry entry(String id, Kind kind, String stem, double seconds, ClipSpan... clips) {
    return new Entry(
        id,
        kind,
        Split.TRAIN,
        Map.of(stem, new StemFile(id + ".wav", "", 0, seconds)),
        List.of(clips),
        new AudioProperties(44_100, 1, seconds),
        new Provenance("artist <" + id + ">", "CC0-1.0", "", ""),
        new JsonObject(),
        new JsonObject());
  }

  private static final ManifestStats STATS =
      new ManifestStats(
          new Manifest(
              Path.of(""),
              List.of(
                  entry("a", Kind.INSTRUMENTAL, "music", 120),
                  entry("b", Kind.VOICE, "vocals", 600, new ClipSpan(0, 30), new ClipSpan(40, 70)),
                  entry("c", Kind.INSTRUMENTAL, "music", 60))));

  @Test
  void minutesAreSummedByKindStemAndLicenceAndOfVoicesTheClipsCount() {
    assertEquals(
        """
        3 entries, 3 artists, 4.0 minutes

        kind, split                              minutes
        instrumental, train                          3.0
        voice, train                                 1.0

        stem                                     minutes
        music                                        3.0
        vocals                                       1.0

        licence                                  minutes
        CC0-1.0                                      4.0
        """,
        STATS.text().replace(System.lineSeparator(), "\n"));
  }

  @Test
  void thePageEscapesNamesAndScalesBars() {
    String page = STATS.page();
    assertTrue(page.contains("artist &lt;a></td><td class=\"n\">2.0 min"), page);
    assertTrue(page.contains("width:401px"), "the longest bar");
    assertTrue(page.endsWith("</html>\n"));
  }
}
