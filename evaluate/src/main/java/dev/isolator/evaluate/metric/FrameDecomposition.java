package dev.isolator.evaluate.metric;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Splits the estimates of one window into their four parts and sums the parts' energies. The
/// window has hard edges; the filtered references last `taps − 1` frames longer, and count to their
/// end. Not thread-safe.
final class FrameDecomposition {
  private final ReferenceBasis basis;
  private final List<Pcm16> references;
  private final List<Pcm16> estimates;
  private final FilterSpectra filters;
  private final SplitFft fft;
  private final SplitSpectrum[] signals;
  private final SplitSpectrum truth;
  private final SplitSpectrum estimate;
  private final SplitSpectrum own;
  private final SplitSpectrum all;

  FrameDecomposition(
      ReferenceBasis basis,
      List<Pcm16> references,
      List<Pcm16> estimates,
      FilterSpectra filters,
      int size) {
    this.basis = basis;
    this.references = references;
    this.estimates = estimates;
    this.filters = filters;
    this.fft = new SplitFft(size);
    this.signals = new SplitSpectrum[basis.signals().length];
    Arrays.setAll(signals, i -> new SplitSpectrum(fft.bins));
    this.truth = new SplitSpectrum(fft.bins);
    this.estimate = new SplitSpectrum(fft.bins);
    this.own = new SplitSpectrum(fft.bins);
    this.all = new SplitSpectrum(fft.bins);
  }

  /// The ratios of every stem in the frames `start` to `end` (exclusive).
  BssRatios[] ratios(int start, int end) {
    for (int i = 0; i < signals.length; i++) {
      fft.forward(basis.signals()[i], start, end, signals[i]);
    }
    var ratios = new BssRatios[references.size()];
    for (int stem = 0; stem < ratios.length; stem++) {
      var sums = new Energies();
      for (int channel = 0; channel < references.get(stem).channels(); channel++) {
        fft.forward(references.get(stem).samples()[channel], start, end, truth);
        fft.forward(estimates.get(stem).samples()[channel], start, end, estimate);
        project(basis.ofStem()[stem], filters.own()[stem][channel], own);
        project(null, filters.all()[stem][channel], all);
        sums.add(truth, estimate, own, all);
      }
      ratios[stem] = sums.ratios();
    }
    return ratios;
  }

  private void project(int @Nullable [] which, SplitSpectrum[] by, SplitSpectrum sum) {
    Arrays.fill(sum.re, 0);
    Arrays.fill(sum.im, 0);
    for (int i = 0; i < by.length; i++) {
      addProduct(signals[which == null ? i : which[i]], by[i], sum);
    }
  }

  private static void addProduct(SplitSpectrum x, SplitSpectrum y, SplitSpectrum sum) {
    double[] xr = x.re;
    double[] xi = x.im;
    double[] yr = y.re;
    double[] yi = y.im;
    double[] re = sum.re;
    double[] im = sum.im;
    for (int bin = 0; bin < re.length; bin++) {
      re[bin] += xr[bin] * yr[bin] - xi[bin] * yi[bin];
      im[bin] += xr[bin] * yi[bin] + xi[bin] * yr[bin];
    }
  }

  /// Energies summed over channels, by Parseval: bins between the first and the last count twice.
  private static final class Energies {
    private double truth;
    private double image;
    private double explained;
    private double distortion;
    private double spatial;
    private double interference;
    private double artefacts;

    void add(
        SplitSpectrum reference, SplitSpectrum estimate, SplitSpectrum own, SplitSpectrum all) {
      int last = reference.re.length - 1;
      add(reference.re, estimate.re, own.re, all.re, 0, 1, 1);
      add(reference.re, estimate.re, own.re, all.re, last, last + 1, 1);
      add(reference.re, estimate.re, own.re, all.re, 1, last, 2);
      add(reference.im, estimate.im, own.im, all.im, 1, last, 2);
    }

    private void add(
        double[] s, double[] e, double[] own, double[] all, int from, int to, int weight) {
      double s2 = 0;
      double own2 = 0;
      double all2 = 0;
      double se2 = 0;
      double sOwn2 = 0;
      double ownAll2 = 0;
      double allE2 = 0;
      for (int k = from; k < to; k++) {
        s2 += s[k] * s[k];
        own2 += own[k] * own[k];
        all2 += all[k] * all[k];
        se2 += (e[k] - s[k]) * (e[k] - s[k]);
        sOwn2 += (own[k] - s[k]) * (own[k] - s[k]);
        ownAll2 += (all[k] - own[k]) * (all[k] - own[k]);
        allE2 += (e[k] - all[k]) * (e[k] - all[k]);
      }
      truth += weight * s2;
      image += weight * own2;
      explained += weight * all2;
      distortion += weight * se2;
      spatial += weight * sOwn2;
      interference += weight * ownAll2;
      artefacts += weight * allE2;
    }

    BssRatios ratios() {
      return BssRatios.of(truth, image, explained, distortion, spatial, interference, artefacts);
    }
  }
}
