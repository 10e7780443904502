package dev.isolator.server.worker;

import com.google.gson.stream.JsonWriter;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.Decoder;
import dev.isolator.voice.Hysteresis;
import dev.isolator.voice.VoiceSpan;
import dev.isolator.voice.VoiceTimeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Where somebody sings, by how loud the voice's stem is: on 35 dB below its loudest 20 ms, off 45
/// dB below, never under −60 dBFS, which is where what leaks from the music mostly stays.
///
/// @param stem the stem that holds the voice
/// @param seconds the song's length
/// @param timeline the spans
record VoiceActivity(String stem, double seconds, VoiceTimeline timeline) {
  private static final double FRAME_SECONDS = 0.02;
  private static final double ON_DB = -35;
  private static final double OFF_DB = -45;
  private static final double LEAST_DBFS = -60;
  private static final double LEAST_VOICE_SECONDS = 0.08;
  private static final double LEAST_PAUSE_SECONDS = 0.25;
  private static final int BLOCK_FRAMES = 16_384;
  private static final double SILENCE_DB = -200;

  /// Decodes the stem once. Memory: 200 bytes a second of sound.
  static VoiceActivity of(Path file, String stem) throws AudioException {
    try (var song = Decoder.open(file)) {
      int rate = song.info().sampleRate();
      int channels = song.info().layout().count();
      int frame = Math.max(1, (int) Math.round(FRAME_SECONDS * rate));
      var levels = new float[1024];
      int count = 0;
      var block = new float[channels][BLOCK_FRAMES];
      double energy = 0;
      int inFrame = 0;
      long frames = 0;
      for (int n; (n = song.read(block, BLOCK_FRAMES)) > 0; frames += n) {
        for (int i = 0; i < n; i++) {
          for (float[] channel : block) {
            energy += (double) channel[i] * channel[i];
          }
          if (++inFrame == frame) {
            levels = levels.length == count ? Arrays.copyOf(levels, 2 * count) : levels;
            levels[count++] = (float) decibels(energy / ((double) frame * channels));
            energy = 0;
            inFrame = 0;
          }
        }
      }
      var timeline = spans(Arrays.copyOf(levels, count), (double) frame / rate);
      return new VoiceActivity(stem, (double) frames / rate, timeline);
    }
  }

  private static double decibels(double power) {
    return Math.max(SILENCE_DB, 10 * Math.log10(power + 1e-20));
  }

  private static VoiceTimeline spans(float[] levels, double frameSeconds) {
    double loudest = SILENCE_DB;
    for (float level : levels) {
      loudest = Math.max(loudest, level);
    }
    double on = Math.max(loudest + ON_DB, LEAST_DBFS);
    double off = Math.min(on, Math.max(loudest + OFF_DB, LEAST_DBFS - 6));
    return new Hysteresis(on, off, LEAST_VOICE_SECONDS, LEAST_PAUSE_SECONDS)
        .spans(levels, frameSeconds);
  }

  /// Writes the interface's `Activity`.
  void writeTo(Path file) throws IOException {
    try (var json = new JsonWriter(Files.newBufferedWriter(file))) {
      json.beginObject();
      json.name("stem").value(stem);
      json.name("source").value("energy");
      json.name("voiceSeconds").value(rounded(timeline.seconds()));
      json.name("seconds").value(rounded(seconds));
      json.name("spans").beginArray();
      for (VoiceSpan span : timeline.spans()) {
        json.beginObject();
        json.name("startSeconds").value(rounded(span.startSeconds()));
        json.name("endSeconds").value(rounded(span.endSeconds()));
        json.endObject();
      }
      json.endArray();
      json.endObject();
    }
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }
}
