package dev.isolator.evaluate.metric;

import java.util.stream.Stream;

/// The projections' filters at the FFT size of a window.
///
/// @param own `[stems][channels][its signals]`
/// @param all `[stems][channels][signals]`
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record FilterSpectra(SplitSpectrum[][][] own, SplitSpectrum[][][] all) {
  static FilterSpectra of(ProjectionFilters filters, int size) {
    var fft = new SplitFft(size);
    return new FilterSpectra(transform(filters.own(), fft), transform(filters.all(), fft));
  }

  private static SplitSpectrum[][][] transform(double[][][][] filters, SplitFft fft) {
    return Stream.of(filters)
        .map(
            stem ->
                Stream.of(stem)
                    .map(
                        channel ->
                            Stream.of(channel)
                                .map(
                                    taps -> {
                                      var spectrum = new SplitSpectrum(fft.bins);
                                      fft.forward(taps, spectrum);
                                      return spectrum;
                                    })
                                .toArray(SplitSpectrum[]::new))
                    .toArray(SplitSpectrum[][]::new))
        .toArray(SplitSpectrum[][][]::new);
  }
}
