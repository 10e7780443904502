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
/// stems.
///
/// Segment `k` lies at a place of the song that is fixed by its number, see [Contract.Segment];
/// beyond the song's ends there is silence. Where segments overlap, the stems of the earlier and
/// the later one are joined by weighted overlap-add, in double. The last stem is what the others
/// leave of the mix. Memory is a segment of the song and of each stem.
final class SegmentSeparation implements BlockSeparation {
  private final SegmentModel model;
  private final Contract.Segment contract;
  private final List<ChannelPair> pairs;
  private final SampleHistory history;
  private final StemReceiver receiver;
  private final double[] weights;

  /// `Σ wₖ yₖ` from the next frame to be delivered on, `[stems without the last][channels][used]`.
  private final double[][][] sums;

  /// `Σ wₖ` of the same frames, `[used]`.
  private final double[] weightSums;

  private final float[][][] stems;
  private final float[][] mix;

  private long segment;
  private long delivered;

  /// @throws ModelException if the network takes another sampling rate only
  SegmentSeparation(SegmentModel model, int sampleRate, ChannelLayout layout, StemReceiver receiver)
      throws ModelException {
    this.model = model;
    this.contract = model.contract();
    if (sampleRate != contract.sampleRate()) {
      throw new ModelException(
          "%s: expected a song at %d Hz, found %d Hz; convert the song, or choose a model that takes any rate"
              .formatted(model.card().name(), contract.sampleRate(), sampleRate));
    }
    this.pairs = ChannelPair.of(layout);
    int channels = layout.count();
    int used = contract.usedFrames();
    this.history =
        new SampleHistory(
            channels,
            Math.addExact(
                contract.segmentFrames() + contract.strideFrames(), StemReceiver.MAX_FRAMES));
    this.receiver = receiver;
    this.weights = contract.blend().weights(used);
    int stemCount = model.card().stems().size();
    this.sums = new double[stemCount - 1][channels][used];
    this.weightSums = new double[used];
    this.stems = new float[stemCount][channels][StemReceiver.MAX_FRAMES];
    this.mix = new float[channels][StemReceiver.MAX_FRAMES];
  }

  @Override
  public void write(float[][] block, int frames) throws AudioException, ModelException {
    int from = 0;
    while (from < frames) {
      int taken = Math.min(frames - from, history.room());
      history.add(block, from, taken);
      from += taken;
      while (history.end() >= firstFrame() + contract.segmentFrames()) {
        separateSegment(history.end());
      }
    }
  }

  @Override
  public void finish() throws AudioException, ModelException {
    long frames = history.end();
    while (segment * contract.strideFrames() < frames) {
      separateSegment(frames);
    }
  }

  /// Where the segment begins in the song; negative for the first.
  private long firstFrame() {
    return segment * contract.strideFrames() - contract.marginFrames();
  }

  /// @param end one past the last frame of the song that is known
  private void separateSegment(long end) throws AudioException, ModelException {
    for (ChannelPair pair : pairs) {
      fill(pair.left(), 0);
      fill(pair.right(), 1);
      model.run();
      add(pair);
    }
    for (int i = 0; i < weights.length; i++) {
      weightSums[i] += weights[i];
    }
    segment++;
    deliver((int) Math.min(contract.strideFrames(), end - delivered));
    history.forgetBefore(Math.min(delivered, firstFrame()));
  }

  private void fill(int channel, int side) {
    FloatBuffer input = model.mix();
    history.read(
        channel, firstFrame(), input, side * contract.segmentFrames(), contract.segmentFrames());
  }

  /// Adds the network's answer for a pair. A channel that was heard on both sides gets their mean.
  private void add(ChannelPair pair) {
    FloatBuffer answer = model.stems();
    for (int stem = 0; stem < sums.length; stem++) {
      int left = 2 * stem * contract.segmentFrames() + contract.marginFrames();
      int right = left + contract.segmentFrames();
      if (pair.isMono()) {
        double[] sum = sums[stem][pair.left()];
        for (int i = 0; i < weights.length; i++) {
          sum[i] += weights[i] * 0.5 * ((double) answer.get(left + i) + answer.get(right + i));
        }
      } else {
        add(answer, left, sums[stem][pair.left()]);
        add(answer, right, sums[stem][pair.right()]);
      }
    }
  }

  private void add(FloatBuffer answer, int from, double[] sum) {
    for (int i = 0; i < weights.length; i++) {
      sum[i] += weights[i] * answer.get(from + i);
    }
  }

  /// Gives away frames that no later segment adds to, and moves the sums on.
  private void deliver(int frames) throws AudioException {
    for (int from = 0; from < frames; from += StemReceiver.MAX_FRAMES) {
      int count = Math.min(StemReceiver.MAX_FRAMES, frames - from);
      history.copy(delivered, mix, count);
      for (int stem = 0; stem < sums.length; stem++) {
        for (int channel = 0; channel < mix.length; channel++) {
          for (int i = 0; i < count; i++) {
            stems[stem][channel][i] =
                (float) (sums[stem][channel][from + i] / weightSums[from + i]);
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
