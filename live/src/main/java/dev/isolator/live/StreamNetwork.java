package dev.isolator.live;

import dev.isolator.model.FrameModel;
import dev.isolator.model.ModelException;
import java.nio.FloatBuffer;
import java.util.concurrent.atomic.AtomicLong;

/// A network and what it remembers of one stream. One thread at a time answers; [#restarts()] may
/// be asked from any.
final class StreamNetwork implements AutoCloseable {
  private final FrameModel model;
  private FrameModel.States states;
  private final AtomicLong restarts = new AtomicLong();

  /// @param model stays the caller's to close
  /// @throws ModelException if there is no memory for the states
  StreamNetwork(FrameModel model) throws ModelException {
    this.model = model;
    this.states = model.begin();
  }

  /// Turns a stream's next spectrum into its mask. Whatever makes the network answer with no
  /// numbers is in its memory then, and would stay: the memory begins anew, and the mask before is
  /// taken.
  ///
  /// @param spectrum `[4 * bins]`
  /// @param before the mask of the spectrum before, `[stems * 2 * bins]`
  /// @param mask the same shape, overwritten; may be `before` itself
  void answer(float[] spectrum, float[] before, float[] mask) throws ModelException {
    model.spectrum().put(0, spectrum);
    model.run(states);
    if (isMask(model.mask())) {
      model.mask().get(0, mask);
      return;
    }
    var silence = model.begin();
    states.close();
    states = silence;
    restarts.setRelease(restarts.getPlain() + 1);
    System.arraycopy(before, 0, mask, 0, mask.length);
  }

  private static boolean isMask(FloatBuffer values) {
    float sum = 0;
    for (int i = 0; i < values.capacity(); i++) {
      sum += values.get(i);
    }
    return Float.isFinite(sum);
  }

  /// How often the memory began anew. Any thread.
  long restarts() {
    return restarts.get();
  }

  @Override
  public void close() {
    states.close();
  }
}
