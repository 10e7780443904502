package dev.isolator.evaluate.command;

import dev.isolator.Separator;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.model.ModelException;
import dev.isolator.separation.BlockSeparation;
import dev.isolator.separation.StemReceiver;
import dev.isolator.voice.VoiceListener;

/// Separates a sound in memory into the model's first stem and the rest.
final class InMemorySeparation {
  private InMemorySeparation() {}

  /// Starts a separation.
  @FunctionalInterface
  private interface Start {
    BlockSeparation into(StemReceiver receiver) throws ModelException;
  }

  /// The model's first stem – the vocals – and what is left of the sound without it.
  static Pcm16[] of(Separator separator, Pcm16 sound) throws AudioException, ModelException {
    var layout = ChannelLayout.ofCount(sound.channels());
    return of(sound, stems -> separator.blocks(sound.sampleRate(), layout, stems));
  }

  /// The same; the listener gets the probabilities of a voice.
  static Pcm16[] of(Separator separator, Pcm16 sound, VoiceListener listener)
      throws AudioException, ModelException {
    var layout = ChannelLayout.ofCount(sound.channels());
    return of(sound, stems -> separator.blocks(sound.sampleRate(), layout, stems, listener));
  }

  private static Pcm16[] of(Pcm16 sound, Start start) throws AudioException, ModelException {
    int channels = sound.channels();
    var stem = new short[channels][sound.frames()];
    var rest = new short[channels][sound.frames()];
    var at = new int[1];
    StemReceiver receiver =
        (stems, mix, frames) -> {
          var left = new float[frames];
          for (int channel = 0; channel < channels; channel++) {
            float[] first = stems[0][channel];
            for (int i = 0; i < frames; i++) {
              left[i] = mix[channel][i] - first[i];
            }
            Pcm16.quantise(first, stem[channel], at[0], frames);
            Pcm16.quantise(left, rest[channel], at[0], frames);
          }
          at[0] += frames;
        };
    BlockSeparation song = start.into(receiver);
    song.write(sound.toFloat(), sound.frames());
    song.finish();
    return new Pcm16[] {new Pcm16(stem, sound.sampleRate()), new Pcm16(rest, sound.sampleRate())};
  }
}
