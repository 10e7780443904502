package dev.isolator.dataset.pair;

import dev.isolator.spectrum.RealFft;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// Generalised cross-correlation of short windows of the vocals with the mix.
///
/// The mix is whitened fully (phase transform), the vocals by the square root of their magnitude:
/// bins in which the voice is weak hold mostly accompaniment and get a lower weight.
///
/// Source: Knapp and Carter, IEEE Trans. ASSP 24(4), 1976.
///
/// @param windowSeconds of vocals in one window
/// @param everySeconds distance between the centres of successive windows
/// @param rangeSeconds largest difference from the segment's lag
/// @param lowHz lowest frequency that counts
/// @param highHz highest frequency that counts
record PhaseCorrelation(
    double windowSeconds, double everySeconds, double rangeSeconds, double lowHz, double highHz) {

  /// The cross-correlations of all windows with singing.
  ///
  /// @param vocals `[frames]`
  /// @param mix `[frames]`, at the same rate
  /// @param segments in order, without overlap
  List<CrossCorrelation> curves(
      float[] vocals, float[] mix, double sampleRate, List<AlignedSegment> segments) {
    int window = (int) Math.round(windowSeconds * sampleRate);
    var hann = new FrameCutter(window);
    int range = (int) Math.ceil(rangeSeconds * sampleRate) + 2;
    int size = FftCache.lengthFor(window + 2 * range);
    int count = (int) (vocals.length / sampleRate / everySeconds) + 1;
    double threshold = energy(vocals, 0, vocals.length) / Math.max(1, vocals.length) * 1e-3;
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(
            w -> {
              double centre = (w + 0.5) * everySeconds;
              int segment = segmentAt(segments, centre);
              int from = (int) Math.round(centre * sampleRate) - window / 2;
              double energy = energy(vocals, from, from + window);
              if (segment < 0 || !(energy / window > threshold) || !(energy > 0)) {
                return null;
              }
              int lag = (int) Math.round(segments.get(segment).lagSeconds() * sampleRate);
              float[] values =
                  correlate(vocals, from, hann, mix, lag - range, FftCache.of(size), sampleRate);
              return values == null
                  ? null
                  : new CrossCorrelation(
                      segment,
                      centre,
                      (lag - range) / sampleRate,
                      1 / sampleRate,
                      Arrays.copyOf(values, 2 * range + 1));
            })
        .filter(Objects::nonNull)
        .toList();
  }

  private static int segmentAt(List<AlignedSegment> segments, double seconds) {
    for (int p = 0; p < segments.size(); p++) {
      if (seconds >= segments.get(p).fromSeconds() && seconds < segments.get(p).toSeconds()) {
        return p;
      }
    }
    return -1;
  }

  private static double energy(float[] signal, int from, int to) {
    double sum = 0;
    for (int i = Math.max(0, from); i < Math.min(signal.length, to); i++) {
      sum += (double) signal[i] * signal[i];
    }
    return sum;
  }

  /// The correlation by lag, where index 0 is a lag of `firstLag` samples. Null if the mix is
  /// silent in the window or ends before it.
  private float @org.jspecify.annotations.Nullable [] correlate(
      float[] vocals,
      int from,
      FrameCutter window,
      float[] mix,
      int firstLag,
      RealFft fft,
      double sampleRate) {
    int size = fft.length();
    var a = new double[size + 2];
    window.cut(vocals, from, a);
    var m = new double[size + 2];
    int start = from + firstLag;
    double energy = 0;
    for (int i = Math.max(0, -start); i < Math.min(size, mix.length - start); i++) {
      m[i] = mix[start + i];
      energy += m[i] * m[i];
    }
    if (!(energy > 1e-12)) {
      return null;
    }
    fft.forward(a);
    fft.forward(m);
    int low = (int) Math.ceil(lowHz * size / sampleRate);
    int high = (int) Math.min(size / 2.0 - 1, highHz * size / sampleRate);
    double power = 0;
    var cross = new double[size + 2];
    for (int k = low; k <= high; k++) {
      double re = a[2 * k] * m[2 * k] + a[2 * k + 1] * m[2 * k + 1];
      double im = a[2 * k] * m[2 * k + 1] - a[2 * k + 1] * m[2 * k];
      double vocal = Math.sqrt(a[2 * k] * a[2 * k] + a[2 * k + 1] * a[2 * k + 1]);
      double other = Math.sqrt(m[2 * k] * m[2 * k] + m[2 * k + 1] * m[2 * k + 1]);
      double weight = 1 / (Math.sqrt(vocal) * other + 1e-20);
      cross[2 * k] = re * weight;
      cross[2 * k + 1] = im * weight;
      power += cross[2 * k] * cross[2 * k] + cross[2 * k + 1] * cross[2 * k + 1];
    }
    if (!(power > 0)) {
      return null;
    }
    fft.inverse(cross);
    double scale = size / Math.sqrt(2 * power);
    var values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (cross[i] * scale);
    }
    return values;
  }
}
