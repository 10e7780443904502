package dev.isolator.dataset.pair;

import dev.isolator.spectrum.RealFft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// The null test: how far the voice goes down when the aligned vocals are subtracted from the mix.
///
/// Where the accompaniment is silent, this is the energy of the mix over the energy of the
/// residual. The accompaniment counts as silent in a block of 0.19 s if the levels of mix and
/// vocals agree within 0.2 dB in every third of an octave with relevant energy. Phases are not
/// compared, so a wrong alignment does not pass as a good one. An accompaniment 15 dB below the
/// voice passes this test too, so only the fifth of the blocks with the smallest residuals is used,
/// and at least one second.
///
/// With less than one second of such blocks, the value is estimated from coherence. In tiles of 3 s
/// by a third of an octave, the complex gain from the vocals to the mix should be 1. Its squared
/// distance from 1, minus the expected contribution of the accompaniment, is the share of the voice
/// that stays.
///
/// @param decibels 0 to 60
/// @param from which of the two estimates it is
/// @param coherence per octave band from 125 Hz, `[7]`: share of the vocals' weighted energy that
///   the mix holds in phase, 0 to 1
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
record Nulling(double decibels, From from, double[] coherence) {
  /// What the estimate is based on.
  enum From {
    SILENCE,
    COHERENCE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final double MOST = 60;
  private static final double SILENCE_SECONDS = 1;
  private static final int OCTAVES = 7;

  /// Measures.
  ///
  /// @param vocals `[channels][frames]`, aligned and filtered
  /// @param mix `[channels][frames]`
  static Nulling measure(float[][] vocals, float[][] mix, int sampleRate) {
    int size = CrossSpectra.sizeAt(sampleRate);
    int blocks = Math.max(1, mix[0].length / size);
    var energies = new double[blocks];
    IntStream.range(0, blocks)
        .parallel()
        .forEach(b -> energies[b] = energy(vocals, b * size, (b + 1) * size));
    double loudest = Arrays.stream(energies).max().orElse(0);
    int[] sung = IntStream.range(0, blocks).filter(b -> energies[b] > loudest * 1e-4).toArray();
    int tile = Math.max(1, Accumulator.TILE / mix.length); // blocks of all channels
    int parts = Math.min(16, Math.ceilDiv(sung.length, tile));
    int tiles = Math.ceilDiv(sung.length, tile);
    var accumulators =
        IntStream.range(0, parts)
            .parallel()
            .mapToObj(
                p -> {
                  var accumulator = new Accumulator(sampleRate);
                  int to = Math.min(sung.length, tiles * (p + 1) / parts * tile);
                  for (int i = tiles * p / parts * tile; i < to; i++) {
                    for (int c = 0; c < mix.length; c++) {
                      accumulator.add(vocals[c], mix[c], sung[i] * size);
                    }
                  }
                  accumulator.close();
                  return accumulator;
                })
            .toList();
    var sum = new Accumulator(sampleRate);
    accumulators.forEach(sum::add); // in order: the same sum at any number of threads
    int enough = (int) Math.ceil(SILENCE_SECONDS * sampleRate / size * mix.length);
    boolean plain = sum.silent.size() >= enough;
    double share = plain ? sum.silentShare(enough) : sum.share();
    double decibels = Math.clamp(-10 * Math.log10(Math.max(share, 1e-9)), 0, MOST);
    return new Nulling(decibels, plain ? From.SILENCE : From.COHERENCE, sum.coherence());
  }

  private static double energy(float[][] signal, int from, int to) {
    double sum = 0;
    for (float[] channel : signal) {
      for (int i = from; i < Math.min(channel.length, to); i++) {
        sum += (double) channel[i] * channel[i];
      }
    }
    return sum;
  }

  /// Sums over blocks. One thread at a time.
  private static final class Accumulator {
    /// Blocks in a tile.
    private static final int TILE = 16;

    private final int size;
    private final RealFft fft;
    private final FrameCutter hann;
    private final int[] edges;
    private final int[] octave;
    private final double[] a;
    private final double[] m;
    private final double[] vocalPower;
    private final double[] mixPower;
    private final double[] crossRe;
    private final double[] crossIm;
    private final double[] inPhase = new double[OCTAVES];
    private final double[] all = new double[OCTAVES];
    private int filled;

    /// Energies of the mix and of the residual in each block without accompaniment.
    private final List<double[]> silent = new ArrayList<>();

    private double stays;
    private double weightSum;

