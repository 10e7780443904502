package dev.isolator.separation;

import dev.isolator.audio.AudioException;
import dev.isolator.model.Contract;
import dev.isolator.model.EnsembleModel;
import dev.isolator.model.ModelException;
import dev.isolator.spectrum.AnalysisGrid;
import java.util.List;

/// A song on its way through one member of an ensemble: the channels are exchanged where the member
/// hears them so, silence comes before the song where it hears it later; both are undone on what
/// comes out.
final class MemberSeparation {
  private final BlockSeparation separation;
  private final SampleQueue ready;

  /// Which of the song's channels the member hears as channel `i`, and the other way round.
  private final int[] heardAs;

  /// Frames of silence before the song.
  private final int shift;

  private final float[][] heard;
  private boolean begun;

  /// Frames that come out of the silence before the song, still to be dropped.
  private int early;

  /// @param pairs of the song's channels
  MemberSeparation(
      EnsembleModel.Part part,
      int sampleRate,
      int channels,
      List<ChannelPair> pairs,
      EnsembleSeparation.Beginning beginning)
      throws ModelException {
    this.ready = new SampleQueue(part.stems().size() * channels);
    this.heardAs = channelOrder(channels, part.channelSwap() ? pairs : List.of());
    this.shift = part.halfHopShift() ? halfHop(part.model().contract(), sampleRate) : 0;
    this.early = shift;
    this.heard = new float[channels][StemReceiver.MAX_FRAMES];
    List<Integer> stems = part.stems();
    this.separation =
        beginning.of(part.model(), (answer, _, frames) -> receive(answer, stems, frames));
  }

  private static int[] channelOrder(int channels, List<ChannelPair> exchanged) {
    var order = new int[channels];
    for (int channel = 0; channel < channels; channel++) {
      order[channel] = channel;
    }
    for (ChannelPair pair : exchanged) {
      order[pair.left()] = pair.right();
      order[pair.right()] = pair.left();
    }
    return order;
  }

  /// Half of what lies between a model's frames, or between its segments, in frames of the song.
  static int halfHop(Contract contract, int sampleRate) {
    return switch (contract) {
      case Contract.Masks masks -> {
        var grid = masks.grid();
        yield AnalysisGrid.of(grid.sampleRate(), grid.fftLength(), grid.hopLength(), sampleRate)
                .hopLength()
            / 2;
      }
      case Contract.Segment segment ->
          (int) (0.5 * segment.strideFrames() * sampleRate / segment.sampleRate());
      case Contract.Adapted adapted -> halfHop(adapted.segment(), sampleRate);
      case Contract.Song(), Contract.Members(), Contract.Voice(_, _, _) ->
          throw new IllegalStateException("no member of an ensemble is " + contract.kind());
    };
  }

  void write(float[][] block, int from, int frames) throws AudioException, ModelException {
    begin();
    for (int channel = 0; channel < heard.length; channel++) {
      System.arraycopy(block[heardAs[channel]], from, heard[channel], 0, frames);
    }
    separation.write(heard, frames);
  }

  private void begin() throws AudioException, ModelException {
    if (begun) {
      return;
    }
    begun = true;
    for (int done = 0; done < shift; done += StemReceiver.MAX_FRAMES) {
      separation.write(heard, Math.min(StemReceiver.MAX_FRAMES, shift - done)); // still silent
    }
  }

  private void receive(float[][][] answer, List<Integer> stems, int frames) {
    int dropped = Math.min(early, frames);
    early -= dropped;
    int kept = frames - dropped;
    float[][] room = ready.room(kept);
    for (int stem = 0; stem < stems.size(); stem++) {
      for (int channel = 0; channel < heardAs.length; channel++) {
        float[] from = answer[stems.get(stem)][heardAs[channel]];
        System.arraycopy(from, dropped, room[stem * heardAs.length + channel], ready.end(), kept);
      }
    }
    ready.advance(kept);
  }

  void finish() throws AudioException, ModelException {
    separation.finish();
  }

  /// The ensemble's stems but the last, a row for each channel.
  SampleQueue ready() {
    return ready;
  }

  void close() {
    separation.close();
  }
}
