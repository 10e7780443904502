package dev.isolator.cli;

import dev.isolator.VoiceActivity;
import dev.isolator.voice.VoiceSource;

/// A picture of a song's waveform over a time axis, shaded where somebody sings. The shading is
/// striped where it comes from the energy of the vocal stem, which is less certain than a model's
/// own voice output.
///
/// Drawn without `java.desktop`, which would make the image of the program half as large again;
/// `isolator plot voice` draws with titles and as SVG.
final class ActivityPicture {
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 200;
  private static final int AXIS = 20;
  private static final int MARGIN = 10;
  private static final byte WHITE = 0;
  private static final byte SHADE = 1;
  private static final byte WAVE = 2;
  private static final byte INK = 3;

  /// Red, green, blue of the four colours.
  private static final byte[] PALETTE = {
    (byte) 255, (byte) 255, (byte) 255, (byte) 240, (byte) 195, (byte) 205, 45, 60, 120, 60, 60, 60
  };

  /// Seconds between two ticks: the first that gives no more than a dozen.
  private static final int[] STEPS = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200};

  /// Five rows of three dots each: 0 to 9 and the colon.
  private static final int[] GLYPHS = {
    0b111_101_101_101_111,
    0b010_110_010_010_111,
    0b111_001_111_100_111,
    0b111_001_111_001_111,
    0b101_101_111_001_001,
    0b111_100_111_001_111,
    0b111_100_111_101_111,
    0b111_001_010_010_010,
    0b111_101_111_101_111,
    0b111_101_111_001_111,
    0b000_010_000_010_000
  };

  private final byte[][] pixels = new byte[HEIGHT][WIDTH];
  private final double from;
  private final double seconds;

  private ActivityPicture(double from, double seconds) {
    this.from = from;
    this.seconds = Math.max(seconds, 1e-3);
  }

  /// A PNG file.
  ///
  /// @param startSeconds where the part of the song begins that was listened to
  static byte[] png(VoiceActivity activity, WaveformPeaks outline, double startSeconds) {
    var picture =
        new ActivityPicture(
            startSeconds, activity.frames() / (double) activity.input().sampleRate());
    picture.shade(activity);
    picture.wave(outline);
    picture.axis();
    return Png.of(
        picture.pixels,
        PALETTE,
        "voice activity by %s of %s".formatted(activity.source().words(), activity.model()));
  }

  private int column(double second) {
    double x = MARGIN + (second - from) / seconds * (WIDTH - 2 * MARGIN);
    return Math.clamp(Math.round(x), MARGIN, WIDTH - MARGIN);
  }

  private void shade(VoiceActivity activity) {
    boolean striped = activity.source() == VoiceSource.STEM_ENERGY;
    for (var span : activity.timeline().spans()) {
      int end = Math.max(column(span.startSeconds()) + 1, column(span.endSeconds()));
      for (int x = column(span.startSeconds()); x < end; x++) {
        for (int y = 0; y < HEIGHT - AXIS; y++) {
          boolean gap = striped && (x + y) % 8 >= 4;
          pixels[y][x] = gap ? WHITE : SHADE;
        }
      }
    }
  }

  private void wave(WaveformPeaks outline) {
    float[][] columns = outline.columns(WIDTH - 2 * MARGIN);
    double middle = (HEIGHT - AXIS - 1) / 2.0;
    for (int x = 0; x < columns.length; x++) {
      int top = (int) Math.round(middle - Math.clamp(columns[x][1], 0, 1) * middle);
      int bottom = (int) Math.round(middle - Math.clamp(columns[x][0], -1, 0) * middle);
      for (int y = top; y <= bottom; y++) {
        pixels[y][MARGIN + x] = WAVE;
      }
    }
  }

  private void axis() {
    int line = HEIGHT - AXIS;
    java.util.Arrays.fill(pixels[line], MARGIN, WIDTH - MARGIN, INK);
    int step = STEPS[STEPS.length - 1];
    for (int i = STEPS.length - 1; i >= 0 && seconds / STEPS[i] <= 12; i--) {
      step = STEPS[i];
    }
    while (seconds / step > 12) {
      step *= 2;
    }
    for (double tick = Math.ceil(from / step) * step; tick <= from + seconds; tick += step) {
      int x = column(tick);
      for (int y = line; y < line + 4; y++) {
        pixels[y][Math.min(x, WIDTH - 1)] = INK;
      }
      write(Seconds.shown(tick), x, line + 7);
    }
  }

  /// Writes digits and colons, each dot two pixels wide, centred on a column.
  private void write(String time, int centre, int top) {
    int left = Math.clamp(centre - 4 * time.length(), 0, WIDTH - 8 * time.length());
    for (int i = 0; i < time.length(); i++) {
      int glyph = GLYPHS[time.charAt(i) == ':' ? 10 : time.charAt(i) - '0'];
      for (int dot = 0; dot < 15; dot++) {
        if ((glyph >> (14 - dot) & 1) == 1) {
          int x = left + 8 * i + 2 * (dot % 3);
          int y = top + 2 * (dot / 3);
          pixels[y][x] = INK;
          pixels[y][x + 1] = INK;
          pixels[y + 1][x] = INK;
          pixels[y + 1][x + 1] = INK;
        }
      }
    }
  }
}
