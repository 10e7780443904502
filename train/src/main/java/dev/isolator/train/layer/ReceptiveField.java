package dev.isolator.train.layer;

/// A network's receptive field in time: which frames of the input its output depends on.
///
/// A recurrence depends on all frames before; what is told here leaves it out, see [#isRecurrent].
///
/// @param back frames before, the worst over all places on the coarse grid
/// @param ahead frames after, likewise
public record ReceptiveField(int back, int ahead) {

  /// The reach of a network.
  ///
  /// @param multiple input frames to one frame of the slowest level
  public static ReceptiveField of(Layer network, int multiple) {
    int back = 0;
    int ahead = 0;
    for (int frame = 0; frame < multiple; frame++) {
      var needed = needed(network, new Range(frame, frame));
      back = Math.max(back, frame - needed.first());
      ahead = Math.max(ahead, needed.last() - frame);
    }
    return new ReceptiveField(back, ahead);
  }

  /// Whether a network remembers all frames before, so that its reach has no end.
  public static boolean isRecurrent(Layer network) {
    return switch (network) {
      case Layer.Recurrence _ -> true;
      case Layer.Chain(var layers) -> layers.stream().anyMatch(ReceptiveField::isRecurrent);
      case Layer.Residual(var inner) -> isRecurrent(inner);
      case Layer.Skip(var inner) -> isRecurrent(inner);
      case Layer.MultipliedSkip(var inner) -> isRecurrent(inner);
      case Layer.Convolution _,
          Layer.TransposedConvolution _,
          Layer.Pool _,
          Layer.LeakyRelu _,
          Layer.Dropout _,
          Layer.Scale _,
          Layer.Exemplars _,
          Layer.FrequencyTransform _,
          Layer.Windows _,
          Layer.Advance _ ->
          false;
    };
  }

  private record Range(int first, int last) {
    Range with(Range other) {
      return new Range(Math.min(first, other.first), Math.max(last, other.last));
    }
  }

  private static Range needed(Layer layer, Range out) {
    return switch (layer) {
      case Layer.Chain(var layers) -> {
        var range = out;
        for (var earlier : layers.reversed()) {
          range = needed(earlier, range);
        }
        yield range;
      }
      case Layer.Residual(var inner) -> out.with(needed(inner, out));
      case Layer.Skip(var inner) -> out.with(needed(inner, out));
      case Layer.MultipliedSkip(var inner) -> out.with(needed(inner, out));
      case Layer.Convolution c -> {
        var axis = c.frames();
        yield new Range(
            out.first() * axis.stride() - axis.before(),
            out.last() * axis.stride() - axis.before() + axis.kernel() - 1);
      }
      case Layer.Pool p ->
          new Range(out.first() * p.frames(), out.last() * p.frames() + p.frames() - 1);
      case Layer.LeakyRelu _,
          Layer.Dropout _,
          Layer.Scale _,
          Layer.Exemplars _,
          Layer.FrequencyTransform _,
          Layer.Recurrence _ ->
          out;
      case Layer.Windows w -> new Range(out.first() - w.at(), out.last() - w.at() + w.frames() - 1);
      case Layer.Advance(int frames) -> new Range(out.first() + frames, out.last() + frames);
      case Layer.TransposedConvolution e ->
          new Range(
              Math.floorDiv(out.first() - e.delay(), 2), Math.floorDiv(out.last() - e.delay(), 2));
    };
  }
}
