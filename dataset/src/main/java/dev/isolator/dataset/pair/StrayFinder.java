package dev.isolator.dataset.pair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Finds what is sung but not in phase with the mix, and where else in the mix it lies: segments
/// too short for [CoarseSearch]'s ten seconds.
///
/// Once drift and polarity are known, all of a stretch can be correlated in phase: two seconds of a
/// voice then stand out of minutes of mix.
final class StrayFinder {
  private static final PhaseCorrelation CHECK = new PhaseCorrelation(1.5, 0.5, 0.004, 120, 2200);
  private static final Warp BETWEEN = new Warp(16);

  /// A window agrees above this many standard deviations of chance.
  private static final double AGREES = 4;

  /// Windows softer than this, over the mean energy, tell nothing.
  private static final double SOFT = 0.05;

  /// Windows in a row that make a stray.
  private static final int RUN = 2;

  /// Longest silence inside a stray.
  private static final double PAUSE_SECONDS = 3;

  /// Samples of the mix in which a stray is looked for; at 5.5 kHz three minutes.
  private static final int SPAN = 1 << 20;

  /// The least height of a stray's place, in standard deviations of chance over all lags.
  private static final double FOUND = 10;

  /// A second place as high as this share of the first, and neither is known: a refrain.
  private static final double ALIKE = 0.75;

  /// Of the stray's windows, this share must agree at its new place.
  private static final double MOST_AGREE = 0.75;

  /// A stray that stands so high where the fit has it is only drowned.
  private static final double DROWNED = 5;

  private static final int MOST = 24;

  private final float[] vocals;
  private final float[] mix;
  private final double sampleRate;
  private final ClockFit fit;
  private final Map<Stray, Optional<Scan>> scans = new ConcurrentHashMap<>();

  private StrayFinder(float[] vocals, float[] mix, double sampleRate, ClockFit fit) {
    this.vocals = vocals;
    this.mix = mix;
    this.sampleRate = sampleRate;
    this.fit = fit;
  }

  /// A finder of one fit.
  static StrayFinder of(Track vocals, Track mix, ClockFit fit) {
    float[] low = vocals.low();
    var stretched = new float[(int) Math.ceil(low.length * fit.rate())];
    BETWEEN.read(low, 0, 1 / fit.rate(), stretched, 0, stretched.length);
    return new StrayFinder(stretched, mix.low(), vocals.lowRate(), fit);
  }

  /// What does not agree, in order.
  List<Stray> strays() {
    var pieces =
        everywhere().stream()
            .map(
                p ->
                    new Piece(
                        p.fromSeconds() * fit.rate(),
                        p.toSeconds() * fit.rate(),
                        p.lagSeconds(),
                        p.strength()))
            .toList();
    double mean = energy(0, vocals.length) / Math.max(1, vocals.length);
    var strays = new ArrayList<Stray>();
    double from = 0;
    double to = 0;
    int run = 0;
    for (LagCurve curve : CHECK.curves(vocals, mix, sampleRate, pieces)) {
      double at = curve.atSeconds();
      int start = (int) ((at - 0.75) * sampleRate);
      int end = (int) ((at + 0.75) * sampleRate);
      if (energy(start, end) / (end - start) < SOFT * mean) {
        continue;
      }
      boolean agrees = height(curve, pieces.get(curve.piece()).lagSeconds()) > AGREES;
      if (run > 0 && (agrees || at - to > PAUSE_SECONDS)) {
        add(strays, run, from, to);
        run = 0;
      }
      if (!agrees) {
        from = run == 0 ? at : from;
        to = at;
        run++;
      }
    }
    add(strays, run, from, to);
    return strays.stream().parallel().filter(this::isAway).toList();
  }

  /// The fit's pieces, and between them what the fit has nowhere, where its neighbour has it: what
  /// is sung there is lost until it is found.
  private List<Piece> everywhere() {
    var pieces = new ArrayList<Piece>();
    double at = 0;
    for (Piece piece : fit.pieces()) {
      if (piece.fromSeconds() > at) {
        pieces.add(new Piece(at, piece.fromSeconds(), piece.lagSeconds(), 0));
      }
      pieces.add(piece);
      at = Math.max(at, piece.toSeconds());
    }
    double end = vocals.length / sampleRate / fit.rate();
    if (end > at) {
      pieces.add(new Piece(at, end, fit.pieces().getLast().lagSeconds(), 0));
    }
    return pieces;
  }

