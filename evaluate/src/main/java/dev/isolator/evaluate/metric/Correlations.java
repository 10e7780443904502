package dev.isolator.evaluate.metric;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Inner products of delayed signals, over a whole song, by FFT.
///
/// The song is cut into blocks; a block of one signal, padded with zeros, is correlated with the
/// same stretch of another one that reaches `lags − 1` frames further on both sides. Cross-spectra
/// are added up over all blocks, so that one inverse FFT a pair is enough. Exact but for rounding.
///
/// @param ofBasis `[lags][i][j]`: `Σₙ xᵢ[n] xⱼ[n + lag]` of the basis signals x
/// @param withEstimates `[estimated channels][lag · signals + i]`: `Σₙ xᵢ[n] y[n + lag]`
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Correlations(double[][][] ofBasis, double[][] withEstimates) {
  private static final int FFT_SIZE = 8192;

  /// Parts of the song that are summed on their own: sums do not depend on the number of threads.
  private static final int PARTS = 8;

  static Correlations of(short[][] basis, List<short[]> estimates, int lags) {
    int size = Math.max(FFT_SIZE, SplitFft.lengthFor(4 * lags));
    int block = size - 2 * (lags - 1);
    int frames = basis[0].length;
    int blocks = Math.ceilDiv(frames, block);
    int parts = Math.min(PARTS, blocks);
    var sums =
        IntStream.range(0, parts)
            .parallel()
            .mapToObj(
                part -> {
                  var sum = new CrossSpectra(basis, estimates, size, lags);
                  int last = (int) ((part + 1L) * blocks / parts);
                  for (int b = (int) ((long) part * blocks / parts); b < last; b++) {
                    sum.add(b * block, Math.min(frames, (b + 1) * block));
                  }
                  return sum;
                })
            .toList();
    var total = sums.getFirst();
    sums.stream().skip(1).forEach(total::add);
    return total.correlations();
  }

  /// The sum of the cross-spectra of every pair, over the blocks added so far.
  private static final class CrossSpectra {
    private final short[][] basis;
    private final List<short[]> estimates;
    private final int lags;
    private final SplitFft fft;
    private final SplitSpectrum[] still; // of the basis
    private final SplitSpectrum[] reaching; // of the basis, then of the estimates
    private final SplitSpectrum[][] sum; // [i][j − i]: basis i with `reaching` j ≥ i

    CrossSpectra(short[][] basis, List<short[]> estimates, int size, int lags) {
      this.basis = basis;
      this.estimates = estimates;
      this.lags = lags;
      this.fft = new SplitFft(size);
      int all = basis.length + estimates.size();
      this.still = spectra(basis.length);
      this.reaching = spectra(all);
      this.sum = new SplitSpectrum[basis.length][];
      Arrays.setAll(sum, i -> spectra(all - i));
    }

    private SplitSpectrum[] spectra(int count) {
      var spectra = new SplitSpectrum[count];
      Arrays.setAll(spectra, i -> new SplitSpectrum(fft.bins));
      return spectra;
    }

    void add(int start, int end) {
      int reach = lags - 1;
      for (int j = 0; j < reaching.length; j++) {
        short[] signal = j < basis.length ? basis[j] : estimates.get(j - basis.length);
        fft.forward(signal, start - reach, end + reach, reaching[j]);
      }
      for (int i = 0; i < basis.length; i++) {
        fft.forward(basis[i], start, end, still[i]);
        for (int j = i; j < reaching.length; j++) {
          addConjugateProduct(still[i], reaching[j], sum[i][j - i]);
        }
      }
    }

    private static void addConjugateProduct(SplitSpectrum x, SplitSpectrum y, SplitSpectrum sum) {
      double[] xr = x.re;
      double[] xi = x.im;
      double[] yr = y.re;
      double[] yi = y.im;
      double[] re = sum.re;
      double[] im = sum.im;
      for (int bin = 0; bin < re.length; bin++) {
        re[bin] += xr[bin] * yr[bin] + xi[bin] * yi[bin];
        im[bin] += xr[bin] * yi[bin] - xi[bin] * yr[bin];
      }
    }

    void add(CrossSpectra other) {
      for (int i = 0; i < sum.length; i++) {
        for (int j = 0; j < sum[i].length; j++) {
          for (int bin = 0; bin < fft.bins; bin++) {
            sum[i][j].re[bin] += other.sum[i][j].re[bin];
            sum[i][j].im[bin] += other.sum[i][j].im[bin];
          }
        }
      }
    }

    Correlations correlations() {
      int m = basis.length;
      var ofBasis = new double[lags][m][m];
      var withEstimates = new double[estimates.size()][lags * m];
      for (int i = 0; i < m; i++) {
        for (int j = i; j < reaching.length; j++) {
          double[] lagged = fft.inverse(sum[i][j - i]); // index lag + lags − 1
          for (int lag = 0; lag < lags; lag++) {
            if (j < m) {
              ofBasis[lag][i][j] = lagged[lags - 1 + lag];
              ofBasis[lag][j][i] = lagged[lags - 1 - lag];
            } else {
              withEstimates[j - m][lag * m + i] = lagged[lags - 1 + lag];
            }
          }
        }
      }
      return new Correlations(ofBasis, withEstimates);
    }
  }

  /// The correlations of some of the basis signals alone.
  Correlations of(int[] signals) {
    int m = ofBasis[0].length;
    int lags = ofBasis.length;
    var some = new double[lags][signals.length][signals.length];
    var with = new double[withEstimates.length][lags * signals.length];
    for (int lag = 0; lag < lags; lag++) {
      for (int i = 0; i < signals.length; i++) {
        for (int j = 0; j < signals.length; j++) {
          some[lag][i][j] = ofBasis[lag][signals[i]][signals[j]];
        }
        for (int estimate = 0; estimate < with.length; estimate++) {
          with[estimate][lag * signals.length + i] = withEstimates[estimate][lag * m + signals[i]];
        }
      }
    }
    return new Correlations(some, with);
  }
}
