package dev.isolator.separation;

import dev.isolator.audio.ChannelLayout;
import dev.isolator.model.ChunkPlan;
import dev.isolator.model.ModelException;
import dev.isolator.model.VoiceModel;
import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.voice.VoiceListener;
import java.util.List;

/// One song on its way through a network that says where somebody sings: samples → spectrum →
/// probabilities, told in the song's order.
///
/// It works as [MaskSeparation] does, without masks: samples gather until a chunk of frames is
/// whole, which [ChunkAnalysis] transforms for each pair of channels and [ChunkVoice] reads. Which
/// frames share a chunk depends on their place in the song alone, and each chunk has a halo of the
/// network's reach: neither blocks nor chunks show. Memory is a chunk's samples.
final class VoiceDetection {
  private final VoiceModel model;
  private final ChunkPlan plan;
  private final AnalysisGrid grid;
  private final List<ChannelPair> pairs;
  private final SampleHistory history;
  private final ChunkAnalysis analysis;
  private final ChunkVoice voice;

  /// The next one.
  private long chunk;

  /// @param grid of the song, see [#grid]
  /// @param listener hears every frame, on the thread that gives the samples
  VoiceDetection(
      VoiceModel model,
      AnalysisGrid grid,
      ChannelLayout layout,
      Workers workers,
      VoiceListener listener) {
    this.model = model;
    this.grid = grid;
    this.plan = ChunkPlan.of(model.contract());
    this.pairs = ChannelPair.of(layout);
    this.history = new SampleHistory(layout.count(), heldFrames(plan, grid));
    this.analysis = new ChunkAnalysis(grid, plan, model.spectrum(), history, workers);
    double frameSeconds = (double) grid.hopLength() / grid.sampleRate();
    this.voice = new ChunkVoice(plan, model.voice(), pairs, frameSeconds, null, listener);
  }

  /// Samples per channel that are held at most.
  static int heldFrames(ChunkPlan plan, AnalysisGrid grid) {
    int span = Math.addExact(plan.chunkFrames() * grid.hopLength(), grid.fftLength());
    return span + StemReceiver.MAX_FRAMES;
  }

  /// Gives the song's next frames.
  ///
  /// @param block `[channels][≥ frames]`, full scale ±1.0, finite
  void write(float[][] block, int frames) throws ModelException {
    int from = 0;
    while (from < frames) {
      int taken = Math.min(frames - from, history.room());
      history.add(block, from, taken);
      from += taken;
      while (history.end() >= samplesFor(chunk)) {
        detect(Long.MAX_VALUE);
      }
    }
  }

  /// Ends the song: the frames that are left are told. Call it once.
  void finish() throws ModelException {
    long samples = history.end();
    long frames = samples == 0 ? 0 : grid.framesFor(samples);
    for (long chunks = plan.chunksFor(frames); chunk < chunks; ) {
      detect(frames);
    }
  }

  /// Samples of the song that a chunk's last window reaches to.
  private long samplesFor(long chunk) {
    long lastFrame = plan.firstFrame(chunk) + plan.chunkFrames() - 1;
    return lastFrame * grid.hopLength() + grid.fftLength() / 2;
  }

  /// @param songFrames frames of the song, or more than anyone has while it goes on
  private void detect(long songFrames) throws ModelException {
    for (ChannelPair pair : pairs) {
      analysis.analyse(chunk, songFrames, pair, null);
      model.run();
      voice.read(chunk, songFrames, pair);
    }
    voice.tell(chunk, songFrames);
    chunk++;
    history.forgetBefore(plan.firstFrame(chunk) * grid.hopLength() - grid.fftLength() / 2);
  }
}
