package dev.isolator.train.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Makes sung phrases out of short clips of voices: pieces joined with pauses, read at the speed of
/// a melody, equalised, doubled, compressed, put into a room. The base shift moves the formants
/// too, which makes more singers out of few.
final class Phrases {
  private static final int RATE = PcmFile.SAMPLE_RATE;
  private static final double FADE_SECONDS = 0.015;

  /// Clips that are sung or spoken phrases, with a melody of their own.
  private static final List<String> PHRASED =
      List.of(
          "producer-house",
          "producer-trance",
          "producer-shouts",
          "producer-spoken",
          "sms",
          "nit-song070",
          "oatsu",
          "sdap",
          "openclonk",
          "thorsten",
          "vctk",
          "librivox");

  /// How often each voice is taken. Few minutes of a new person are worth more than many of one.
  private static final Map<String, Double> SHARES =
      Map.ofEntries(
          Map.entry("scottpoid", 15.0),
          Map.entry("producer-house", 17.0),
          Map.entry("producer-trance", 11.0),
          Map.entry("yuki", 9.0),
          Map.entry("dorodoro", 7.0),
          Map.entry("sms", 5.0),
          Map.entry("erithacus", 4.0),
          Map.entry("producer-shouts", 3.0),
          Map.entry("berklee", 2.5),
          Map.entry("nit-song070", 4.5),
          Map.entry("vocobox-martin", 3.0),
          Map.entry("oatsu", 2.5),
          Map.entry("sdap", 5.0),
          Map.entry("openclonk", 2.0),
          Map.entry("thorsten", 1.5),
          Map.entry("producer-spoken", 3.0),
          Map.entry("vctk", 4.5),
          Map.entry("librivox", 4.0));

  private static final double OTHER_SHARE = 3;

  private final TreeMap<String, List<DataFolder.Clip>> voices = new TreeMap<>();
  private final Map<Path, PcmFile> files = new TreeMap<>();

  Phrases(DataFolder data, PcmCache cache) throws IOException {
    voices.putAll(data.voices());
    for (var clips : voices.values()) {
      for (var clip : clips) {
        if (!files.containsKey(clip.file())) {
          files.put(clip.file(), cache.of(clip.file()));
        }
      }
    }
  }

  /// One phrase, −20 dBFS rms where there is voice, peaks below full scale.
  ///
  /// @return `[2][n]`
  float[][] make(SplittableRandom random, int n) {
    String voice = pick(random);
    boolean phrased = PHRASED.contains(voice);
    double base = random.nextDouble(-9, 6) * (phrased ? 0.6 : 1);
    double steps = phrased ? 0.25 : 1;
    long seed = random.nextLong();
    float[] lead = line(voice, seed, n, base, steps);
    equalise(random, lead);
    var phrase = new float[][] {lead.clone(), lead.clone()};
    if (random.nextDouble() < 0.35) {
      int doubles = random.nextInt(1, 4);
      for (int k = 0; k < doubles; k++) {
        addDouble(random, phrase, voice, seed, base, steps);
      }
    }
    if (random.nextDouble() < 0.25) {
      echo(phrase, random.nextDouble(0.06, 0.14), random.nextDouble(0.2, 0.4), 1);
    }
    if (random.nextDouble() < 0.8) {
      compress(phrase, random.nextDouble(2, 5), random.nextDouble(-12, 0));
    }
    if (random.nextDouble() < 0.1) {
      saturate(phrase, random.nextDouble(1.5, 4));
    }
    if (random.nextDouble() < 0.2) {
      echo(phrase, random.nextDouble(0.2, 0.6), random.nextDouble(0.15, 0.45), 4);
    }
    if (random.nextDouble() < 0.75) {
      room(random, phrase);
    }
    level(phrase);
    return phrase;
  }

