package dev.isolator.separation;

import dev.isolator.audio.AudioException;
import dev.isolator.model.ModelException;
import dev.isolator.voice.VoiceMedian;

/// A separation whose voice is told through a running median, which at the song's end tells what
/// still waits.
record MedianVoice(BlockSeparation separation, VoiceMedian median) implements BlockSeparation {
  @Override
  public void write(float[][] block, int frames) throws AudioException, ModelException {
    separation.write(block, frames);
  }

  @Override
  public void finish() throws AudioException, ModelException {
    separation.finish();
    median.finish();
  }

  @Override
  public void close() {
    separation.close();
  }
}