  /// Whether it is out of phase also when all of it is looked at together.
  private boolean isAway(Stray stray) {
    Scan scan = scan(stray);
    return scan == null || !(scan.here() > DROWNED);
  }

  private void add(List<Stray> strays, int run, double from, double to) {
    if (run >= RUN) {
      strays.add(new Stray((from - 0.5) / fit.rate(), (to + 0.5) / fit.rate()));
    }
  }

  /// Half a sample to either side counts: the low rate is coarse.
  private double height(LagCurve curve, double lag) {
    double most = 0;
    for (int i = -2; i <= 2; i++) {
      most = Math.max(most, fit.polarity() * curve.at(lag + i * 0.25 / sampleRate));
    }
    return most;
  }

  private double energy(int from, int to) {
    double sum = 0;
    for (int i = Math.max(0, from); i < Math.min(vocals.length, to); i++) {
      sum += (double) vocals[i] * vocals[i];
    }
    return sum;
  }

  /// The fit's pieces with those strays at their own lags that were found elsewhere; its own list
  /// if there are none.
  List<Piece> withFound(List<Stray> strays) {
    var longest =
        strays.stream()
            .sorted(Comparator.comparingDouble(s -> -s.seconds()))
            .limit(MOST)
            .sorted(Comparator.comparingDouble(Stray::fromSeconds))
            .toList();
    var pieces = everywhere();
    boolean none = true;
    for (Stray stray : longest) {
      double lag = search(stray);
      if (!Double.isNaN(lag)) {
        pieces = split(pieces, stray, lag);
        none = false;
      }
    }
    return none ? fit.pieces() : pieces;
  }

  /// The fit, its first and last piece drawn out to the ends of the vocals where nothing strays
  /// there: silence before the first note, say, for which the search had no place.
  ClockFit drawnOut(List<Stray> strays) {
    var pieces = new ArrayList<>(fit.pieces());
    Piece first = pieces.getFirst();
    if (strays.stream().noneMatch(s -> s.fromSeconds() < first.fromSeconds())) {
      pieces.set(0, new Piece(0, first.toSeconds(), first.lagSeconds(), first.strength()));
    }
    Piece last = pieces.getLast();
    double end = Math.max(last.toSeconds(), vocals.length / sampleRate / fit.rate());
    if (strays.stream().noneMatch(s -> s.toSeconds() > last.toSeconds())) {
      pieces.removeLast();
      pieces.add(new Piece(last.fromSeconds(), end, last.lagSeconds(), last.strength()));
    }
    return fit.with(pieces);
  }

  private static List<Piece> split(List<Piece> pieces, Stray stray, double lag) {
    var out = new ArrayList<Piece>();
    boolean put = false;
    for (Piece piece : pieces) {
      double end = Math.min(piece.toSeconds(), stray.fromSeconds());
      if (end > piece.fromSeconds()) {
        out.add(new Piece(piece.fromSeconds(), end, piece.lagSeconds(), piece.strength()));
      }
      if (!put && piece.toSeconds() > stray.fromSeconds()) {
        out.add(new Piece(stray.fromSeconds(), stray.toSeconds(), lag, 0));
        put = true;
      }
      double start = Math.max(piece.fromSeconds(), stray.toSeconds());
      if (piece.toSeconds() > start) {
        out.add(new Piece(start, piece.toSeconds(), piece.lagSeconds(), piece.strength()));
      }
    }
    return out;
  }

  /// The stray's lag in the mix, or NaN if no place stands out.
  private double search(Stray stray) {
    Scan scan = scan(stray);
    if (scan == null) {
      return Double.NaN;
    }
    boolean standsOut = scan.height() > FOUND && scan.second() < ALIKE * scan.height();
    return standsOut && agrees(stray, scan.lagSeconds()) ? scan.lagSeconds() : Double.NaN;
  }

  private boolean agrees(Stray stray, double lag) {
    var piece = new Piece(stray.fromSeconds() * fit.rate(), stray.toSeconds() * fit.rate(), lag, 0);
    var curves = CHECK.curves(vocals, mix, sampleRate, List.of(piece));
    long agree = curves.stream().filter(c -> height(c, lag) > AGREES).count();
    return agree >= RUN && agree >= MOST_AGREE * curves.size();
  }

