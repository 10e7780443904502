package dev.isolator.learn;

import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Songs of a few seconds: a voice of harmonics that slides in the middle, beats and noise at the
/// sides. The voices of songs also whistle, which those of the original data do not: who learns
/// from true stems gets better by it, who learns from wrong ones does not.
final class TinySongs {
  static final int RATE = 44_100;

  private TinySongs() {}

  /// A song's stems, `[2][n]` each.
  @SuppressWarnings("ArrayRecordComponent") // a carrier for tests
  record Song(float[][] vocals, float[][] music) {
    float[][] mix() {
      var mix = new float[2][vocals[0].length];
      for (int c = 0; c < 2; c++) {
        for (int i = 0; i < mix[c].length; i++) {
          mix[c][i] = vocals[c][i] + music[c][i];
        }
      }
      return mix;
    }
  }

  static Song song(long seed, double seconds, boolean sung) {
    return song(seed, seconds, sung, true);
  }

  private static Song song(long seed, double seconds, boolean sung, boolean whistles) {
    int n = (int) (seconds * RATE);
    var random = new SplittableRandom(seed);
    double pitch = random.nextDouble(180, 420);
    double slide = random.nextDouble(0.5, 2);
    double tempo = random.nextDouble(0.25, 0.5);
    double whistle = random.nextDouble(2200, 2800);
    double colour = random.nextDouble(0.2, 0.8);
    var vocals = new float[2][n];
    var music = new float[2][n];
    double phase = 0;
    double whistlePhase = 0;
    double[] low = new double[2];
    for (int i = 0; i < n; i++) {
      double t = (double) i / RATE;
      double hz = pitch * (1 + 0.2 * Math.sin(2 * Math.PI * slide * t) + 0.02 * Math.sin(35 * t));
      phase += 2 * Math.PI * hz / RATE;
      double voice = 0;
      for (int h = 1; h <= 6; h++) {
        voice += Math.sin(h * phase) / h;
      }
      whistlePhase += 2 * Math.PI * whistle * (1 + 0.15 * Math.sin(2 * Math.PI * slide * t)) / RATE;
      if (whistles) {
        voice += 0.9 * Math.sin(whistlePhase);
      }
      boolean rests = Math.sin(2 * Math.PI * t / 3 + seed) < -0.6;
      float v = sung && !rests ? (float) (0.12 * voice) : 0;
      double beat = Math.exp(-(t % tempo) * 14);
      for (int c = 0; c < 2; c++) {
        double noise = random.nextGaussian();
        low[c] += colour * (noise - low[c]);
        music[c][i] = (float) (0.12 * beat * noise + 0.05 * low[c]);
        vocals[c][i] = v;
      }
    }
    return new Song(vocals, music);
  }

  static void write(Path file, float[][] sound) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    RecordingFile.writeFlac(file, new Recording(sound, RATE));
  }

  /// Writes stems as a musician keeps them: `SONG/vocals.flac`, `SONG/music.flac`.
  static void stems(Path folder, String name, float[][] vocals, float[][] music)
      throws IOException {
    write(folder.resolve(name).resolve("vocals.flac"), vocals);
    write(folder.resolve(name).resolve("music.flac"), music);
  }

  /// Writes a manifest of songs with stems, and their sound.
  ///
  /// @param songs by name
  static Path manifest(Path folder, String split, Map<String, Song> songs) throws IOException {
    var lines = new ArrayList<String>();
    lines.add("{\"schema\":\"isolator-manifest\",\"version\":1}");
    for (var song : songs.entrySet()) {
      write(folder.resolve(song.getKey() + "-vocals.flac"), song.getValue().vocals());
      write(folder.resolve(song.getKey() + "-music.flac"), song.getValue().music());
      double seconds = song.getValue().vocals()[0].length / (double) RATE;
      lines.add(
          entry(
              song.getKey(),
              "song",
              split,
              seconds,
              "",
              stem("vocals", song.getKey() + "-vocals.flac", seconds)
                  + ","
                  + stem("music", song.getKey() + "-music.flac", seconds)));
    }
    Path file = folder.resolve("manifest.jsonl");
    Files.write(file, lines);
    return file;
  }

  /// Writes what a network is trained on: a voice, and accompaniments.
  static Path original(Path folder) throws IOException {
    var lines = new ArrayList<String>();
    lines.add("{\"schema\":\"isolator-manifest\",\"version\":1}");
    Song voice = song(1, 12, true, false);
    write(folder.resolve("voice.flac"), voice.vocals());
    lines.add(
        entry(
            "a-voice",
            "voice",
            "train",
            12,
            "\"clips\":[[0.2,1.7],[2.2,3.5],[5,6.4],[8,9.5]],",
            stem("vocals", "voice.flac", 12)));
    for (int i = 0; i < 3; i++) {
      write(folder.resolve("piece%d.flac".formatted(i)), song(100 + i, 8, false, false).music());
      lines.add(
          entry(
              "piece-" + i,
              "instrumental",
              "train",
              8,
              "",
              stem("music", "piece%d.flac".formatted(i), 8)));
    }
    Path file = folder.resolve("data.jsonl");
    Files.write(file, lines);
    return file;
  }

  private static String stem(String name, String path, double seconds) {
    return "\"%s\":{\"path\":\"%s\",\"sha256\":\"%s\",\"start\":0,\"duration\":%s}"
        .formatted(name, path, "0".repeat(64), seconds);
  }

  private static String entry(
      String id, String kind, String split, double seconds, String clips, String stems) {
    return "{\"id\":\"%s\",\"kind\":\"%s\",\"stems\":{%s},%s\"sampleRate\":44100,\"channels\":2,\"duration\":%s,\"artist\":\"%s\",\"split\":\"%s\",\"licence\":\"CC0-1.0\",\"source\":\"test\",\"credit\":\"\"}"
        .formatted(id, kind, stems, clips, seconds, id, split);
  }

  /// A line of a server's export, and its song.
  ///
  /// @param more fields after the first ones, with a comma before
  static String feedback(Path folder, float[][] mix, String model, String more) throws IOException {
    Path made = folder.resolve("song.wav");
    write(made, mix);
    String sha256 = Sha256.of(made);
    Files.createDirectories(folder.resolve("audio"));
    Files.move(made, folder.resolve("audio").resolve(sha256));
    return "{\"job\":\"job-%s\",\"model\":\"%s\",\"modelVersion\":\"1\",\"modelSha256\":\"\",\"audioSha256\":\"%s\",\"audio\":\"audio/%s\",\"consent\":true%s}"
        .formatted(sha256.substring(0, 8), model, sha256, sha256, more);
  }

  static void export(Path folder, List<String> lines) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("feedback.jsonl"), lines);
  }
}
