package dev.isolator.evaluate.metric;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The filters whose outputs, summed, come nearest to an estimate in the least-squares sense; their
/// inputs are the references.
///
/// @param own `[stems][channels][its signals][taps]`: from the stem's own reference
/// @param all `[stems][channels][signals][taps]`: from all references together
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record ProjectionFilters(double[][][][] own, double[][][][] all) {

  /// Least squares over the whole song. One Gram matrix of all references serves every estimate;
  /// the matrix of a stem's own reference is made of the same correlations.
  static ProjectionFilters of(ReferenceBasis basis, List<Pcm16> estimates, int taps) {
    int channels = estimates.getFirst().channels();
    var estimated = estimates.stream().flatMap(stem -> Arrays.stream(stem.samples())).toList();
    var correlations = Correlations.of(basis.signals(), estimated, taps);
    double[][][] all = solve(correlations, 0, estimated.size());
    var own = new double[estimates.size()][][][];
    var joint = new double[estimates.size()][][][];
    for (int stem = 0; stem < own.length; stem++) {
      int first = stem * channels;
      joint[stem] = Arrays.copyOfRange(all, first, first + channels);
      own[stem] = solve(correlations.of(basis.ofStem()[stem]), first, first + channels);
    }
    return new ProjectionFilters(own, joint);
  }

  /// The filters `[last − first][signals][taps]` of the estimated channels `first` to `last`.
  private static double[][][] solve(Correlations correlations, int first, int last) {
    int signals = correlations.ofBasis()[0].length;
    int taps = correlations.ofBasis().length;
    if (signals == 0) {
      return new double[last - first][0][];
    }
    var gram = BlockToeplitz.of(correlations.ofBasis());
    return IntStream.range(first, last)
        .parallel()
        .mapToObj(
            estimate -> {
              double[] solution = gram.solve(correlations.withEstimates()[estimate]);
              var filters = new double[signals][taps];
              for (int tap = 0; tap < taps; tap++) {
                for (int i = 0; i < signals; i++) {
                  filters[i][tap] = solution[tap * signals + i];
                }
              }
              return filters;
            })
        .toArray(double[][][]::new);
  }
}
