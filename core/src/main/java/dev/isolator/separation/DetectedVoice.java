package dev.isolator.separation;

import dev.isolator.audio.AudioException;
import dev.isolator.model.ModelException;
import dev.isolator.voice.VoiceMedian;
import org.jspecify.annotations.Nullable;

/// A separation with a voice model beside it, which is given the same blocks.
///
/// @param median through which the voice is told; null = none
/// @param gate through which the stems go; null = none
record DetectedVoice(
    BlockSeparation separation,
    VoiceDetection detection,
    @Nullable VoiceMedian median,
    @Nullable GatedVocals gate)
    implements BlockSeparation {
  @Override
  public void write(float[][] block, int frames) throws AudioException, ModelException {
    detection.write(block, frames);
    if (gate != null) {
      gate.deliver(); // so that nothing waits whose gain is known
    }
    separation.write(block, frames);
  }

  @Override
  public void finish() throws AudioException, ModelException {
    detection.finish();
    if (median != null) {
      median.finish();
    }
    if (gate != null) {
      gate.finish();
    }
    separation.finish();
  }

  @Override
  public void close() {
    separation.close();
  }
}
