package dev.isolator.model;

import java.util.Arrays;
import java.util.List;

/// What networks answered about the sources' spectra, for a frame at a time: spectra, masks or
/// magnitudes become the source's spectrum. Answers of several files are averaged by their weights.
final class SpectralSources {
  /// Spleeter's: a mask is defined where all sources are silent.
  private static final double RATIO_FLOOR = 1e-10;

  /// Bins whose mean mask counts above the network's highest.
  private static final int TOP_BINS = 16;

  private final Adapter adapter;
  private final List<AdapterNetwork> networks;
  private final int bins;
  private final float[][][] mix;

  /// @param bins that the network takes
  /// @param mix `[2][frames][2 * all bins]`, interleaved, as it was analysed
  SpectralSources(Adapter adapter, List<AdapterNetwork> networks, int bins, float[][][] mix) {
    this.adapter = adapter;
    this.networks = networks;
    this.bins = bins;
    this.mix = mix;
  }

  /// Whether any output is a spectrum, or becomes one.
  boolean areThere() {
    return adapter.outputs().stream().anyMatch(tensor -> tensor.kind() != Adapter.Kind.WAVES);
  }

  /// The spectrum of a source in one frame.
  ///
  /// @param level brings answers back that are spectra themselves
  /// @param into `[2 * all bins]`, overwritten
  void read(int source, int channel, int t, Deviation level, double[] into) {
    Arrays.fill(into, 0);
    double all = 0;
    for (int file = 0; file < networks.size(); file++) {
      all += weight(file, source);
    }
    for (int file = 0; file < networks.size(); file++) {
      double share = weight(file, source) / all;
      if (share > 0) {
        for (var output : networks.get(file).outputs()) {
          add(output, share, source, channel, t, level, into);
        }
      }
    }
  }

  private double weight(int file, int source) {
    return adapter.files().get(file).weights().get(source);
  }

  private void add(
      AdapterNetwork.Bound output,
      double share,
      int source,
      int channel,
      int t,
      Deviation level,
      double[] into) {
    int at = source * output.source() + channel * output.channel() + t * output.frame();
    float[] x = mix[channel][t];
    switch (output.kind()) {
      case WAVES -> {}
      case SPECTRUM -> {
        for (int f = 0; f < bins; f++) {
          int i = at + f * output.bin();
          into[2 * f] += share * level.restored(output.buffer().get(i));
          into[2 * f + 1] += share * level.restored(output.buffer().get(i + output.part()));
        }
      }
      case REAL, IMAGINARY -> {
        int part = output.kind() == Adapter.Kind.REAL ? 0 : 1;
        for (int f = 0; f < bins; f++) {
          double value = output.buffer().get(at + f * output.bin());
          into[2 * f + part] += share * level.restored(value);
        }
      }
      case MASK -> {
        for (int f = 0; f < bins; f++) {
          int i = at + f * output.bin();
          double re = output.buffer().get(i);
          double im = output.buffer().get(i + output.part());
          into[2 * f] += share * (re * x[2 * f] - im * x[2 * f + 1]);
          into[2 * f + 1] += share * (re * x[2 * f + 1] + im * x[2 * f]);
        }
      }
      case MAGNITUDES -> {
        for (int f = 0; f < bins; f++) {
          addMagnitude(share * output.buffer().get(at + f * output.bin()), x, f, into);
        }
      }
      case RATIO -> addRatio(share, source, channel, t, x, into);
    }
  }

  /// A magnitude gets the phase of the mix; where there is none, 0.
  private static void addMagnitude(double magnitude, float[] x, int f, double[] into) {
    double mixed = Math.hypot(x[2 * f], x[2 * f + 1]);
    if (mixed > 0) {
      into[2 * f] += magnitude * (x[2 * f] / mixed);
      into[2 * f + 1] += magnitude * (x[2 * f + 1] / mixed);
    } else {
      into[2 * f] += magnitude;
    }
  }

  private void addRatio(double share, int source, int channel, int t, float[] x, double[] into) {
    double top = 0;
    int tops = Math.min(TOP_BINS, bins);
    for (int f = 0; f < into.length / 2; f++) {
      double mask = f < bins ? ratio(source, channel, t, f) : top / tops;
      top += f >= bins - tops && f < bins ? mask : 0;
      into[2 * f] += share * mask * x[2 * f];
      into[2 * f + 1] += share * mask * x[2 * f + 1];
    }
  }

  private double ratio(int source, int channel, int t, int f) {
    int count = adapter.sources().size();
    double all = RATIO_FLOOR;
    double own = RATIO_FLOOR / count;
    for (int other = 0; other < count; other++) {
      double y = magnitude(other, channel, t, f);
      all += y * y;
      own += other == source ? y * y : 0;
    }
    return own / all;
  }

  private double magnitude(int source, int channel, int t, int f) {
    double sum = 0;
    double all = 0;
    for (int file = 0; file < networks.size(); file++) {
      double weight = weight(file, source);
      if (weight > 0) {
        var output = networks.get(file).outputs().getFirst();
        int at =
            source * output.source()
                + channel * output.channel()
                + t * output.frame()
                + f * output.bin();
        sum += weight * output.buffer().get(at);
        all += weight;
      }
    }
    return sum / all;
  }
}
