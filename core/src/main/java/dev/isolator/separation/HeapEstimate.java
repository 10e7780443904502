package dev.isolator.separation;

import dev.isolator.audio.ChannelLayout;
import dev.isolator.conditioning.AnalysisOptions;
import dev.isolator.mask.GateSettings;
import dev.isolator.mask.Masking;
import dev.isolator.mask.PhaseRefinement;
import dev.isolator.mask.ShapedMasks;
import dev.isolator.mask.VoiceGate;
import dev.isolator.mask.WienerFilter;
import dev.isolator.model.ChunkModel;
import dev.isolator.model.ChunkPlan;
import dev.isolator.model.Combination;
import dev.isolator.model.Contract;
import dev.isolator.model.EnsembleModel;
import dev.isolator.model.FrameModel;
import dev.isolator.model.Grid;
import dev.isolator.model.MaskModel;
import dev.isolator.model.Model;
import dev.isolator.model.SegmentModel;
import dev.isolator.model.SongModel;
import dev.isolator.model.VoiceModel;
import dev.isolator.spectrum.AnalysisGrid;
import org.jspecify.annotations.Nullable;

/// How much of Java's memory a song takes while it is separated: the large arrays of
/// [MaskSeparation], [SegmentSeparation], [SongSeparation], [EnsembleSeparation] and [Pipeline],
/// counted before they are made. The network's own memory is not Java's and not counted.
///
/// @param bytes that the song needs, within some 10 %; for a method that takes the whole song at
///   once the least it can need
/// @param wienerBytes how many of them are the Wiener filter's
record HeapEstimate(long bytes, long wienerBytes) {
  /// What the program holds besides: the model's card, classes, buffers of encoders.
  private static final long PROGRAM_BYTES = 24L << 20;

  /// @param declaredFrames of the song as its header says, or -1
  static HeapEstimate of(
      Model model,
      AnalysisOptions analysis,
      Masking masking,
      int sampleRate,
      ChannelLayout layout,
      long declaredFrames) {
    long channels = layout.count();
    long stems = model.card().stems().size();
    long blocks = 13 * (stems + 1) * channels * StemReceiver.MAX_FRAMES * Float.BYTES / 2;
    var song = ofSong(model, analysis, masking, sampleRate, layout, declaredFrames);
    return new HeapEstimate(PROGRAM_BYTES + blocks + song.bytes, song.wienerBytes);
  }

  /// The same with a voice model beside it.
  ///
  /// @param gate of the stems; null = none
  /// @param stems that go through it
  HeapEstimate withVoice(
      VoiceDetector voice, @Nullable GateSettings gate, long stems, int sampleRate, long channels) {
    var grid = voice.grid(sampleRate);
    long held = VoiceDetection.heldFrames(ChunkPlan.of(voice.contract()), grid);
    long more = channels * Float.BYTES * held;
    if (gate != null) {
      int reach = VoiceGate.reach(gate, (double) grid.hopLength() / sampleRate);
      more += GatedVocals.bytes(stems, channels, held + (long) reach * grid.hopLength());
    }
    return new HeapEstimate(bytes + more, wienerBytes);
  }

  private static HeapEstimate ofSong(
      Model model,
      AnalysisOptions analysis,
      Masking masking,
      int sampleRate,
      ChannelLayout layout,
      long declaredFrames) {
    long channels = layout.count();
    long stems = model.card().stems().size();
    return switch (model) {
      case MaskModel masks -> ofMasks(masks, analysis, masking, sampleRate, layout);
      case SegmentModel segments -> {
        var contract = segments.contract();
        long held = channels * Float.BYTES * (long) SegmentSeparation.heldFrames(contract);
        long sums = (stems - 1) * channels * Double.BYTES * contract.usedFrames();
        long resampled = sampleRate == contract.sampleRate() ? 0 : 1;
        long waiting = resampled * 2 * held * Math.ceilDiv(sampleRate, contract.sampleRate());
        long adapted =
            Float.BYTES * 2L * contract.segmentFrames() * (stems + 1)
                + spectra(segments.card().contract());
        yield new HeapEstimate(held + sums + waiting + adapted, 0);
      }
      case SongModel _ ->
          new HeapEstimate(Math.max(0, declaredFrames) * channels * Float.BYTES * (stems + 1), 0);
      case VoiceModel _ -> new HeapEstimate(0, 0); // refused before
      case EnsembleModel ensemble -> ofMembers(ensemble, analysis, masking, sampleRate, layout);
    };
  }