    Accumulator(int sampleRate) {
      size = CrossSpectra.sizeAt(sampleRate);
      fft = FftCache.of(size);
      hann = new FrameCutter(size);
      a = new double[size + 2];
      m = new double[size + 2];
      var found = new int[40];
      int n = 0;
      found[n++] = Math.max(1, (int) Math.round(100.0 * size / sampleRate));
      for (double hz = 126; hz < Math.min(16_000, sampleRate * 0.46) && n < 40; hz *= 1.26) {
        int bin = (int) Math.round(hz * size / sampleRate);
        if (bin > found[n - 1]) {
          found[n++] = bin;
        }
      }
      edges = Arrays.copyOf(found, n);
      int bands = Math.max(0, n - 1);
      octave = new int[bands];
      for (int b = 0; b < bands; b++) {
        double hz = Math.sqrt((double) edges[b] * edges[b + 1]) * sampleRate / size;
        octave[b] = (int) Math.clamp(Math.floor(Math.log(hz / 88) / Math.log(2)), 0, OCTAVES - 1);
      }
      vocalPower = new double[bands];
      mixPower = new double[bands];
      crossRe = new double[bands];
      crossIm = new double[bands];
    }

    void add(float[] vocals, float[] mix, int start) {
      hann.cut(vocals, start, a);
      hann.cut(mix, start, m);
      fft.forward(a);
      fft.forward(m);
      double total = 0;
      double leftTotal = 0;
      var here = new double[octave.length];
      var there = new double[octave.length];
      for (int b = 0; b < octave.length; b++) {
        double re = 0;
        double im = 0;
        for (int k = edges[b]; k < edges[b + 1]; k++) {
          double ar = a[2 * k];
          double ai = a[2 * k + 1];
          double mr = m[2 * k];
          double mi = m[2 * k + 1];
          here[b] += ar * ar + ai * ai;
          there[b] += mr * mr + mi * mi;
          re += ar * mr + ai * mi;
          im += ar * mi - ai * mr;
          leftTotal += (mr - ar) * (mr - ar) + (mi - ai) * (mi - ai);
        }
        total += there[b];
        vocalPower[b] += here[b];
        mixPower[b] += there[b];
        crossRe[b] += re;
        crossIm[b] += im;
      }
      boolean alone = total > 0;
      for (int b = 0; b < octave.length && alone; b++) {
        boolean matters = Math.max(here[b], there[b]) > total * 1e-3;
        alone = !matters || Math.abs(Math.log(there[b] / (here[b] + 1e-30))) < 0.046; // 0.2 dB
      }
      if (alone) {
        silent.add(new double[] {total, leftTotal});
      }
      if (++filled == TILE) {
        close();
      }
    }

    /// Adds the sums of another accumulator.
    void add(Accumulator other) {
      silent.addAll(other.silent);
      stays += other.stays;
      weightSum += other.weightSum;
      for (int o = 0; o < OCTAVES; o++) {
        inPhase[o] += other.inPhase[o];
        all[o] += other.all[o];
      }
    }

    /// Ends a tile.
    void close() {
      for (int b = 0; b < octave.length; b++) {
        double power = vocalPower[b];
        double samples =
            filled * (edges[b + 1] - edges[b]) / 1.5; // a Hann window correlates neighbouring bins
        if (power > 0 && samples > 1) {
          double re = crossRe[b] / power;
          double im = crossIm[b] / power;
          double rest = Math.max(0, mixPower[b] / power - re * re - im * im);
          double chance = rest / samples;
          double off = (re - 1) * (re - 1) + im * im;
          double weight = power / (chance + 1e-3) / (chance + 1e-3);
          stays += weight * (off - chance);
          weightSum += weight;
          double certain = power / (chance + 1e-2);
          inPhase[octave[b]] += certain * Math.clamp(1 - off, 0, 1);
          all[octave[b]] += certain;
        }
      }
      Arrays.fill(vocalPower, 0);
      Arrays.fill(mixPower, 0);
      Arrays.fill(crossRe, 0);
      Arrays.fill(crossIm, 0);
      filled = 0;
    }

    /// Share of the mix that stays in the blocks with the smallest residuals.
    double silentShare(int enough) {
      silent.sort(Comparator.comparingDouble(block -> block[1] / block[0]));
      double all = 0;
      double left = 0;
      for (double[] block : silent.subList(0, Math.max(enough, silent.size() / 5))) {
        all += block[0];
        left += block[1];
      }
      return left / all;
    }

    /// Share of the voice that stays, estimated from coherence.
    double share() {
      return weightSum > 0 ? stays / weightSum : 1;
    }

    double[] coherence() {
      var shares = new double[OCTAVES];
      for (int o = 0; o < OCTAVES; o++) {
        shares[o] = all[o] > 0 ? inPhase[o] / all[o] : 0;
      }
      return shares;
    }
  }
}
