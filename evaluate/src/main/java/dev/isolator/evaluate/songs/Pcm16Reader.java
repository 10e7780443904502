package dev.isolator.evaluate.songs;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import dev.isolator.audio.AudioSource;
import dev.isolator.audio.DecodeLimits;
import dev.isolator.audio.Decoder;
import dev.isolator.audio.SoundTrack;
import dev.isolator.evaluate.metric.Pcm16;
import java.util.Arrays;

/// Decodes whole sounds to 16 bits.
public final class Pcm16Reader {
  private static final int BLOCK_FRAMES = 16_384;

  private Pcm16Reader() {}

  /// Decodes a sound.
  ///
  /// @throws AudioException if it cannot be read, or has no such stream or channel
  public static Pcm16 read(AudioRegion sound) throws AudioException {
    try (var source = open(sound)) {
      return read(source, sound);
    }
  }

  private static AudioSource open(AudioRegion sound) throws AudioException {
    var track =
        sound.track() == AudioRegion.BEST_TRACK
            ? SoundTrack.DEFAULT
            : new SoundTrack.Numbered(sound.track() + 1);
    return Decoder.open(sound.file(), track, DecodeLimits.defaults());
  }

  private static Pcm16 read(AudioSource source, AudioRegion sound) throws AudioException {
    int rate = source.info().sampleRate();
    int channels = source.info().layout().count();
    if (sound.channel() >= channels) {
      throw new AudioException(
          Kind.UNSUPPORTED,
          sound.file().toString(),
          "expected stereo with the accompaniment left and the voice right, found %d channel; choose another --layout"
              .formatted(channels));
    }
    long skip = Math.round(sound.startSeconds() * rate);
    long most = (long) Math.min(Integer.MAX_VALUE - 8.0, sound.durationSeconds() * rate + 0.5);
    var block = new float[channels][BLOCK_FRAMES];
    var samples =
        new short[sound.channel() == AudioRegion.ALL_CHANNELS ? channels : 1][BLOCK_FRAMES];
    int frames = 0;
    while (frames < most) {
      int n = source.read(block, (int) Math.min(BLOCK_FRAMES, skip > 0 ? skip : most - frames));
      if (n < 0) {
        break;
      }
      if (skip > 0) {
        skip -= n;
        continue;
      }
      for (int i = 0; i < samples.length; i++) {
        if (frames + n > samples[i].length) {
          samples[i] = Arrays.copyOf(samples[i], Math.max(frames + n, grown(samples[i].length)));
        }
        int channel = sound.channel() == AudioRegion.ALL_CHANNELS ? i : sound.channel();
        Pcm16.quantise(block[channel], samples[i], frames, n);
      }
      frames += n;
    }
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Arrays.copyOf(samples[i], frames);
    }
    return new Pcm16(samples, rate);
  }

  private static int grown(int length) {
    return (int) Math.min(Integer.MAX_VALUE - 8, length + length / 2L);
  }
}
