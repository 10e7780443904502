package dev.isolator.evaluate.threshold;

import dev.isolator.evaluate.metric.VoiceActivityScores;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The threshold that tells voiced frames best from others, where both kinds count alike: the one
/// of the largest balanced accuracy, (recall + specificity) / 2. So it does not depend on how much
/// of the songs is sung.
///
/// Source: Youden, Index for rating diagnostic tests, Cancer 3(1), 1950.
///
/// @param threshold from which on a frame is voiced
/// @param balanced accuracy at it, 0 to 1
/// @param falseVoice share of the frames without a voice that are said to have one, at it
/// @param scores at it
public record ThresholdFit(
    double threshold, double balanced, double falseVoice, VoiceActivityScores scores) {

  /// Finds it.
  ///
  /// @param sung `[frames]`: whether there is a voice
  /// @param probabilities `[frames]`, finite
  /// @throws IllegalArgumentException unless there are frames of both kinds
  public static ThresholdFit of(boolean[] sung, double[] probabilities) {
    long voiced = IntStream.range(0, sung.length).filter(t -> sung[t]).count();
    if (voiced == 0 || voiced == sung.length) {
      throw new IllegalArgumentException(
          "expected frames with a voice and frames without, found %d of %d with one; add songs"
              .formatted(voiced, sung.length));
    }
    int[] falling =
        IntStream.range(0, sung.length)
            .boxed()
            .sorted(Comparator.comparingDouble(t -> -probabilities[t]))
            .mapToInt(Integer::intValue)
            .toArray();
    double best = -1;
    double threshold = 1;
    long hits = 0;
    long alarms = 0;
    double falseVoice = 0;
    for (int i = 0; i < falling.length; i++) {
      hits += sung[falling[i]] ? 1 : 0;
      alarms += sung[falling[i]] ? 0 : 1;
      boolean tied =
          i + 1 < falling.length && probabilities[falling[i + 1]] == probabilities[falling[i]];
      double specificity = 1 - (double) alarms / (sung.length - voiced);
      double balanced = ((double) hits / voiced + specificity) / 2;
      if (!tied && balanced > best) {
        best = balanced;
        falseVoice = 1 - specificity;
        double next = i + 1 < falling.length ? probabilities[falling[i + 1]] : 0;
        threshold = (probabilities[falling[i]] + next) / 2; // between the two
      }
    }
    return new ThresholdFit(
        threshold, best, falseVoice, VoiceActivityScores.of(sung, probabilities, threshold));
  }
}
