package dev.isolator.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.audio.Decoder;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
  private static final int RATE = 44_100;

  @TempDir Path folder;

  private static float[][] tone(double hz, double seconds) {
    var sound = new float[2][(int) (seconds * RATE)];
    for (int i = 0; i < sound[0].length; i++) {
      sound[0][i] = sound[1][i] = (float) (0.5 * Math.sin(2 * Math.PI * hz * i / RATE));
    }
    return sound;
  }

  private String page(List<RunReport.Example> examples) throws Exception {
    Files.writeString(
        folder.resolve("steps.tsv"),
        "step\tseconds\tloss\trate\n10\t1.0\t0.5\t0.001\n20\t2.0\t0.25\t0.0005\n30\t3.");
    Files.writeString(
        folder.resolve("validation.tsv"), "step\tseconds\tvocals_sdr_db\n20\t2.0\t7.1250\n");
    RunReport.write(folder, "a <model>", "name=x & y", examples);
    return Files.readString(folder.resolve("report.html"));
  }

  @Test
  void curvesAreThoseOfTheTables() throws Exception {
    String page = page(List.of());
    assertTrue(page.contains("<figcaption>loss: <b>0.250</b></figcaption>"), page);
    assertTrue(page.contains("<figcaption>rate: <b>0.00050</b></figcaption>"), page);
    assertTrue(page.contains("<figcaption>vocals sdr db: <b>7.125</b></figcaption>"), page);
    assertTrue(page.contains("points=\"60.0,8.0 552.0,122.0\""), "down from corner to corner");
    assertTrue(page.contains("a &lt;model>: a training run"), page);
    assertTrue(page.contains("name=x &amp; y"), page);
    assertFalse(page.contains("http"), "nothing from outside");
  }

  @Test
  void songsAreSeenAndHeard() throws Exception {
    var example = new RunReport.Example("one", tone(300, 8), tone(1000, 8), tone(5000, 3));
    String page = page(List.of(example));
    var sounds = Pattern.compile("data:audio/mpeg;base64,([^\"]+)").matcher(page);
    int heard = 0;
    while (sounds.find()) {
      Path file = folder.resolve("clip.mp3");
      Files.write(file, Base64.getDecoder().decode(sounds.group(1)));
      try (var song = Decoder.open(file)) {
        assertEquals(heard < 2 ? 6L * RATE : 3L * RATE, song.skip(1L << 40));
      }
      heard++;
    }
    assertEquals(3, heard);
    var pictures = Pattern.compile("data:image/png;base64,([^\"]+)").matcher(page);
    int[] rows = new int[3];
    for (int i = 0; i < 3; i++) {
      assertTrue(pictures.find());
      var bytes = new ByteArrayInputStream(Base64.getDecoder().decode(pictures.group(1)));
      var image = Objects.requireNonNull(ImageIO.read(bytes));
      int brightest = 0;
      for (int y = 0; y < image.getHeight(); y++) {
        int green = (image.getRGB(200, y) >> 8) & 255;
        if (green > ((image.getRGB(200, brightest) >> 8) & 255)) {
          brightest = y;
        }
      }
      rows[i] = brightest;
    }
    assertTrue(rows[0] > rows[1] && rows[1] > rows[2], "higher tones stand higher");
    try (var files = Files.list(folder)) {
      assertTrue(files.noneMatch(f -> f.toString().contains(".part")), "nothing is left over");
    }
  }

  @Test
  void aRunWithoutTablesHasAReportToo() throws Exception {
    RunReport.write(folder, "new", "", List.of());
    assertTrue(Files.readString(folder.resolve("report.html")).endsWith("</html>\n"));
  }
}