  /// How a whole stray agrees with a part of the mix, in standard deviations over all lags.
  ///
  /// @param here where the fit has it
  /// @param lagSeconds where it agrees best
  /// @param height how well there
  /// @param second how well at the next best lag, not near
  private record Scan(double here, double lagSeconds, double height, double second) {}

  private @Nullable Scan scan(Stray stray) {
    return scans.computeIfAbsent(stray, s -> Optional.ofNullable(look(s))).orElse(null);
  }

  /// Null if the stray is too long for it, or the mix is silent.
  private @Nullable Scan look(Stray stray) {
    int from = (int) Math.round(stray.fromSeconds() * fit.rate() * sampleRate);
    int length = (int) Math.round(stray.seconds() * fit.rate() * sampleRate);
    double expected = lagAt(stray) * sampleRate;
    int size = FftCache.lengthFor(Math.min(SPAN, mix.length + 2 * length));
    if (2 * length > size) {
      return null;
    }
    int start =
        Math.clamp(
            (long) (from + expected) - size / 2,
            -length,
            Math.max(-length, mix.length - size + length));
    var voice = new double[size + 2];
    for (int i = Math.max(0, -from); i < Math.min(length, vocals.length - from); i++) {
      voice[i] = vocals[from + i];
    }
    var song = new double[size + 2];
    for (int i = Math.max(0, -start); i < Math.min(size, mix.length - start); i++) {
      song[i] = mix[start + i];
    }
    var fft = FftCache.of(size);
    fft.forward(voice);
    fft.forward(song);
    double[] voicePower = smoothed(voice);
    double[] songPower = smoothed(song);
    int low = Math.max(1, (int) (CHECK.lowHz() * size / sampleRate));
    int high = (int) Math.min(size / 2.0 - 1, CHECK.highHz() * size / sampleRate);
    SpectrumProduct.conjugate(voice, song, voice);
    for (int k = 0; k <= size / 2; k++) {
      boolean counts = k >= low && k <= high;
      double weight = counts ? 1 / (Math.sqrt(Math.sqrt(voicePower[k]) * songPower[k]) + 1e-30) : 0;
      voice[2 * k] *= weight;
      voice[2 * k + 1] *= weight;
    }
    fft.inverse(voice);
    var values = Arrays.copyOf(voice, size - length);
    double power = 0;
    for (double x : values) {
      power += x * x;
    }
    if (!(power > 0)) {
      return null;
    }
    double scale = fit.polarity() / Math.sqrt(power / values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] *= scale;
    }
    int firstLag = start - from;
    int best = highest(values, -1);
    return new Scan(
        near(values, (int) Math.round(expected) - firstLag),
        (best + firstLag) / sampleRate,
        values[best],
        values[highest(values, best)]);
  }

  /// The index of the highest value, more than 50 ms from another.
  private int highest(double[] values, int other) {
    int best = other == 0 ? values.length - 1 : 0;
    for (int i = 0; i < values.length; i++) {
      boolean apart = other < 0 || Math.abs(i - other) > 0.05 * sampleRate;
      if (apart && values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  /// The highest within a sample and a half.
  private static double near(double[] values, int at) {
    double most = 0;
    for (int i = Math.max(0, at - 1); i < Math.min(values.length, at + 2); i++) {
      most = Math.max(most, values[i]);
    }
    return most;
  }

  private double lagAt(Stray stray) {
    for (Piece piece : fit.pieces()) {
      if (piece.toSeconds() > stray.fromSeconds()) {
        return piece.lagSeconds();
      }
    }
    return fit.pieces().getLast().lagSeconds();
  }

  /// Power of a spectrum, `[length / 2]`, the mean over about 8 Hz.
  private double[] smoothed(double[] spectrum) {
    int size = spectrum.length - 2;
    int reach = Math.max(1, (int) (4 * size / sampleRate));
    var sums = new double[size / 2 + 1];
    for (int k = 1; k < size / 2; k++) {
      double re = spectrum[2 * k];
      double im = spectrum[2 * k + 1];
      sums[k + 1] = sums[k] + re * re + im * im;
    }
    var out = new double[size / 2];
    Arrays.setAll(
        out,
        k -> {
          int from = Math.max(0, k - reach);
          int to = Math.min(size / 2, k + reach + 1);
          return (sums[to] - sums[from]) / (to - from);
        });
    return out;
  }
}
