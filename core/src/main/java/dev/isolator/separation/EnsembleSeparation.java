package dev.isolator.separation;

import dev.isolator.audio.AudioException;
import dev.isolator.model.EnsembleModel;
import dev.isolator.model.Model;
import dev.isolator.model.ModelException;
import java.util.ArrayList;
import java.util.List;

/// One song on its way through several models: each takes it apart as it would alone, and where the
/// waves of all are there, they are combined. The last stem is what the others leave of the mix: so
/// stems sum to the mix, whatever the members say.
///
/// Members answer at different distances behind the song; what comes early waits. So memory is that
/// of each member and some seconds of stems, and does not grow with the song.
final class EnsembleSeparation implements BlockSeparation {
  private final List<MemberSeparation> members = new ArrayList<>();
  private final WaveCombination combination;
  private final SampleQueue song;
  private final StemReceiver receiver;

  /// `[member][row][MAX_FRAMES]`
  private final float[][][] waves;

  /// The ensemble's stems but the last, a row for each channel; the same arrays as in `stems`.
  private final float[][] rows;

  private final float[][][] stems;
  private final float[][] mix;

  /// Begins a member's separation.
  @FunctionalInterface
  interface Beginning {
    BlockSeparation of(Model model, StemReceiver receiver) throws ModelException;
  }

  /// @param pairs of the song's channels
  /// @param beginning begins the members' separations, in their order
  EnsembleSeparation(
      EnsembleModel model,
      int sampleRate,
      int channels,
      List<ChannelPair> pairs,
      Workers workers,
      StemReceiver receiver,
      Beginning beginning)
      throws ModelException {
    int combined = model.card().stems().size() - 1;
    this.receiver = receiver;
    this.song = new SampleQueue(channels);
    this.combination = WaveCombination.of(model, combined * channels, sampleRate, workers);
    this.waves = new float[model.parts().size()][combined * channels][StemReceiver.MAX_FRAMES];
    this.stems = new float[combined + 1][channels][StemReceiver.MAX_FRAMES];
    this.rows = new float[combined * channels][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = stems[row / channels][row % channels];
    }
    this.mix = new float[channels][StemReceiver.MAX_FRAMES];
    try {
      for (EnsembleModel.Part part : model.parts()) {
        members.add(new MemberSeparation(part, sampleRate, channels, pairs, beginning));
      }
    } catch (ModelException | RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public void write(float[][] block, int frames) throws AudioException, ModelException {
    for (int from = 0; from < frames; from += StemReceiver.MAX_FRAMES) {
      int count = Math.min(StemReceiver.MAX_FRAMES, frames - from);
      for (MemberSeparation member : members) {
        member.write(block, from, count);
      }
      song.add(block, from, count);
      combine();
    }
  }

  @Override
  public void finish() throws AudioException, ModelException {
    for (MemberSeparation member : members) {
      member.finish();
    }
    combine();
    combination.finish();
    deliver();
  }

  @Override
  public void close() {
    members.forEach(MemberSeparation::close);
  }

  /// Combines what all members have.
  private void combine() throws AudioException {
    while (true) {
      int frames = StemReceiver.MAX_FRAMES;
      for (MemberSeparation member : members) {
        frames = Math.min(frames, member.ready().frames());
      }
      if (frames == 0) {
        return;
      }
      for (int i = 0; i < waves.length; i++) {
        members.get(i).ready().take(waves[i], frames);
      }
      combination.add(waves, frames);
      deliver();
    }
  }

  /// Gives away what is combined; beyond the song's end a transform gives silence.
  private void deliver() throws AudioException {
    SampleQueue ready = combination.ready();
    while (true) {
      int frames = Math.min(StemReceiver.MAX_FRAMES, Math.min(ready.frames(), song.frames()));
      if (frames == 0) {
        return;
      }
      ready.take(rows, frames);
      song.take(mix, frames);
      Remainder.leave(stems, mix, frames);
      receiver.receive(stems, mix, frames);
    }
  }
}
