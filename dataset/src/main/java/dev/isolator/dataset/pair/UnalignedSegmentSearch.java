package dev.isolator.dataset.pair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Finds segments of the vocals that are not in phase with the mix at the fit's lags, and looks for
/// each of them at other lags. This finds segments too short for [CoarseSearch], which needs ten
/// seconds.
///
/// With drift and polarity known from the fit, a whole segment can be correlated with the mix at
/// once: two seconds of a voice then give a clear peak among the lags of minutes of mix.
final class UnalignedSegmentSearch {
  private static final PhaseCorrelation CHECK = new PhaseCorrelation(1.5, 0.5, 0.004, 120, 2200);
  private static final SincInterpolator INTERPOLATOR = new SincInterpolator(16);

  /// A window is in phase if its correlation is above this many standard deviations of chance.
  private static final double AGREES = 4;

  /// Windows with less than this share of the mean energy are ignored.
  private static final double SOFT = 0.05;

  /// Least number of successive windows in an unaligned segment.
  private static final int RUN = 2;

  /// Longest silence inside an unaligned segment.
  private static final double PAUSE_SECONDS = 3;

  /// Most samples of the mix that are searched for one segment: three minutes at 5.5 kHz.
  private static final int SPAN = 1 << 20;

  /// Least peak of the correlation at a new lag, in standard deviations over all lags.
  private static final double FOUND = 10;

  /// If the second-highest peak reaches this share of the highest, the segment is repeated in the
  /// mix (a refrain) and its lag is ambiguous.
  private static final double ALIKE = 0.75;

  /// Least share of the segment's windows that must be in phase at the new lag.
  private static final double MOST_AGREE = 0.75;

  /// A segment whose correlation as a whole exceeds this at the fit's own lag, in standard
  /// deviations, is aligned after all: the accompaniment only masks it in its single windows.
  private static final double MASKED = 5;

  /// Most segments that are searched for, the longest first.
  private static final int MOST = 24;

  private final float[] vocals;
  private final float[] mix;
  private final double sampleRate;
  private final ClockFit fit;
  private final Map<UnalignedSegment, Optional<Scan>> scans = new ConcurrentHashMap<>();

  private UnalignedSegmentSearch(float[] vocals, float[] mix, double sampleRate, ClockFit fit) {
    this.vocals = vocals;
    this.mix = mix;
    this.sampleRate = sampleRate;
    this.fit = fit;
  }

  /// A search for what one fit leaves unaligned.
  static UnalignedSegmentSearch of(
      MultirateRecording vocals, MultirateRecording mix, ClockFit fit) {
    float[] low = vocals.low();
    var resampled = new float[(int) Math.ceil(low.length * fit.rate())];
    INTERPOLATOR.read(low, 0, 1 / fit.rate(), resampled, 0, resampled.length);
    return new UnalignedSegmentSearch(resampled, mix.low(), vocals.lowRate(), fit);
  }

  /// The unaligned segments, in the order of the vocals.
  List<UnalignedSegment> unaligned() {
    var segments =
        everywhere().stream()
            .map(
                p ->
                    new AlignedSegment(
                        p.fromSeconds() * fit.rate(),
                        p.toSeconds() * fit.rate(),
                        p.lagSeconds(),
                        p.strength()))
            .toList();
    double mean = energy(0, vocals.length) / Math.max(1, vocals.length);
    var unaligned = new ArrayList<UnalignedSegment>();
    double from = 0;
    double to = 0;
    int run = 0;
    for (CrossCorrelation curve : CHECK.curves(vocals, mix, sampleRate, segments)) {
      double at = curve.atSeconds();
      int start = (int) ((at - 0.75) * sampleRate);
      int end = (int) ((at + 0.75) * sampleRate);
      if (energy(start, end) / (end - start) < SOFT * mean) {
        continue;
      }
      boolean agrees = height(curve, segments.get(curve.segment()).lagSeconds()) > AGREES;
      if (run > 0 && (agrees || at - to > PAUSE_SECONDS)) {
        add(unaligned, run, from, to);
        run = 0;
      }
      if (!agrees) {
        from = run == 0 ? at : from;
        to = at;
        run++;
      }
    }
    add(unaligned, run, from, to);
    return unaligned.stream().parallel().filter(this::isUnaligned).toList();
  }

  /// The fit's segments, and between them the parts of the vocals that the fit does not cover, each
  /// at the lag of a neighbouring segment.
  private List<AlignedSegment> everywhere() {
    var segments = new ArrayList<AlignedSegment>();
    double at = 0;
    for (AlignedSegment aligned : fit.segments()) {
      if (aligned.fromSeconds() > at) {
        segments.add(new AlignedSegment(at, aligned.fromSeconds(), aligned.lagSeconds(), 0));
      }
      segments.add(aligned);
      at = Math.max(at, aligned.toSeconds());
    }
    double end = vocals.length / sampleRate / fit.rate();
    if (end > at) {
      segments.add(new AlignedSegment(at, end, fit.segments().getLast().lagSeconds(), 0));
    }
    return segments;
  }

  /// Whether the segment is out of phase also when it is correlated as a whole.
  private boolean isUnaligned(UnalignedSegment segment) {
    Scan scan = scan(segment);
    return scan == null || !(scan.here() > MASKED);
  }

  private void add(List<UnalignedSegment> unaligned, int run, double from, double to) {
    if (run >= RUN) {
      unaligned.add(new UnalignedSegment((from - 0.5) / fit.rate(), (to + 0.5) / fit.rate()));
    }
  }

