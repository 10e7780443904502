package dev.isolator.dataset.manifest;

import dev.isolator.dataset.recording.Recording;
import dev.isolator.spectrum.RealFft;
import dev.isolator.spectrum.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An audio fingerprint: 32 bits every 46 ms, each the sign of an energy difference between two
/// neighbouring bands and two successive frames. It is robust against gain, lossy coding and
/// equalisers, but not against transposition.
///
/// Source: Haitsma and Kalker, *A Highly Robust Audio Fingerprinting System*, ISMIR 2002; with four
/// times the distance between frames, because whole files are compared, not excerpts of three
/// seconds.
///
/// @param bits `[frames]`; 0 for silence
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
public record Fingerprint(int[] bits) {
  private static final int RATE = 5512;
  private static final int WINDOW = 2048;
  private static final int HOP = 256;
  private static final double[] HANN = Window.hann(WINDOW);
  private static final int BANDS = 33;
  private static final double LOWEST_HZ = 300;
  private static final double HIGHEST_HZ = 2000;

  /// Values that occur in more frames than this are ignored.
  private static final int COMMON = 60;

  /// Frames that must be equal at one offset before all frames are compared there.
  private static final int VOTES = 4;

  /// Recordings with a lower share of differing bits are the same; for unrelated ones it is 0.5.
  private static final double MOST_ERRORS = 0.3;

  private static final int LEAST_OVERLAP = 100; // 4.6 s

  /// The fingerprint of a recording at any sample rate.
  ///
  /// @param recording any number of channels
  public static Fingerprint of(Recording recording) {
    float[] mono = thinned(recording.mono(), recording.sampleRate());
    int frames = Math.max(0, (mono.length - WINDOW) / HOP);
    var fft = RealFft.of(WINDOW);
    var data = new double[WINDOW + 2];
    var last = new double[BANDS];
    var now = new double[BANDS];
    var bits = new int[frames];
    for (int t = 0; t < frames; t++) {
      double energy = 0;
      for (int i = 0; i < WINDOW; i++) {
        data[i] = mono[t * HOP + i] * HANN[i];
        energy += data[i] * data[i];
      }
      fft.forward(data);
      for (int b = 0; b < BANDS; b++) {
        now[b] = 0;
        for (int k = edge(b); k < edge(b + 1); k++) {
          now[b] += data[2 * k] * data[2 * k] + data[2 * k + 1] * data[2 * k + 1];
        }
      }
      int word = 0;
      for (int b = 0; b + 1 < BANDS; b++) {
        boolean rises = now[b] - now[b + 1] - (last[b] - last[b + 1]) > 0;
        word = (word << 1) | (rises ? 1 : 0);
      }
      bits[t] = energy > WINDOW * 1e-7 ? word : 0;
      System.arraycopy(now, 0, last, 0, BANDS);
    }
    return new Fingerprint(bits);
  }

  private static int edge(int band) {
    double hz = LOWEST_HZ * Math.pow(HIGHEST_HZ / LOWEST_HZ, (double) band / BANDS);
    return (int) Math.round(hz * WINDOW / RATE);
  }

  /// Reduces the sample rate to about 5.5 kHz by averaging, which is enough filtering for a
  /// fingerprint.
  private static float[] thinned(float[] mono, int sampleRate) {
    double step = (double) sampleRate / RATE;
    var low = new float[(int) (mono.length / step)];
    for (int i = 0; i < low.length; i++) {
      int from = (int) (i * step);
      int to = Math.max(from + 1, (int) ((i + 1) * step));
      double sum = 0;
      for (int k = from; k < Math.min(to, mono.length); k++) {
        sum += mono[k];
      }
      low[i] = (float) (sum / (to - from));
    }
    return low;
  }

  /// Two recordings of the same sound.
  ///
  /// @param offsetSeconds time in the first recording at which the second begins
  /// @param errors share of differing bits, 0 to 1
  public record Duplicate(String first, String second, double offsetSeconds, double errors) {}

  /// Finds all pairs of recordings of the same sound.
  public static List<Duplicate> duplicates(Map<String, Fingerprint> prints) {
    var names = List.copyOf(prints.keySet());
    var index = new HashMap<Integer, List<int[]>>();
    for (int n = 0; n < names.size(); n++) {
      int[] bits = prints.getOrDefault(names.get(n), new Fingerprint(new int[0])).bits;
      for (int t = 0; t < bits.length; t++) {
        if (bits[t] != 0) {
          index.computeIfAbsent(bits[t], k -> new ArrayList<>()).add(new int[] {n, t});
        }
      }
    }
    var votes = new HashMap<Long, Integer>();
    for (var places : index.values()) {
      if (places.size() > COMMON) {
        continue;
      }
      for (int[] a : places) {
        for (int[] b : places) {
          if (a[0] < b[0]) {
            long key = ((long) a[0] * names.size() + b[0]) * 2_000_003L + (a[1] - b[1] + 1_000_001);
            votes.merge(key, 1, Integer::sum);
          }
        }
      }
    }
    var duplicates = new HashMap<Long, Duplicate>();
    votes.forEach(
        (key, count) -> {
          if (count >= VOTES) {
            long pair = key / 2_000_003L;
            int offset = (int) (key % 2_000_003L) - 1_000_001;
            String first = names.get((int) (pair / names.size()));
            String second = names.get((int) (pair % names.size()));
            double errors =
                errors(
                    prints.getOrDefault(first, new Fingerprint(new int[0])).bits,
                    prints.getOrDefault(second, new Fingerprint(new int[0])).bits,
                    offset);
            var duplicate = new Duplicate(first, second, (double) offset * HOP / RATE, errors);
            if (errors < MOST_ERRORS) {
              duplicates.merge(pair, duplicate, (x, y) -> x.errors() <= y.errors() ? x : y);
            }
          }
        });
    return duplicates.values().stream()
        .sorted(java.util.Comparator.comparing(Duplicate::first).thenComparing(Duplicate::second))
        .toList();
  }

  private static double errors(int[] a, int[] b, int offset) {
    long wrong = 0;
    int frames = 0;
    for (int t = Math.max(0, -offset); t < Math.min(b.length, a.length - offset); t++) {
      if (a[t + offset] != 0 && b[t] != 0) {
        wrong += Integer.bitCount(a[t + offset] ^ b[t]);
        frames++;
      }
    }
    return frames < LEAST_OVERLAP ? 1 : wrong / (32.0 * frames);
  }
}
