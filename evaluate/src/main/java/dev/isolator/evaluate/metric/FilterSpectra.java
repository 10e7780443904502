package dev.isolator.evaluate.metric;

import dev.isolator.evaluate.metric.RealFft.Spectrum;
import java.util.stream.Stream;

/// The projections' filters at the FFT size of a window.
///
/// @param own `[stems][channels][its signals]`
/// @param all `[stems][channels][signals]`
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record FilterSpectra(Spectrum[][][] own, Spectrum[][][] all) {
  static FilterSpectra of(ProjectionFilters filters, int size) {
    var fft = new RealFft(size);
    return new FilterSpectra(transform(filters.own(), fft), transform(filters.all(), fft));
  }

  private static Spectrum[][][] transform(double[][][][] filters, RealFft fft) {
    return Stream.of(filters)
        .map(
            stem ->
                Stream.of(stem)
                    .map(
                        channel ->
                            Stream.of(channel)
                                .map(
                                    taps -> {
                                      var spectrum = new Spectrum(fft.bins);
                                      fft.forward(taps, spectrum);
                                      return spectrum;
                                    })
                                .toArray(Spectrum[]::new))
                    .toArray(Spectrum[][]::new))
        .toArray(Spectrum[][][]::new);
  }
}