  /// The members, and what of their stems waits for the one that lags furthest behind: at most what
  /// that one takes in before it answers.
  private static HeapEstimate ofMembers(
      EnsembleModel ensemble,
      AnalysisOptions analysis,
      Masking masking,
      int sampleRate,
      ChannelLayout layout) {
    long bytes = 0;
    long wiener = 0;
    long lag = 0;
    for (EnsembleModel.Part part : ensemble.parts()) {
      var member = ofSong(part.model(), analysis, masking, sampleRate, layout, 0);
      bytes += member.bytes;
      wiener += member.wienerBytes;
      lag = Math.max(lag, lagFrames(part.model().contract(), sampleRate));
    }
    int members = ensemble.parts().size();
    long rows = (ensemble.card().stems().size() - 1L) * layout.count();
    long waiting = 2 * (members * rows + layout.count()) * Float.BYTES;
    bytes += waiting * (lag + StemReceiver.MAX_FRAMES);
    if (ensemble.combination() != Combination.MEAN) {
      bytes += MagnitudeSelection.bytes(members, rows, sampleRate);
    }
    return new HeapEstimate(bytes, wiener);
  }

  private static long lagFrames(Contract contract, int sampleRate) {
    return switch (contract) {
      case Contract.Chunk chunk ->
          (long) (chunk.chunkFrames() * chunk.grid().frameSeconds() * sampleRate);
      case Contract.Frame frame ->
          (long) (frame.reach().lookAheadFrames() * frame.grid().frameSeconds() * sampleRate);
      case Contract.Segment segment ->
          ((long) segment.segmentFrames() + segment.strideFrames())
              * sampleRate
              / segment.sampleRate();
      case Contract.Adapted adapted -> lagFrames(adapted.segment(), sampleRate);
      case Contract.Song(), Contract.Members(), Contract.Voice(_, _, _) -> 0;
    };
  }

  /// What an outside model's spectra take.
  private static long spectra(Contract contract) {
    var adapter = contract instanceof Contract.Adapted adapted ? adapted.adapter() : null;
    var spectra = adapter == null ? null : adapter.spectra();
    if (adapter == null || spectra == null) {
      return 0;
    }
    long filtered = adapter.wienerIterations() > 0 ? adapter.sources().size() : 0;
    return 2L * (1 + filtered) * Float.BYTES * (spectra.fftLength() + 2) * spectra.frames();
  }

  private static HeapEstimate ofMasks(
      MaskModel model,
      AnalysisOptions analysis,
      Masking masking,
      int sampleRate,
      ChannelLayout layout) {
    Grid trained = model.contract().grid();
    var grid =
        AnalysisGrid.of(trained.sampleRate(), trained.fftLength(), trained.hopLength(), sampleRate);
    double frameSeconds = (double) grid.hopLength() / sampleRate;
    boolean gated = SeparationEngine.isGated(model.card(), masking);
    int gate =
        gated ? VoiceGate.reach(SeparationEngine.gate(model.card(), masking), frameSeconds) : 0;
    var plan =
        switch (model) {
          case ChunkModel chunks -> ChunkPlan.of(chunks.contract(), gate);
          case FrameModel frames -> ChunkPlan.singleFrames(frames.contract());
        };
    long masked = model.card().stems().size() - 1L;
    long lag = ChunkSynthesis.lagFrames(masking, grid);
    long ahead = HeardSpectrum.aheadFrames(analysis, frameSeconds);
    long held = plan.chunkFrames() + plan.delayFrames() + lag + ahead;
    long history = held * grid.hopLength() + grid.fftLength();
    long joined = (plan.coreFrames() + lag) * grid.hopLength() + 4L * grid.fftLength();
    long tiles = (long) ChunkAnalysis.TILE * grid.bins();
    long bytes = (long) layout.count() * Float.BYTES * (history + masked * (joined + tiles));
    if (masking.phaseIterations() > 0) {
      bytes +=
          layout.count() * PhaseRefinement.bytes(masking.phaseIterations(), (int) masked + 1, grid);
    }
    var shaped = ChunkSynthesis.layout(grid, (int) masked, 0);
    long shapedFrames = 3L * ShapedMasks.reach(masking.shape(), masking.cleanUp(), shaped);
    bytes += layout.count() * shapedFrames * masked * shaped.bins() * Float.BYTES;
    long wiener = 0;
    if (masking.wienerIterations() > 0) {
      for (ChannelPair pair : ChannelPair.of(layout)) {
        wiener += WienerFilter.bytes(pair.isMono() ? 1 : 2, grid.bins(), (int) masked + 1);
      }
    }
    return new HeapEstimate(model.heapBytes() + bytes + wiener, wiener);
  }
}