  /// The highest correlation within half a sample of the lag, since the signals are sampled at a
  /// low rate.
  private double height(CrossCorrelation curve, double lag) {
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

  /// The fit's segments, with each unaligned segment that was found at another lag moved to it; the
  /// fit's own list if none was found.
  List<AlignedSegment> withRealigned(List<UnalignedSegment> unaligned) {
    var longest =
        unaligned.stream()
            .sorted(Comparator.comparingDouble(s -> -s.seconds()))
            .limit(MOST)
            .sorted(Comparator.comparingDouble(UnalignedSegment::fromSeconds))
            .toList();
    var segments = everywhere();
    boolean none = true;
    for (UnalignedSegment segment : longest) {
      double lag = search(segment);
      if (!Double.isNaN(lag)) {
        segments = split(segments, segment, lag);
        none = false;
      }
    }
    return none ? fit.segments() : segments;
  }

  /// The fit with its first and last segment extended to the ends of the vocals, unless there is an
  /// unaligned segment at that end. This covers silence before the first note, for which the search
  /// finds no lag.
  ClockFit extended(List<UnalignedSegment> unaligned) {
    var segments = new ArrayList<>(fit.segments());
    AlignedSegment first = segments.getFirst();
    if (unaligned.stream().noneMatch(s -> s.fromSeconds() < first.fromSeconds())) {
      segments.set(
          0, new AlignedSegment(0, first.toSeconds(), first.lagSeconds(), first.strength()));
    }
    AlignedSegment last = segments.getLast();
    double end = Math.max(last.toSeconds(), vocals.length / sampleRate / fit.rate());
    if (unaligned.stream().noneMatch(s -> s.toSeconds() > last.toSeconds())) {
      segments.removeLast();
      segments.add(new AlignedSegment(last.fromSeconds(), end, last.lagSeconds(), last.strength()));
    }
    return fit.with(segments);
  }

  /// The segments with one of them, or parts of two, replaced by a segment at a lag of its own.
  private static List<AlignedSegment> split(
      List<AlignedSegment> segments, UnalignedSegment moved, double lag) {
    var out = new ArrayList<AlignedSegment>();
    boolean put = false;
    for (AlignedSegment segment : segments) {
      double end = Math.min(segment.toSeconds(), moved.fromSeconds());
      if (end > segment.fromSeconds()) {
        out.add(
            new AlignedSegment(
                segment.fromSeconds(), end, segment.lagSeconds(), segment.strength()));
      }
      if (!put && segment.toSeconds() > moved.fromSeconds()) {
        out.add(new AlignedSegment(moved.fromSeconds(), moved.toSeconds(), lag, 0));
        put = true;
      }
      double start = Math.max(segment.fromSeconds(), moved.toSeconds());
      if (segment.toSeconds() > start) {
        out.add(
            new AlignedSegment(
                start, segment.toSeconds(), segment.lagSeconds(), segment.strength()));
      }
    }
    return out;
  }

  /// The segment's lag in the mix, or NaN if no lag is clearly the best.
  private double search(UnalignedSegment segment) {
    Scan scan = scan(segment);
    if (scan == null) {
      return Double.NaN;
    }
    boolean standsOut = scan.height() > FOUND && scan.second() < ALIKE * scan.height();
    return standsOut && agrees(segment, scan.lagSeconds()) ? scan.lagSeconds() : Double.NaN;
  }

  private boolean agrees(UnalignedSegment segment, double lag) {
    var moved =
        new AlignedSegment(
            segment.fromSeconds() * fit.rate(), segment.toSeconds() * fit.rate(), lag, 0);
    var curves = CHECK.curves(vocals, mix, sampleRate, List.of(moved));
    long agree = curves.stream().filter(c -> height(c, lag) > AGREES).count();
    return agree >= RUN && agree >= MOST_AGREE * curves.size();
  }

  /// The correlation of a whole segment with a part of the mix, in standard deviations over all
  /// lags.
  ///
  /// @param here at the fit's lag
  /// @param lagSeconds lag of the highest peak
  /// @param height of the highest peak
  /// @param second height of the highest peak more than 50 ms away from it
  private record Scan(double here, double lagSeconds, double height, double second) {}

  private @Nullable Scan scan(UnalignedSegment segment) {
    return scans.computeIfAbsent(segment, s -> Optional.ofNullable(look(s))).orElse(null);
  }

  /// Null if the segment is longer than half of what is searched, or the mix is silent.
  private @Nullable Scan look(UnalignedSegment segment) {
    int from = (int) Math.round(segment.fromSeconds() * fit.rate() * sampleRate);
    int length = (int) Math.round(segment.seconds() * fit.rate() * sampleRate);
    double expected = lagAt(segment) * sampleRate;
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

  /// The index of the highest value that is more than 50 ms from index `other`; −1 for no such
  /// limit.
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

  /// The highest value at an index and its two neighbours.
  private static double near(double[] values, int at) {
    double most = 0;
    for (int i = Math.max(0, at - 1); i < Math.min(values.length, at + 2); i++) {
      most = Math.max(most, values[i]);
    }
    return most;
  }

  /// The fit's lag at the segment's start.
  private double lagAt(UnalignedSegment segment) {
    for (AlignedSegment aligned : fit.segments()) {
      if (aligned.toSeconds() > segment.fromSeconds()) {
        return aligned.lagSeconds();
      }
    }
    return fit.segments().getLast().lagSeconds();
  }

  /// The power of a spectrum in each bin, averaged over about 8 Hz, `[length / 2]`.
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
