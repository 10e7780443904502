package dev.isolator.separation;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.model.Contract;
import dev.isolator.model.ModelException;
import dev.isolator.model.SegmentModel;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/// One song on its way through a network that takes segments of samples: samples → segments →
/// stems. The song has the network's sampling rate.
///
/// Segment `k` lies at a place of the song that is fixed by its number, see [Contract.Segment];
/// what is heard beyond the song's ends is said by [Contract.Ends]. Where segments overlap, the
/// stems of the earlier and the later one are joined by weighted overlap-add, in double. The last
/// stem is what the others leave of the mix. Memory is a segment or two of the song and one of each
/// stem.
final class SegmentSeparation implements BlockSeparation {
  private final SegmentModel model;
  private final Contract.Segment contract;
  private final List<ChannelPair> pairs;
  private final List<SongLevel> levels;
  private final SampleHistory history;
  private final StemReceiver receiver;

  /// `Σ wₖ yₖ` from the place on where the segment's stems begin to count, `[stems without the
  /// last][channels][used]`.
  private final double[][][] sums;

  /// `Σ wₖ` of the same frames, `[used]`.
  private final double[] weightSums;

  private final float[][][] stems;
  private final float[][] mix;

  private long segment;
  private long delivered;

  /// @param levels one for each of the layout's pairs
  SegmentSeparation(
      SegmentModel model, ChannelLayout layout, List<SongLevel> levels, StemReceiver receiver) {
    this.model = model;
    this.contract = model.contract();
    this.pairs = ChannelPair.of(layout);
    this.levels = levels;
    int channels = layout.count();
    int used = contract.usedFrames();
    this.history =
        new SampleHistory(channels, Math.addExact(heldFrames(contract), StemReceiver.MAX_FRAMES));
    this.receiver = receiver;
    int stemCount = model.card().stems().size();
    this.sums = new double[stemCount - 1][channels][used];
    this.weightSums = new double[used];
    this.stems = new float[stemCount][channels][StemReceiver.MAX_FRAMES];
    this.mix = new float[channels][StemReceiver.MAX_FRAMES];
  }

  /// The most frames of the song that are held for a segment; one that is centred looks back by
  /// half a segment more.
  static int heldFrames(Contract.Segment contract) {
    int back = contract.ends() == Contract.Ends.CENTRED ? contract.segmentFrames() / 2 : 0;
    return Math.addExact(contract.segmentFrames() + back, contract.strideFrames());
  }

  @Override
  public void write(float[][] block, int frames) throws AudioException, ModelException {
    int from = 0;
    while (from < frames) {
      int taken = Math.min(frames - from, history.room());
      history.add(block, from, taken);
      from += taken;
      while (history.end() >= firstFrame() + contract.segmentFrames()) {
        separateSegment(Long.MAX_VALUE);
      }
    }
  }

  @Override
  public void finish() throws AudioException, ModelException {
    long frames = history.end();
    while (frames > 0 && firstUsed() < frames) {
      separateSegment(frames);
    }
  }

  /// Where the segment's stems begin to count; may be negative.
  private long firstUsed() {
    return segment * contract.strideFrames() - contract.leadFrames();
  }

  /// Where the segment begins in the song; may be negative.
  private long firstFrame() {
    return firstUsed() - contract.marginFrames();
  }

  /// @param songFrames frames of the song, or more than anyone has while it goes on
  private void separateSegment(long songFrames) throws AudioException, ModelException {
    int shift = shift(songFrames);
    long first = firstFrame() - shift;
    for (int i = 0; i < pairs.size(); i++) {
      ChannelPair pair = pairs.get(i);
      fill(pair.left(), 0, first, levels.get(i));
      fill(pair.right(), 1, first, levels.get(i));
      model.run(first, songFrames);
      add(pair, shift, levels.get(i));
    }
    double[] weights = model.weights();
    for (int i = 0; i + shift < weights.length; i++) {
      weightSums[i] += weights[i];
    }
    long from = firstUsed();
    deliver(from, Math.min(from + contract.strideFrames(), Math.min(songFrames, history.end())));
    segment++;
    int back = contract.ends() == Contract.Ends.CENTRED ? contract.segmentFrames() / 2 : 0;
    history.forgetBefore(Math.min(delivered, firstFrame() - back));
  }

