package dev.isolator.mask;

import java.util.ArrayList;
import java.util.List;

/// The shaping of a song's masks, frame by frame, as a stream that lags [#reach] frames behind.
///
/// | step | class | what it does |
/// |---|---|---|
/// | curve | [MaskCurve] | exponent, compression and floor |
/// | smoothing | [MaskSmoothing] | a Hann window over time and frequency |
/// | edges | [MaskEdges] | soft entry and exit of the vocals |
/// | clean-up | [IslandRemoval] | takes away islands, twice: those of each stem, then those of the last |
///
/// Steps that are off are left out. Each keeps the sum of all stems, the last included. Beyond the
/// song's ends the first and the last frame are repeated. One song and one channel, one thread;
/// allocates nothing after construction.
public final class ShapedMasks {
  private final List<MaskDelay> steps = new ArrayList<>();

  /// What a step is given by the one before it, `[step][stems][bins]`.
  private final float[][][] between;

  private boolean finished;

  /// @param layout what the masks are
  public ShapedMasks(MaskShape shape, CleanUp cleanUp, Layout layout) {
    for (MaskFilter filter : filters(shape, cleanUp, layout)) {
      steps.add(new MaskDelay(filter, layout.stems, layout.bins));
    }
    this.between = new float[steps.size()][layout.stems][layout.bins];
  }

  /// What masks are.
  ///
  /// @param stems without the last
  /// @param vocals which of them, or −1
  /// @param bins of a mask
  /// @param binHz from one bin to the next
  /// @param frameSeconds from one frame to the next
  public record Layout(int stems, int vocals, int bins, double binHz, double frameSeconds) {}

  private static List<MaskFilter> filters(MaskShape shape, CleanUp cleanUp, Layout layout) {
    var filters = new ArrayList<MaskFilter>();
    if (MaskCurve.isWanted(shape)) {
      filters.add(new MaskCurve(shape, layout.stems + 1));
    }
    if (!shape.smoothing().equals(MaskShape.Smoothing.OFF)) {
      filters.add(
          new MaskSmoothing(shape.smoothing(), layout.frameSeconds, layout.binHz, layout.bins));
    }
    if (!shape.edges().equals(MaskShape.Edges.OFF)) {
      filters.add(new MaskEdges(shape.edges(), layout.frameSeconds, layout.vocals));
    }
    if (cleanUp.amount() > 0) {
      filters.add(IslandRemoval.of(cleanUp, layout.frameSeconds, layout.binHz, false));
      filters.add(IslandRemoval.of(cleanUp, layout.frameSeconds, layout.binHz, true));
    }
    return filters;
  }

  /// Whether there is anything to do.
  public static boolean isWanted(MaskShape shape, CleanUp cleanUp) {
    return !shape.equals(MaskShape.OFF) || cleanUp.amount() > 0;
  }

  /// Frames by which masks come out later than they go in.
  public static int reach(MaskShape shape, CleanUp cleanUp, Layout layout) {
    return filters(shape, cleanUp, layout).stream().mapToInt(MaskFilter::ahead).sum();
  }

  /// Adds the next frame's masks. What is ready must have been taken before.
  ///
  /// @param masks `[stems without the last][bins]`, 0 to 1; copied
  public void add(float[][] masks) {
    steps.getFirst().add(masks);
  }

  /// No more frames come.
  public void finish() {
    finished = true;
    steps.getFirst().finish();
  }

  /// Takes the next frame's masks.
  ///
  /// @param masks `[stems without the last][bins]`, overwritten if there are any
  /// @return false if more frames must be added first, or there are no more
  public boolean next(float[][] masks) {
    return next(steps.size() - 1, masks);
  }

  /// A step is given frames of the one before it until it has one to give itself.
  private boolean next(int step, float[][] masks) {
    MaskDelay mine = steps.get(step);
    while (!mine.next(masks)) {
      if (step == 0) {
        return false;
      }
      if (!next(step - 1, between[step])) {
        if (finished) {
          mine.finish();
        }
        return mine.next(masks);
      }
      mine.add(between[step]);
    }
    return true;
  }
}
