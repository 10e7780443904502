package dev.isolator.evaluate.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// How well frames with a voice were told from frames without. Each score is from 0 to 1, or NaN
/// where its denominator is 0: no frame was classified as voiced (precision), no frame is voiced
/// (recall), or all or no frames are (AUC).
///
/// @param accuracy frames classified correctly, of all frames
/// @param precision frames with a voice, of the frames classified as voiced
/// @param recall frames classified as voiced, of the frames with a voice
/// @param f1 harmonic mean of precision and recall
/// @param auc area under the receiver operating characteristic: the probability that a frame with a
///   voice gets a higher value than one without; ties count half
public record VoiceActivityScores(
    double accuracy, double precision, double recall, double f1, double auc) {

  /// Compares probabilities with true labels.
  ///
  /// Source of the AUC: the Mann–Whitney statistic; Fawcett, “An introduction to ROC analysis”,
  /// Pattern Recognition Letters 27, 2006, section 7.
  ///
  /// @param truth `[frames]`: whether there is a voice
  /// @param probability `[frames]`: of a voice; any finite values
  /// @param threshold from which on a value counts as voiced
  public static VoiceActivityScores of(boolean[] truth, double[] probability, double threshold) {
    if (truth.length != probability.length) {
      throw new IllegalArgumentException(
          "expected %d probabilities, one for each frame, found %d"
              .formatted(truth.length, probability.length));
    }
    double[] confusion = new double[4]; // true negatives, false positives, misses, hits
    for (int frame = 0; frame < truth.length; frame++) {
      if (!Double.isFinite(probability[frame])) {
        throw new IllegalArgumentException(
            "probability of frame %d must be finite, was %s".formatted(frame, probability[frame]));
      }
      confusion[(truth[frame] ? 2 : 0) + (probability[frame] >= threshold ? 1 : 0)]++;
    }
    double hits = confusion[3];
    double misses = confusion[2];
    double alarms = confusion[1];
    return new VoiceActivityScores(
        (hits + confusion[0]) / truth.length,
        hits / (hits + alarms),
        hits / (hits + misses),
        2 * hits / (2 * hits + misses + alarms),
        auc(truth, probability));
  }

  private static double auc(boolean[] truth, double[] probability) {
    int[] order =
        IntStream.range(0, truth.length)
            .boxed()
            .sorted(Comparator.comparingDouble(frame -> probability[frame]))
            .mapToInt(Integer::intValue)
            .toArray();
    var ranks = new double[truth.length];
    for (int first = 0, next; first < order.length; first = next) {
      next = first + 1;
      while (next < order.length && probability[order[next]] == probability[order[first]]) {
        next++;
      }
      for (int i = first; i < next; i++) {
        ranks[order[i]] = (first + 1 + next) / 2.0;
      }
    }
    double voiced = IntStream.range(0, truth.length).filter(frame -> truth[frame]).count();
    double rankSum =
        Arrays.stream(order).filter(frame -> truth[frame]).mapToDouble(frame -> ranks[frame]).sum();
    return (rankSum - voiced * (voiced + 1) / 2) / (voiced * (truth.length - voiced));
  }
}
