package dev.isolator.train.report;

import dev.isolator.spectrum.RealFft;
import dev.isolator.spectrum.Window;
import dev.isolator.train.data.PcmFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// A spectrogram as a small PNG picture in a `data:` address (RFC 2397): 60 Hz to 16 kHz from
/// bottom to top, equal steps for equal intervals; black is 80 dB under a full-scale sine.
final class SpectrogramDataUrl {
  private static final int WIDTH = 400;
  private static final int HEIGHT = 160;
  private static final int WINDOW = 2048;
  private static final double LOWEST_HZ = 60;
  private static final double HIGHEST_HZ = 16_000;
  private static final double RANGE_DB = 80;

  /// Red, green and blue from soft to loud, at equal distances.
  private static final int[][] COLOURS = {
    {0, 0, 4}, {50, 14, 92}, {132, 32, 107}, {212, 72, 66}, {250, 152, 28}, {252, 255, 164}
  };

  private SpectrogramDataUrl() {}

  /// A `data:` address of a picture.
  ///
  /// @param sound `[2][n]` at 44.1 kHz; its sides are added up
  static String address(float[][] sound) throws IOException {
    var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    var fft = RealFft.of(WINDOW);
    double[] hann = Window.hann(WINDOW);
    var data = new double[WINDOW + 2];
    int n = sound[0].length;
    for (int x = 0; x < WIDTH; x++) {
      int from = (int) ((long) n * x / WIDTH) - WINDOW / 2;
      for (int i = 0; i < WINDOW; i++) {
        int at = from + i;
        data[i] = at >= 0 && at < n ? hann[i] * 0.5 * (sound[0][at] + sound[1][at]) : 0;
      }
      fft.forward(data);
      for (int y = 0; y < HEIGHT; y++) {
        image.setRGB(x, HEIGHT - 1 - y, colour(levelDb(data, hertz(y), hertz(y + 1))));
      }
    }
    var png = new ByteArrayOutputStream();
    // in memory: ImageIO's cache of files asks for a shutdown hook, which a program that is being
    // stopped cannot have any more
    try (var out = new MemoryCacheImageOutputStream(png)) {
      if (!ImageIO.write(image, "png", out)) {
        throw new IOException("this Java cannot write PNG pictures; use a full JDK");
      }
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
  }

  private static double hertz(int row) {
    return LOWEST_HZ * Math.pow(HIGHEST_HZ / LOWEST_HZ, (double) row / HEIGHT);
  }

  /// The loudest bin of a range.
  private static double levelDb(double[] spectrum, double fromHz, double toHz) {
    int first = (int) Math.round(fromHz * WINDOW / PcmFile.SAMPLE_RATE);
    int last = Math.max(first, (int) Math.round(toHz * WINDOW / PcmFile.SAMPLE_RATE) - 1);
    double most = 0;
    for (int k = first; k <= last; k++) {
      most = Math.max(most, Math.hypot(spectrum[2 * k], spectrum[2 * k + 1]));
    }
    return 20 * Math.log10(most * 4 / WINDOW + 1e-9);
  }

  private static int colour(double levelDb) {
    double place = Math.clamp(1 + levelDb / RANGE_DB, 0, 1) * (COLOURS.length - 1);
    int low = Math.min((int) place, COLOURS.length - 2);
    double share = place - low;
    int rgb = 0;
    for (int c = 0; c < 3; c++) {
      double value = COLOURS[low][c] + share * (COLOURS[low + 1][c] - COLOURS[low][c]);
      rgb = (rgb << 8) | (int) Math.round(value);
    }
    return rgb;
  }
}
