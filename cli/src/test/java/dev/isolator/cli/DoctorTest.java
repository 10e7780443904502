package dev.isolator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class DoctorTest {

  @Test
  void everythingThatTheProgramNeedsIsFound() {
    var run = Run.isolator("doctor");

    for (var topic :
        new String[] {
          "isolator",
          "java",
          "java flags",
          "system",
          "processors",
          "memory",
          "accelerators",
          "your models",
          "temporary"
        }) {
      assertTrue(
          run.out().matches("(?s).*(^|\n)[ !]  " + topic + "  .*"), topic + "\n" + run.out());
    }
    assertTrue(run.out().matches("(?s).*\n   FFmpeg +8\\.\\S+, LGPL .*"), run.out());
    assertTrue(run.out().matches("(?s).*\n   ONNX Runtime +1\\.\\S+, from .+\n.*"), run.out());
    assertTrue(
        run.out().matches("(?s).*\n   model +studio-vocals@\\S+, built-in, sound\n.*"), run.out());
    assertEquals(0, run.code());
  }

  @Test
  void jsonHasTheSameFindings() {
    var report = JsonParser.parseString(Run.isolator("doctor", "--json").out()).getAsJsonObject();

    assertEquals("isolator-doctor", report.get("schema").getAsString());
    assertEquals(1, report.get("version").getAsInt());
    var states =
        StreamSupport.stream(report.getAsJsonArray("findings").spliterator(), false)
            .map(finding -> finding.getAsJsonObject().get("state").getAsString())
            .toList();
    assertTrue(states.size() >= 10);
    assertTrue(!states.contains("bad"), states.toString());
  }
}
