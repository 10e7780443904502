package dev.isolator.separation;

import dev.isolator.audio.Counted;
import dev.isolator.model.ChunkModel;
import dev.isolator.model.ChunkPlan;
import dev.isolator.model.FrameModel;
import dev.isolator.model.MaskModel;
import dev.isolator.model.ModelException;
import java.util.ArrayList;
import java.util.List;

/// A network that answers with masks, at work on one song: what differs between one that looks at
/// chunks and one that remembers frames.
sealed interface MaskNetwork extends AutoCloseable {
  /// Puts a model to work.
  ///
  /// @param pairs of channels that a song has
  static MaskNetwork of(MaskModel model, int pairs) throws ModelException {
    return switch (model) {
      case ChunkModel chunks -> new OfChunks(chunks);
      case FrameModel frames -> OfFrames.begin(frames, pairs);
    };
  }

  /// How frames are laid into chunks.
  ///
  /// @param framesAhead frames after a chunk's core whose answers are wanted too
  ChunkPlan plan(int framesAhead);

  /// Turns the spectrum of a pair of channels into masks.
  ///
  /// @param pair its number, from 0
  void run(int pair) throws ModelException;

  /// Frees what is remembered of the song.
  @Override
  default void close() {}

  /// A network that is given everything it needs with each chunk.
  record OfChunks(ChunkModel model) implements MaskNetwork {
    @Override
    public ChunkPlan plan(int framesAhead) {
      return ChunkPlan.of(model.contract(), framesAhead);
    }

    @Override
    public void run(int pair) throws ModelException {
      model.run();
    }
  }

  /// A network that remembers what came before: a pair of channels has states of its own.
  record OfFrames(FrameModel model, List<FrameModel.States> states) implements MaskNetwork {
    static OfFrames begin(FrameModel model, int pairs) throws ModelException {
      var states = new ArrayList<FrameModel.States>();
      for (int pair = 0; pair < pairs; pair++) {
        states.add(model.begin());
      }
      return new OfFrames(model, List.copyOf(states));
    }

    @Override
    public ChunkPlan plan(int framesAhead) {
      if (framesAhead > 0) {
        throw new IllegalArgumentException(
            "a network that answers frame by frame knows none of %s ahead"
                .formatted(Counted.of(framesAhead, "frame")));
      }
      return ChunkPlan.singleFrames(model.contract());
    }

    @Override
    public void run(int pair) throws ModelException {
      model.run(states.get(pair));
    }

    @Override
    public void close() {
      states.forEach(FrameModel.States::close);
    }
  }
}
