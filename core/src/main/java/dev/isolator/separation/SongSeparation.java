package dev.isolator.separation;

import dev.isolator.audio.AudioException;
import dev.isolator.model.ModelException;
import dev.isolator.model.SongModel;
import java.util.Arrays;

/// One song on its way through a method that needs all of it at once: it gathers, and comes out in
/// [#finish()]. Memory grows with the song.
final class SongSeparation implements BlockSeparation {
  private final SongModel model;
  private final int sampleRate;
  private final StemReceiver receiver;
  private final float[][] song;
  private int frames;

  SongSeparation(SongModel model, int sampleRate, int channels, StemReceiver receiver) {
    this.model = model;
    this.sampleRate = sampleRate;
    this.receiver = receiver;
    this.song = new float[channels][StemReceiver.MAX_FRAMES];
  }

  @Override
  public void write(float[][] block, int count) throws ModelException {
    if (frames + (long) count > Integer.MAX_VALUE - 8) {
      throw new ModelException(
          "%s: expected a song of at most %d frames, as it works on the whole song at once; use --duration, or another model"
              .formatted(model.card().name(), Integer.MAX_VALUE - 8));
    }
    for (int channel = 0; channel < song.length; channel++) {
      if (frames + count > song[channel].length) {
        long doubled = Math.max(frames + (long) count, 2L * song[channel].length);
        song[channel] =
            Arrays.copyOf(song[channel], (int) Math.min(doubled, Integer.MAX_VALUE - 8));
      }
      System.arraycopy(block[channel], 0, song[channel], frames, count);
    }
    frames += count;
  }

  @Override
  public void finish() throws AudioException, ModelException {
    if (frames == 0) {
      return;
    }
    for (int channel = 0; channel < song.length; channel++) {
      song[channel] = Arrays.copyOf(song[channel], frames);
    }
    float[][][] whole = model.separate(song, sampleRate);
    var stems = new float[whole.length][song.length][StemReceiver.MAX_FRAMES];
    var mix = new float[song.length][StemReceiver.MAX_FRAMES];
    for (int from = 0; from < frames; from += StemReceiver.MAX_FRAMES) {
      int count = Math.min(StemReceiver.MAX_FRAMES, frames - from);
      for (int channel = 0; channel < song.length; channel++) {
        System.arraycopy(song[channel], from, mix[channel], 0, count);
        for (int stem = 0; stem < whole.length; stem++) {
          System.arraycopy(whole[stem][channel], from, stems[stem][channel], 0, count);
        }
      }
      Remainder.leave(stems, mix, count);
      receiver.receive(stems, mix, count);
    }
  }
}
