package dev.isolator.separation;

import dev.isolator.audio.AudioException;
import dev.isolator.model.ModelException;
import dev.isolator.voice.VoiceMedian;
import org.jspecify.annotations.Nullable;

/// A song that is listened to and not taken apart: its samples come out as they went in, with no
/// stems.
///
/// @param median through which the voice is told; null = none
record VoiceAlone(VoiceDetection detection, @Nullable VoiceMedian median, StemReceiver receiver)
    implements BlockSeparation {
  private static final float[][][] NO_STEMS = {};

  @Override
  public void write(float[][] block, int frames) throws AudioException, ModelException {
    detection.write(block, frames);
    if (frames <= StemReceiver.MAX_FRAMES) {
      if (frames > 0) {
        receiver.receive(NO_STEMS, block, frames);
      }
      return;
    }
    var part = new float[block.length][StemReceiver.MAX_FRAMES];
    for (int from = 0; from < frames; from += StemReceiver.MAX_FRAMES) {
      int taken = Math.min(StemReceiver.MAX_FRAMES, frames - from);
      for (int channel = 0; channel < part.length; channel++) {
        System.arraycopy(block[channel], from, part[channel], 0, taken);
      }
      receiver.receive(NO_STEMS, part, taken);
    }
  }

  @Override
  public void finish() throws ModelException {
    detection.finish();
    if (median != null) {
      median.finish();
    }
  }
}
