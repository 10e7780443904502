package dev.isolator.evaluate.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.audio.AudioException;
import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.voice.VoiceSource;
import dev.isolator.voice.VoiceSpan;
import dev.isolator.voice.VoiceTimeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartFileTest {
  private static final int RATE = 8000;
  private static final VoiceTimeline SUNG = new VoiceTimeline(List.of(new VoiceSpan(0.1, 0.4)));

  @TempDir private Path folder = Path.of("");

  /// Half a second of a tone, half a second of silence.
  private static Pcm16 tone(double hertz) {
    var samples = new short[1][RATE];
    for (int i = 0; i < RATE / 2; i++) {
      samples[0][i] = (short) Math.round(16_384 * Math.sin(2 * Math.PI * hertz * i / RATE));
    }
    return new Pcm16(samples, RATE);
  }

  @Test
  void aToneStandsWhereItsPitchIs() {
    var raster = LogFrequencySpectrogram.of(tone(1000), 20, 100);

    int loudest = 0;
    for (int row = 0; row < 100; row++) {
      loudest = raster.power()[5][row] > raster.power()[5][loudest] ? row : loudest;
    }
    double hertz = 40 * Math.pow(4000 / 40.0, (loudest + 0.5) / 100);
    assertEquals(1000, hertz, 50);
    // Half of full scale; between two bins a Hann window shows up to 1.4 dB less.
    assertEquals(-6.7, 10 * Math.log10(raster.power()[5][loudest]), 0.8);
    assertEquals(0, raster.power()[18][loudest], 1e-9);
  }

  @Test
  void picturesAreAsLargeAsAskedFor() throws IOException {
    var file = folder.resolve("a.png");
    ChartFile.write(SpectrogramChart.of(tone(440), "tone"), file, 300, 200);

    var image = ImageIO.read(file.toFile());
    assertEquals(300, image.getWidth());
    assertEquals(200, image.getHeight());
  }

  @Test
  void everyKindOfPictureCanBeDrawnAsSvg() throws IOException {
    var voice = tone(440);
    var music = tone(2000);
    var charts =
        new Object[][] {
          {"waveform", WaveformChart.of(voice, "a & b")},
          {"spectrogram", SpectrogramChart.of(voice, "a & b")},
          {"mask", MaskChart.of(voice, music, "a & b")},
          {"voice", VoiceChart.of(voice, SUNG, VoiceSource.NETWORK, "a & b")}
        };
    for (var chart : charts) {
      var file = folder.resolve(chart[0] + ".svg");
      ChartFile.write((JFreeChart) chart[1], file, 400, 200);
      var svg = Files.readString(file);
      assertTrue(svg.contains("<svg"), svg);
      assertTrue(svg.contains("a &amp; b"), "the title, escaped");
      assertTrue(svg.contains("seconds"), "the time axis");
    }
  }

  @Test
  void theVoiceIsOneWhereItIsAlone() {
    var share =
        LogFrequencySpectrogram.of(tone(440), 4, 50)
            .shareAgainst(LogFrequencySpectrogram.of(new Pcm16(new short[1][RATE], RATE), 4, 50));
    int brightest = 0;
    for (int y = 0; y < 50; y++) {
      brightest = Math.max(brightest, share.getRaster().getSample(1, y, 0));
    }
    assertEquals(63, brightest);
    assertEquals(0, share.getRaster().getSample(3, 10, 0)); // silence belongs to nobody
  }

  @Test
  void levelsOfTheVoiceAreInDecibels() {
    double[] levels = VoiceChart.levels(tone(400));
    assertEquals(20, levels.length);
    assertEquals(-9.03, levels[3], 0.01); // half of full scale, rms of a sine
    assertEquals(-80, levels[19]);
  }

  @Test
  void oneFrameIsEnoughForEveryPicture() throws IOException {
    var frame = new Pcm16(new short[][] {{1000}, {-1000}}, RATE);
    var file = folder.resolve("a.png");
    ChartFile.write(WaveformChart.of(frame, ""), file, 64, 64);
    ChartFile.write(SpectrogramChart.of(frame, ""), file, 64, 64);
    ChartFile.write(VoiceChart.of(frame, SUNG, VoiceSource.STEM_ENERGY, ""), file, 64, 64);
    assertTrue(Files.size(file) > 0);
  }

  @Test
  void otherEndingsAndSizesAreRefused() {
    var chart = WaveformChart.of(tone(440), "tone");
    var pdf = folder.resolve("a.pdf");
    var e = assertThrows(AudioException.class, () -> ChartFile.write(chart, pdf, 400, 200));
    assertEquals(
        pdf + ": expected a picture's name that ends in .png or .svg; choose one with -o",
        e.getMessage());
    assertFalse(Files.exists(pdf));
    var size =
        assertThrows(
            IllegalArgumentException.class,
            () -> ChartFile.write(chart, folder.resolve("a.png"), 400, 20));
    assertEquals("height must be from 64 to 16384 pixels, was 20", size.getMessage());
  }
}