  private String pick(SplittableRandom random) {
    double sum = 0;
    for (String voice : voices.keySet()) {
      sum += SHARES.getOrDefault(voice, OTHER_SHARE);
    }
    double at = random.nextDouble(sum);
    for (String voice : voices.keySet()) {
      at -= SHARES.getOrDefault(voice, OTHER_SHARE);
      if (at < 0) {
        return voice;
      }
    }
    return voices.lastKey();
  }

  /// The dry voice alone. The same seed gives the same pieces at the same times at any shift.
  private float[] line(String voice, long seed, int n, double base, double steps) {
    var random = new SplittableRandom(seed);
    var clips = voices.get(voice);
    if (clips == null) {
      throw new IllegalArgumentException("no voice is called " + voice);
    }
    var line = new float[n];
    int at = (int) (random.nextDouble() < 0.3 ? random.nextDouble(1.5) * RATE : 0);
    // A person's clips stand together: phrases keep to a neighbourhood of the list.
    int home = random.nextInt(clips.size());
    while (at < n) {
      var clip = clips.get(Math.floorMod(home + random.nextInt(-12, 13), clips.size()));
      double wanted = random.nextDouble(0.6, 4);
      double room = Math.max(0, clip.end() - clip.start() - wanted);
      double offset = room > 0 ? random.nextDouble(room) : 0;
      int frames = (int) (Math.min(wanted, clip.end() - clip.start()) * RATE);
      var melody = Melody.curve(random.split(), (int) (2 * wanted * RATE), base, steps);
      double loud = random.nextDouble(-3, 3);
      double pause = pause(random);
      float[] piece = mono(clip.file(), (long) ((clip.start() + offset) * RATE), frames);
      var voiced = new float[melody.length];
      int length = SincReader.read(piece, melody, voiced, 0);
      place(voiced, length, line, at, loud);
      at += length + (int) (pause * RATE);
    }
    return line;
  }

  private static double pause(SplittableRandom random) {
    double kind = random.nextDouble();
    if (kind < 0.45) {
      return random.nextDouble(0, 0.15);
    }
    return kind < 0.85 ? random.nextDouble(0.15, 1) : random.nextDouble(1, 3);
  }

  private float[] mono(Path file, long start, int frames) {
    var pcm = files.get(file);
    if (pcm == null) {
      throw new IllegalStateException(file + " was not opened");
    }
    float[][] both = pcm.read(start, Math.max(1, frames));
    for (int i = 0; i < both[0].length; i++) {
      both[0][i] = 0.5f * (both[0][i] + both[1][i]);
    }
    return both[0];
  }

  /// Adds a piece with fades, brought to a common level.
  private static void place(float[] piece, int length, float[] line, int at, double gainDb) {
    double power = 0;
    for (int i = 0; i < length; i++) {
      power += piece[i] * piece[i];
    }
    double rms = Math.sqrt(power / Math.max(1, length));
    if (!(rms > 1e-4)) {
      return; // a clip of silence
    }
    double gain = 0.1 / rms * Math.pow(10, gainDb / 20);
    int fade = (int) Math.min(FADE_SECONDS * RATE, length / 2.0);
    for (int i = 0; i < length && at + i < line.length; i++) {
      double edge = Math.min(1, Math.min(i, length - 1 - i) / (double) Math.max(1, fade));
      line[at + i] += (float) (piece[i] * gain * edge);
    }
  }

  private static void equalise(SplittableRandom random, float[] line) {
    Biquad.highPass(random.nextDouble(60, 140), 0.7).apply(line);
    Biquad.lowShelf(random.nextDouble(150, 400), random.nextDouble(-5, 5)).apply(line);
    Biquad.peak(random.nextDouble(700, 4000), 0.8, random.nextDouble(-5, 5)).apply(line);
    Biquad.highShelf(random.nextDouble(4000, 9000), random.nextDouble(-5, 5)).apply(line);
  }

