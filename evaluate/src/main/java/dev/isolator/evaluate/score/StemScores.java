package dev.isolator.evaluate.score;

import dev.isolator.evaluate.metric.BssRatios;
import dev.isolator.evaluate.metric.FrameScores;

/// The scores of one stem of one song, in dB; NaN = undefined.
///
/// @param frames BSS Eval v4, second by second
/// @param siSdr scale-invariant, over the whole track
/// @param trackSdr over the whole track
public record StemScores(String stem, FrameScores frames, double siSdr, double trackSdr) {
  /// The medians over the track's frames.
  public BssRatios median() {
    return frames.median();
  }
}
