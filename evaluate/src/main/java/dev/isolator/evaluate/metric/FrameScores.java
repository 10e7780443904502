package dev.isolator.evaluate.metric;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// The BSS Eval scores of one stem: four ratios for each frame of one second.
///
/// @param frames in order; frames with a silent reference or estimate are all NaN
public record FrameScores(List<BssRatios> frames) {
  public FrameScores {
    frames = List.copyOf(frames);
  }

  /// The track's scores: for each ratio the median over the frames where it is defined.
  public BssRatios median() {
    return new BssRatios(
        median(BssRatios::sdr),
        median(BssRatios::isr),
        median(BssRatios::sir),
        median(BssRatios::sar));
  }

  private double median(ToDoubleFunction<BssRatios> ratio) {
    return Median.of(frames.stream().mapToDouble(ratio).toArray());
  }
}
