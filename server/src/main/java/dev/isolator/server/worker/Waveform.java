package dev.isolator.server.worker;

import com.google.gson.stream.JsonWriter;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.Decoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// The waveform of a file, for a page to draw: the least and the greatest sample of short
/// intervals, over all channels.
///
/// Written as BBC's audiowaveform does (JSON, version 2, 8 bits), one file for each of
/// [#RESOLUTIONS].
///
/// | array        | shape      | unit                                  |
/// |--------------|------------|---------------------------------------|
/// | least, most  | `[points]` | amplitude, full scale ±1.0, at [#FINE] points a second |
///
/// Source: the audiowaveform data format, https://github.com/bbc/audiowaveform.
final class Waveform {
  /// Points a second of the files that are written.
  static final int[] RESOLUTIONS = {10, 50, 200};

  private static final int FINE = 200;
  private static final int BLOCK_FRAMES = 16_384;

  private final int sampleRate;
  private float[] least = new float[1024];
  private float[] most = new float[1024];
  private int points;

  private Waveform(int sampleRate) {
    this.sampleRate = sampleRate;
  }

  /// Decodes the file once. Memory: 1.6 kB a second of sound.
  static Waveform of(Path file) throws AudioException {
    try (var song = Decoder.open(file)) {
      var wave = new Waveform(song.info().sampleRate());
      int framesPerPoint = wave.framesPerPoint(FINE);
      var block = new float[song.info().layout().count()][BLOCK_FRAMES];
      int inPoint = 0;
      for (int n; (n = song.read(block, BLOCK_FRAMES)) > 0; ) {
        for (int i = 0; i < n; i++) {
          if (inPoint == 0) {
            wave.begin(block[0][i]);
          }
          for (float[] channel : block) {
            wave.take(channel[i]);
          }
          inPoint = inPoint + 1 == framesPerPoint ? 0 : inPoint + 1;
        }
      }
      return wave;
    }
  }

  private int framesPerPoint(int perSecond) {
    int fine = Math.max(1, Math.round(sampleRate / (float) FINE));
    return fine * (FINE / perSecond);
  }

  private void begin(float sample) {
    if (points == least.length) {
      least = Arrays.copyOf(least, 2 * points);
      most = Arrays.copyOf(most, 2 * points);
    }
    least[points] = sample;
    most[points] = sample;
    points++;
  }

  private void take(float sample) {
    least[points - 1] = Math.min(least[points - 1], sample);
    most[points - 1] = Math.max(most[points - 1], sample);
  }

  /// Writes `peaks-STEM-N.json` for every resolution.
  void writeTo(Path folder, String stem) throws IOException {
    for (int perSecond : RESOLUTIONS) {
      write(folder.resolve("peaks-%s-%d.json".formatted(stem, perSecond)), perSecond);
    }
  }

  private void write(Path file, int perSecond) throws IOException {
    int group = FINE / perSecond;
    try (var json = new JsonWriter(Files.newBufferedWriter(file))) {
      json.beginObject();
      json.name("version").value(2);
      json.name("channels").value(1);
      json.name("sample_rate").value(sampleRate);
      json.name("samples_per_pixel").value(framesPerPoint(perSecond));
      json.name("bits").value(8);
      json.name("length").value(Math.ceilDiv(points, group));
      json.name("data").beginArray();
      for (int from = 0; from < points; from += group) {
        float low = least[from];
        float high = most[from];
        for (int i = from + 1; i < Math.min(points, from + group); i++) {
          low = Math.min(low, least[i]);
          high = Math.max(high, most[i]);
        }
        json.value(Math.clamp(Math.round(low * 128), -128, 127));
        json.value(Math.clamp(Math.round(high * 128), -128, 127));
      }
      json.endArray();
      json.endObject();
    }
  }
}
