package dev.isolator.separation;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.conditioning.AnalysisOptions;
import dev.isolator.mask.GateSettings;
import dev.isolator.mask.Masking;
import dev.isolator.mask.VoiceGate;
import dev.isolator.model.ChunkPlan;
import dev.isolator.model.Grid;
import dev.isolator.model.MaskModel;
import dev.isolator.model.ModelException;
import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.voice.VoiceListener;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One song on its way through a network that answers with masks: samples → spectrum → masks →
/// stems.
///
/// Samples gather in a history until a chunk of frames is whole. Then, for each pair of channels:
///
/// 1. [ChunkAnalysis] transforms the chunk's frames and lays them out as the network wants them;
/// 2. [MaskNetwork] answers with masks;
/// 3. [ChunkVoice] reads off how likely somebody sings, where the network says it;
/// 4. [ChunkSynthesis] transforms the frames of the chunk's core once more, applies the masks, and
///    joins the result into samples of every stem but the last.
///
/// The last stem is the mix minus the others, sample by sample: so stems sum to the mix by
/// construction. Frames are transformed twice because that costs less than keeping them: memory is
/// two buffers of a chunk for the network, and the chunk's samples. Which frames share a chunk, and
/// so every bit of the result, depends on their place in the song alone. For a network that answers
/// frame by frame, a chunk is one frame; where its answers come late, samples are kept until they
/// are there.
final class MaskSeparation implements BlockSeparation {
  private final MaskNetwork network;
  private final ChunkPlan plan;
  private final AnalysisGrid grid;
  private final List<ChannelPair> pairs;
  private final SampleHistory history;
  private final ChunkAnalysis analysis;
  private final ChunkSynthesis synthesis;
  private final @Nullable ChunkVoice voice;

  /// Of each pair, where the network hears anything but the song's own spectra.
  private final List<HeardSpectrum> heard = new ArrayList<>();

  /// Frames after a chunk's last that what is heard of it depends on.
  private final int aheadFrames;

  private final StemReceiver receiver;
  private final float[][][] stems;
  private final float[][] mix;

  /// The next one; before 0 the network's answers are for frames before the song.
  private long chunk;

  private long delivered;

  MaskSeparation(
      MaskModel model,
      AnalysisOptions options,
      Masking masking,
      int sampleRate,
      ChannelLayout layout,
      Workers workers,
      StemReceiver receiver,
      VoiceListener voiceListener)
      throws ModelException {
    var card = model.card();
    this.pairs = ChannelPair.of(layout);
    boolean gated = SeparationEngine.isGated(card, masking);
    GateSettings gate = SeparationEngine.gate(card, masking);
    this.network = MaskNetwork.of(model, pairs.size());
    Grid trained = model.contract().grid();
    this.grid =
        AnalysisGrid.of(trained.sampleRate(), trained.fftLength(), trained.hopLength(), sampleRate);
    double frameSeconds = (double) grid.hopLength() / sampleRate;
    this.plan = network.plan(gated ? VoiceGate.reach(gate, frameSeconds) : 0);
    this.chunk = plan.firstChunk();
    int stemCount = card.stems().size();
    int vocals = card.stems().indexOf(SeparationEngine.VOCALS);
    this.aheadFrames = HeardSpectrum.aheadFrames(options, frameSeconds);
    int lagFrames = ChunkSynthesis.lagFrames(masking, grid);
    int heldFrames = plan.chunkFrames() + plan.delayFrames() + lagFrames + aheadFrames;
    int span = Math.addExact(heldFrames * grid.hopLength(), grid.fftLength());
    this.history = new SampleHistory(layout.count(), span + StemReceiver.MAX_FRAMES);
    this.analysis = new ChunkAnalysis(grid, plan, model.spectrum(), history, workers);
    if (options.isConditioned()) {
      for (ChannelPair pair : pairs) {
        heard.add(new HeardSpectrum(options, grid, history, pair, plan.chunkFrames()));
      }
    }
    this.synthesis =
        new ChunkSynthesis(
            grid, plan, model.mask(), stemCount, vocals, pairs, masking, history, workers);
    var probabilities = model.voice();
    this.voice =
        probabilities == null
            ? null
            : new ChunkVoice(
                plan, probabilities, pairs, frameSeconds, gated ? gate : null, voiceListener);
    this.receiver = receiver;
    this.stems = new float[stemCount][layout.count()][StemReceiver.MAX_FRAMES];
    this.mix = new float[layout.count()][StemReceiver.MAX_FRAMES];
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
      close();
      return;
    }
    long frames = grid.framesFor(samples);
    for (long chunks = plan.chunksFor(frames); chunk < chunks; ) {
      separateChunk(frames);
    }
    synthesis.finish();
    deliver(samples);
    close();
  }

  @Override
  public void close() {
    network.close();
  }

  /// Samples of the song that a chunk's last window reaches to.
  private long samplesFor(long chunk) {
    long lastFrame = plan.firstFrame(chunk) + plan.chunkFrames() - 1 + aheadFrames;
    return lastFrame * grid.hopLength() + grid.fftLength() / 2;
  }

  /// @param songFrames frames of the song, or more than anyone has while it goes on
  private void separateChunk(long songFrames) throws AudioException, ModelException {
    for (int i = 0; i < pairs.size(); i++) {
      ChannelPair pair = pairs.get(i);
      analysis.analyse(chunk, songFrames, pair, heard.isEmpty() ? null : heard.get(i));
      network.run(i);
      if (chunk < 0) {
        continue;
      }
      float[] gains = voice == null ? null : voice.read(chunk, songFrames, pair);
      synthesis.synthesise(chunk, songFrames, pair, gains, voice == null ? null : voice.said());
    }
    if (voice != null && chunk >= 0) {
      voice.tell(chunk, songFrames);
    }
    chunk++;
    deliver(history.end());
    long needed = Math.min(plan.firstFrame(chunk), chunk * plan.coreFrames());
    history.forgetBefore(Math.min(delivered, needed * grid.hopLength() - grid.fftLength() / 2));
  }

  /// Gives away what is ready, up to a frame of the song.
  private void deliver(long to) throws AudioException {
    while (delivered < to && synthesis.ready() > 0) {
      int frames =
          (int) Math.min(StemReceiver.MAX_FRAMES, Math.min(to - delivered, synthesis.ready()));
      history.copy(delivered, mix, frames);
      synthesis.take(stems, frames);
      Remainder.leave(stems, mix, frames);
      receiver.receive(stems, mix, frames);
      delivered += frames;
    }
    synthesis.rewind();
  }
}
