package dev.isolator.evaluate.metric;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// What BSS Eval says of one stem: four ratios for each frame of one second.
///
/// @param frames in order; frames with a silent reference or estimate are all NaN
public record FrameScores(List<Ratios> frames) {
  public FrameScores {
    frames = List.copyOf(frames);
  }

  /// The track's scores: for each ratio the median over the frames where it is defined.
  public Ratios median() {
    return new Ratios(
        median(Ratios::sdr), median(Ratios::isr), median(Ratios::sir), median(Ratios::sar));
  }

  private double median(ToDoubleFunction<Ratios> ratio) {
    return Median.of(frames.stream().mapToDouble(ratio).toArray());
  }
}
