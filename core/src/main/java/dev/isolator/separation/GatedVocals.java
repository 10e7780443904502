package dev.isolator.separation;

import dev.isolator.audio.AudioException;
import dev.isolator.mask.VoiceGate;
import dev.isolator.voice.VoiceListener;
import java.util.Arrays;

/// The voice gate on the stems of any model: the vocals are multiplied by the gains that follow
/// from a voice model's probabilities, and one other stem takes what they lose, so that stems sum
/// to the mix as before. Between two frames' centres the gain is interpolated linearly. Where it is
/// 1, stems stay as they are, bit for bit.
///
/// The stem that takes it is the last one, the remainder; where that is the vocals, the one before.
/// All channels have one gain, that of the likeliest voice among pairs of channels. Stems wait
/// until the gain of their frames is known, at most as long as the voice model lags behind.
final class GatedVocals implements StemReceiver, VoiceListener {
  private final VoiceGate gate;
  private final int hop;
  private final int vocals;
  private final int rest;
  private final StemReceiver receiver;

  /// Stems and mix, `[(stems + 1) * channels]` rows.
  private final SampleQueue waiting;

  private final float[][] rows;
  private final float[][] block;
  private final float[][][] stems;
  private final float[][] mix;

  /// Of the frames `firstGain` to `known − 1`, from 0 on.
  private float[] gains = new float[256];

  private long firstGain;
  private long known;
  private long heard;
  private long delivered;

  /// @param hop samples from one frame of the voice model to the next
  /// @param stemCount 2 or more
  /// @param vocals which of them
  GatedVocals(
      VoiceGate gate, int hop, int stemCount, int vocals, int channels, StemReceiver receiver) {
    this.gate = gate;
    this.hop = hop;
    this.vocals = vocals;
    this.rest = vocals == stemCount - 1 ? stemCount - 2 : stemCount - 1;
    this.receiver = receiver;
    int rowCount = (stemCount + 1) * channels;
    this.waiting = new SampleQueue(rowCount);
    this.rows = new float[rowCount][];
    this.block = new float[rowCount][MAX_FRAMES];
    this.stems = new float[stemCount][][];
    for (int stem = 0; stem < stemCount; stem++) {
      stems[stem] = Arrays.copyOfRange(block, stem * channels, (stem + 1) * channels);
    }
    this.mix = Arrays.copyOfRange(block, stemCount * channels, rowCount);
  }

  /// Java's memory that it takes, in bytes.
  ///
  /// @param lagFrames samples per channel by which the voice model lags behind
  static long bytes(long stemCount, long channels, long lagFrames) {
    // The queue doubles when it is full.
    return (stemCount + 1) * channels * Float.BYTES * (2 * (lagFrames + MAX_FRAMES) + MAX_FRAMES);
  }

  @Override
  public void heard(double startSeconds, double endSeconds, float probability) {
    heard++;
    give(probability);
  }

  private void give(float probability) {
    gate.give(probability);
    if (gate.given() <= gate.reach()) {
      return;
    }
    int count = (int) (known - firstGain);
    if (count == gains.length) {
      gains = Arrays.copyOf(gains, 2 * count);
    }
    gains[count] = gate.gain();
    known++;
  }

  /// No more frames are heard: nobody sings after them.
  void finish() throws AudioException {
    while (known < heard) {
      give(0);
    }
    deliver();
  }

  @Override
  public void receive(float[][][] fromStems, float[][] fromMix, int frames) throws AudioException {
    int row = 0;
    for (float[][] stem : fromStems) {
      for (float[] channel : stem) {
        rows[row++] = channel;
      }
    }
    for (float[] channel : fromMix) {
      rows[row++] = channel;
    }
    waiting.add(rows, 0, frames);
    deliver();
  }

  /// Gives away what waits and whose gain is known.
  void deliver() throws AudioException {
    long end = known == 0 ? 0 : (known - 1) * hop + 1;
    while (waiting.frames() > 0 && delivered < end) {
      int frames = (int) Math.min(Math.min(waiting.frames(), MAX_FRAMES), end - delivered);
      waiting.take(block, frames);
      for (int i = 0; i < frames; i++) {
        float gain = gain(delivered + i);
        if (gain != 1) {
          attenuate(i, gain);
        }
      }
      receiver.receive(stems, mix, frames);
      delivered += frames;
    }
    int gone = (int) Math.min(delivered / hop, known) - (int) firstGain;
    if (gone > 0) {
      System.arraycopy(gains, gone, gains, 0, (int) (known - firstGain) - gone);
      firstGain += gone;
    }
  }

  private float gain(long sample) {
    int frame = (int) (sample / hop - firstGain);
    int past = (int) (sample % hop);
    float before = gains[frame];
    return past == 0 ? before : before + (gains[frame + 1] - before) * past / hop;
  }

  private void attenuate(int i, float gain) {
    for (int channel = 0; channel < mix.length; channel++) {
      stems[vocals][channel][i] *= gain;
      double left = mix[channel][i];
      for (int stem = 0; stem < stems.length; stem++) {
        left -= stem == rest ? 0 : stems[stem][channel][i];
      }
      stems[rest][channel][i] = (float) left;
    }
  }
}