  /// By how many frames a last segment that is not full begins earlier than its number says.
  private int shift(long songFrames) {
    if (contract.ends() != Contract.Ends.CENTRED) {
      return 0;
    }
    long left = Math.min(songFrames - firstFrame(), contract.segmentFrames());
    return (int) (contract.segmentFrames() - left) / 2;
  }

  private void fill(int channel, int side, long first, SongLevel level) {
    FloatBuffer input = model.mix();
    int frames = contract.segmentFrames();
    long end = history.end();
    for (int i = 0; i < frames; i++) {
      long frame = first + i;
      if (contract.ends() == Contract.Ends.REFLECTED) {
        frame = mirrored(frame, end);
      }
      double sample = 0;
      if (frame >= 0 && frame < end) {
        sample = (history.sample(channel, frame) - level.mean()) / level.deviation();
      }
      input.put(side * frames + i, (float) sample);
    }
  }

  /// The frame of the song that stands for one beyond its ends: mirrored at the first and at the
  /// last frame, as often as it takes.
  private static long mirrored(long frame, long end) {
    if (frame >= 0 && frame < end) {
      return frame;
    }
    if (end == 1) {
      return 0;
    }
    long period = 2 * (end - 1);
    long place = Math.floorMod(frame, period);
    return place < end ? place : period - place;
  }

  /// Adds the network's answer for a pair. A channel that was heard on both sides gets their mean.
  ///
  /// @param shift frames at either end of the answer that do not count
  private void add(ChannelPair pair, int shift, SongLevel level) {
    FloatBuffer answer = model.stems();
    double[] weights = model.weights();
    int count = weights.length - shift;
    for (int stem = 0; stem < sums.length; stem++) {
      int left = 2 * stem * contract.segmentFrames() + contract.marginFrames();
      int right = left + contract.segmentFrames();
      for (int i = 0; i < count; i++) {
        double l = answer.get(left + shift + i) * level.deviation();
        double r = answer.get(right + shift + i) * level.deviation();
        if (pair.isMono()) {
          sums[stem][pair.left()][i] += weights[i] * (0.5 * (l + r) + level.mean());
        } else {
          sums[stem][pair.left()][i] += weights[i] * (l + level.mean());
          sums[stem][pair.right()][i] += weights[i] * (r + level.mean());
        }
      }
    }
  }

  /// Gives away frames that no later segment adds to, and moves the sums on.
  ///
  /// @param from frame of the song that stands first in the sums
  /// @param to one past the last frame that is ready
  private void deliver(long from, long to) throws AudioException {
    while (delivered < to) {
      int at = (int) (delivered - from);
      int count = (int) Math.min(StemReceiver.MAX_FRAMES, to - delivered);
      history.copy(delivered, mix, count);
      for (int stem = 0; stem < sums.length; stem++) {
        for (int channel = 0; channel < mix.length; channel++) {
          for (int i = 0; i < count; i++) {
            double weight = weightSums[at + i];
            stems[stem][channel][i] =
                weight > 0 ? (float) (sums[stem][channel][at + i] / weight) : 0;
          }
        }
      }
      Remainder.leave(stems, mix, count);
      receiver.receive(stems, mix, count);
      delivered += count;
    }
    for (double[][] stem : sums) {
      for (double[] channel : stem) {
        moveOn(channel);
      }
    }
    moveOn(weightSums);
  }

  private void moveOn(double[] sum) {
    int stride = contract.strideFrames();
    System.arraycopy(sum, stride, sum, 0, sum.length - stride);
    Arrays.fill(sum, sum.length - stride, sum.length, 0);
  }
}
