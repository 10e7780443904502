package dev.isolator.separation;

import dev.isolator.audio.AudioException;
import dev.isolator.model.ModelException;
import dev.isolator.voice.StemEnergy;
import dev.isolator.voice.VoiceListener;

/// A separation whose vocal stem is listened to on its way out, for models that do not say where
/// somebody sings.
final class EnergyVoice implements BlockSeparation {
  private final BlockSeparation separation;
  private final StemEnergy energy;
  private final int channels;

  /// Makes a separation, given where its stems go.
  @FunctionalInterface
  interface Making {
    BlockSeparation into(StemReceiver receiver) throws ModelException;
  }

  /// @param vocals which of the stems
  EnergyVoice(
      Making making,
      StemReceiver receiver,
      int vocals,
      int sampleRate,
      int channels,
      VoiceListener listener)
      throws ModelException {
    this.energy = new StemEnergy(sampleRate, listener);
    this.channels = channels;
    this.separation =
        making.into(
            (stems, mix, frames) -> {
              energy.add(stems[vocals], mix, frames);
              receiver.receive(stems, mix, frames);
            });
  }

  @Override
  public void write(float[][] block, int frames) throws AudioException, ModelException {
    separation.write(block, frames);
  }

  @Override
  public void finish() throws AudioException, ModelException {
    separation.finish();
    energy.finish(channels);
  }

  @Override
  public void close() {
    separation.close();
  }
}