  private void addDouble(
      SplittableRandom random,
      float[][] phrase,
      String voice,
      long seed,
      double base,
      double steps) {
    double[] intervals = {0, 0, 0, 3, 4, -5, 7, 12, -12};
    double shift = intervals[random.nextInt(intervals.length)] + random.nextDouble(-0.15, 0.15);
    float[] second = line(voice, seed, phrase[0].length, base + shift, steps);
    equalise(random, second);
    int late = (int) (random.nextDouble(0.008, 0.035) * RATE);
    double gain = Math.pow(10, random.nextDouble(-14, -3) / 20);
    double pan = random.nextDouble();
    float left = (float) (gain * Math.cos(pan * Math.PI / 2) * Math.sqrt(2));
    float right = (float) (gain * Math.sin(pan * Math.PI / 2) * Math.sqrt(2));
    for (int i = late; i < second.length; i++) {
      phrase[0][i] += left * second[i - late];
      phrase[1][i] += right * second[i - late];
    }
  }

  private static void echo(float[][] phrase, double seconds, double gain, int times) {
    int delay = (int) (seconds * RATE);
    for (float[] channel : phrase) {
      var dry = channel.clone();
      double g = gain;
      for (int k = 1; k <= times; k++, g *= gain) {
        for (int i = k * delay; i < channel.length; i++) {
          channel[i] += (float) (g * dry[i - k * delay]);
        }
      }
    }
  }

  /// A feed-forward compressor on both channels' peak.
  private static void compress(float[][] phrase, double ratio, double thresholdDb) {
    double threshold = 0.3 * Math.pow(10, thresholdDb / 20);
    double attack = Math.exp(-1 / (0.005 * RATE));
    double release = Math.exp(-1 / (0.12 * RATE));
    double envelope = 0;
    for (int i = 0; i < phrase[0].length; i++) {
      double peak = Math.max(Math.abs(phrase[0][i]), Math.abs(phrase[1][i]));
      double pole = peak > envelope ? attack : release;
      envelope = pole * envelope + (1 - pole) * peak;
      if (envelope > threshold) {
        float gain = (float) Math.pow(envelope / threshold, 1 / ratio - 1);
        phrase[0][i] *= gain;
        phrase[1][i] *= gain;
      }
    }
  }

  private static void saturate(float[][] phrase, double drive) {
    for (float[] channel : phrase) {
      for (int i = 0; i < channel.length; i++) {
        channel[i] = (float) (Math.tanh(drive * channel[i]) / drive);
      }
    }
  }

  private static void room(SplittableRandom random, float[][] phrase) {
    var middle = new float[phrase[0].length];
    for (int i = 0; i < middle.length; i++) {
      middle[i] = 0.5f * (phrase[0][i] + phrase[1][i]);
    }
    float[][] wet = Reverb.of(middle, random.nextDouble(0.2, 2.2), random);
    double ratio = rms(wet) / Math.max(1e-9, rms(phrase));
    float gain = (float) (Math.pow(10, random.nextDouble(-22, -3) / 20) / Math.max(1e-9, ratio));
    for (int c = 0; c < 2; c++) {
      for (int i = 0; i < middle.length; i++) {
        phrase[c][i] += gain * wet[c][i];
      }
    }
  }

  private static void level(float[][] phrase) {
    double loud = rms(phrase);
    double peak = 1e-9;
    for (float[] channel : phrase) {
      for (float x : channel) {
        peak = Math.max(peak, Math.abs(x));
      }
    }
    float gain = (float) Math.min(0.1 / Math.max(loud, 1e-6), 0.98 / peak);
    for (float[] channel : phrase) {
      for (int i = 0; i < channel.length; i++) {
        channel[i] *= gain;
      }
    }
  }

  private static double rms(float[][] signal) {
    double power = 0;
    for (float[] channel : signal) {
      for (float x : channel) {
        power += (double) x * x;
      }
    }
    return Math.sqrt(power / (2.0 * signal[0].length));
  }

  /// Names of the voices at hand.
  List<String> voices() {
    return new ArrayList<>(voices.keySet());
  }
}
