package dev.isolator;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.mask.Masking;
import dev.isolator.mask.VoiceGate;
import dev.isolator.model.ChunkPlan;
import dev.isolator.model.MaskModel;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelException;
import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.voice.VoiceListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One song on its way through a network that answers with masks: samples → spectrum → masks →
/// stems.
///
/// Samples gather in a history until a chunk of frames is whole. Then, for each pair of channels:
///
/// 1. [ChunkAnalysis] transforms the chunk's frames and lays them out as the network wants them;
/// 2. [MaskModel#run()] answers with masks;
/// 3. [ChunkVoice] reads off how likely somebody sings, where the network says it;
/// 4. [ChunkSynthesis] transforms the frames of the chunk's core once more, applies the masks, and
///    joins the result into samples of every stem but the last.
///
/// The last stem is the mix minus the others, sample by sample: so stems sum to the mix by
/// construction. Frames are transformed twice because that costs less than keeping them: memory is
/// two buffers of a chunk for the network, and the chunk's samples. Which frames share a chunk, and
/// so every bit of the result, depends on their place in the song alone.
final class MaskedSong implements BlockSeparation {
  private final MaskModel model;
  private final ChunkPlan plan;
  private final AnalysisGrid grid;
  private final List<ChannelPair> pairs;
  private final SampleHistory history;
  private final ChunkAnalysis analysis;
  private final ChunkSynthesis synthesis;
  private final @Nullable ChunkVoice voice;
  private final StemReceiver receiver;
  private final float[][][] stems;
  private final float[][] mix;

  private long chunk;
  private long delivered;

  MaskedSong(
      MaskModel model,
      Masking masking,
      int sampleRate,
      ChannelLayout layout,
      Workers workers,
      StemReceiver receiver,
      VoiceListener voiceListener) {
    var card = model.card();
    this.model = model;
    this.grid = AnalysisGrid.of(card.sampleRate(), card.fftLength(), card.hopLength(), sampleRate);
    double frameSeconds = (double) grid.hopLength() / sampleRate;
    boolean gated = isGated(card, masking);
    this.plan = ChunkPlan.of(card, gated ? VoiceGate.reach(frameSeconds) : 0);
    this.pairs = ChannelPair.of(layout);
    int heldFrames = plan.chunkFrames() + ChunkSynthesis.lagFrames(masking);
    int span = Math.addExact(heldFrames * grid.hopLength(), grid.fftLength());
    this.history = new SampleHistory(layout.count(), span + Stages.BLOCK_FRAMES);
    this.analysis = new ChunkAnalysis(grid, plan, model.spectrum(), history, workers);
    int stemCount = card.stems().size();
    this.synthesis =
        new ChunkSynthesis(
            grid,
            plan,
            model.mask(),
            stemCount,
            card.stems().indexOf(Separator.VOCALS),
            pairs,
            masking,
            history,
            workers);
    var probabilities = model.voice();
    this.voice =
        probabilities == null
            ? null
            : new ChunkVoice(plan, probabilities, pairs, frameSeconds, gated, voiceListener);
    this.receiver = receiver;
    this.stems = new float[stemCount][layout.count()][Stages.BLOCK_FRAMES];
    this.mix = new float[layout.count()][Stages.BLOCK_FRAMES];
  }

  /// Whether the vocals of a model go through the voice gate.
  static boolean isGated(ModelCard card, Masking masking) {
    return switch (masking.voiceGating()) {
      case BY_CARD -> card.voiceGate();
      case ON -> true;
      case OFF -> false;
    };
  }

  @Override
  public void write(float[][] block, int frames) throws AudioException, ModelException {
    int from = 0;
    while (from < frames) {
      int taken = Math.min(frames - from, history.room());
      history.add(block, from, taken);
      from += taken;
      while (history.end() >= samplesFor(chunk)) {
        separateChunk(Long.MAX_VALUE);
      }
    }
  }

  @Override
  public void finish() throws AudioException, ModelException {
    long samples = history.end();
    if (samples == 0) {
      return;
    }
    long frames = grid.framesFor(samples);
    for (long chunks = plan.chunksFor(frames); chunk < chunks; ) {
      separateChunk(frames);
    }
    synthesis.finish();
    deliver(samples);
  }

  /// Samples of the song that a chunk's last window reaches to.
  private long samplesFor(long chunk) {
    long lastFrame = plan.firstFrame(chunk) + plan.chunkFrames() - 1;
    return lastFrame * grid.hopLength() + grid.fftLength() / 2;
  }

  /// @param songFrames frames of the song, or more than anyone has while it goes on
  private void separateChunk(long songFrames) throws AudioException, ModelException {
    for (ChannelPair pair : pairs) {
      analysis.analyse(chunk, songFrames, pair);
      model.run();
      float[] gains = voice == null ? null : voice.read(chunk, songFrames, pair);
      synthesis.synthesise(chunk, songFrames, pair, gains);
    }
    if (voice != null) {
      voice.tell(chunk, songFrames);
    }
    chunk++;
    deliver(history.end());
    history.forgetBefore(
        Math.min(delivered, plan.firstFrame(chunk) * grid.hopLength() - grid.fftLength() / 2));
  }

  /// Gives away what is ready, up to a frame of the song.
  private void deliver(long to) throws AudioException {
    while (delivered < to && synthesis.ready() > 0) {
      int frames = (int) Math.min(Stages.BLOCK_FRAMES, Math.min(to - delivered, synthesis.ready()));
      history.copy(delivered, mix, frames);
      synthesis.take(stems, frames);
      Remainder.leave(stems, mix, frames);
      receiver.receive(stems, mix, frames);
      delivered += frames;
    }
    synthesis.rewind();
  }
}
