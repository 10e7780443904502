package dev.isolator.evaluate.reference;

import dev.isolator.spectrum.RealFft;
import java.util.Arrays;

/// REPET: the accompaniment repeats with a period of some bars, the voice above it does not.
///
/// 1. The *beat spectrum*: the autocorrelation of every bin's power over time, averaged over bins.
/// 2. The *period*: the lag whose multiples stand out from their surroundings most.
/// 3. The *repeating segment*: each bin's median over all periods, at the same place in the period.
///    Music cannot be louder than the mixture, so the model is their minimum; its share of the
///    mixture is the mask of the music. Below 100 Hz everything is music.
///
/// Source: Rafii and Pardo, “REpeating Pattern Extraction Technique (REPET): a simple method for
/// music/voice separation”, IEEE Trans. ASLP 21(1), 2013, sections II and III; periods from 0.8 to
/// 8 s. Fails where the tempo drifts or sections change: see [RepetSim].
final class Repet implements ReferenceMethod {
  private static final int FFT_LENGTH = 2048;
  private static final int HOP_LENGTH = 1024;
  private static final double SHORTEST_PERIOD_SECONDS = 0.8;
  private static final double LONGEST_PERIOD_SECONDS = 8;

  @Override
  public float[][][] separate(float[][] mix, int sampleRate) {
    var song = new SongSpectra(mix, sampleRate, FFT_LENGTH, HOP_LENGTH);
    double[] beats = beatSpectrum(song);
    int period =
        period(
            beats, song.framesIn(SHORTEST_PERIOD_SECONDS), song.framesIn(LONGEST_PERIOD_SECONDS));
    var masks = new float[song.channels()][][];
    for (int channel = 0; channel < masks.length; channel++) {
      float[][] magnitudes = song.magnitudes(channel);
      masks[channel] = RepeatingMask.voice(magnitudes, repeating(magnitudes, period), song);
    }
    return song.split(masks);
  }

  /// Autocorrelation over frames of the power of all channels, averaged over bins and over the
  /// overlap at each lag; 1 at lag 0.
  ///
  /// @return `[frames]`
  static double[] beatSpectrum(SongSpectra song) {
    int frames = song.frames();
    int size = Math.max(4, Integer.highestOneBit(2 * frames - 1) * 2);
    var fft = RealFft.of(size);
    var series = new double[size + 2];
    var sum = new double[size / 2 + 1];
    for (int bin = 0; bin < song.bins(); bin++) {
      Arrays.fill(series, 0);
      for (int channel = 0; channel < song.channels(); channel++) {
        for (int t = 0; t < frames; t++) {
          float[] frame = song.frame(channel, t);
          double re = frame[2 * bin];
          double im = frame[2 * bin + 1];
          series[t] += re * re + im * im;
        }
      }
      fft.forward(series);
      for (int k = 0; k < sum.length; k++) {
        sum[k] += series[2 * k] * series[2 * k] + series[2 * k + 1] * series[2 * k + 1];
      }
    }
    for (int k = 0; k < sum.length; k++) {
      series[2 * k] = sum[k];
      series[2 * k + 1] = 0;
    }
    fft.inverse(series);
    var beats = new double[frames];
    for (int lag = 0; lag < frames; lag++) {
      beats[lag] = series[0] > 0 ? series[lag] / series[0] * frames / (frames - lag) : 0;
    }
    return beats;
  }

  /// The period in frames: algorithm 1 of the paper. Each candidate is judged by its multiples:
  /// where the highest lag within ±2 of a multiple is also the highest within ±3/4 of the period,
  /// it counts by how far it stands above the mean there. The longest quarter of the lags is not
  /// used.
  static int period(double[] beats, int shortest, int longest) {
    int lags = beats.length * 3 / 4;
    int last = Math.min(longest, beats.length / 3);
    int best = Math.max(1, Math.min(shortest, last));
    double highest = 0;
    for (int candidate = best; candidate <= last; candidate++) {
      int around = candidate * 3 / 4;
      double sum = 0;
      int multiples = 0;
      for (int i = candidate; i + around < lags; i += candidate) {
        int near = argMax(beats, i - 2, i + 2);
        if (near == argMax(beats, i - around, i + around)) {
          sum += beats[near] - mean(beats, i - around, i + around);
        }
        multiples++;
      }
      if (multiples > 0 && sum / multiples > highest) {
        highest = sum / multiples;
        best = candidate;
      }
    }
    return best;
  }

  private static int argMax(double[] values, int from, int to) {
    int best = Math.max(0, from);
    for (int i = best + 1; i <= Math.min(to, values.length - 1); i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i <= to; i++) {
      sum += values[i];
    }
    return sum / (to - from + 1);
  }

  /// The median over all periods, `[frames][bins]`; frames a period apart share one row.
  private static float[][] repeating(float[][] magnitudes, int period) {
    var repeating = new float[magnitudes.length][];
    for (int phase = 0; phase < Math.min(period, magnitudes.length); phase++) {
      int count = Math.ceilDiv(magnitudes.length - phase, period);
      var rows = new float[count][];
      for (int k = 0; k < count; k++) {
        rows[k] = magnitudes[phase + k * period];
      }
      float[] median = RepeatingMask.median(rows);
      for (int k = 0; k < count; k++) {
        repeating[phase + k * period] = median;
      }
    }
    return repeating;
  }
}
