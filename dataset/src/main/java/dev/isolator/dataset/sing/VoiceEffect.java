package dev.isolator.dataset.sing;

import dev.isolator.dataset.effect.Biquad;
import dev.isolator.dataset.effect.BitCrusher;
import dev.isolator.dataset.effect.Chorus;
import dev.isolator.dataset.effect.Level;
import dev.isolator.dataset.effect.RhythmicGate;
import dev.isolator.dataset.effect.Saturation;
import dev.isolator.dataset.effect.Vocoder;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Effects that electronic music puts on a voice, before the [VocalChain].
enum VoiceEffect {
  /// A band-pass filter from 300 to 700 Hz up to 2.2 to 4.5 kHz.
  TELEPHONE(4) {
    @Override
    void apply(float[][] track, int sampleRate, SplittableRandom random) {
      double low = 300 + 400 * random.nextDouble();
      double high = 2200 + 2300 * random.nextDouble();
      for (int order = 0; order < 2; order++) {
        Biquad.highPass(low, sampleRate).apply(track);
        Biquad.lowPass(high, sampleRate).apply(track);
      }
    }
  },
  /// A detuned copy, delayed by 12 to 30 ms.
  CHORUS(4) {
    @Override
    void apply(float[][] track, int sampleRate, SplittableRandom random) {
      new Chorus(
              0.012 + 0.018 * random.nextDouble(),
              0.1 + 0.2 * random.nextDouble(),
              0.2 + random.nextDouble(),
              0,
              -6 * random.nextDouble())
          .apply(track, sampleRate);
    }
  },
  /// A comb filter whose delay is modulated.
  FLANGER(3) {
    @Override
    void apply(float[][] track, int sampleRate, SplittableRandom random) {
      new Chorus(
              0.001 + 0.004 * random.nextDouble(),
              0.9,
              0.05 + 0.5 * random.nextDouble(),
              0.8 * random.nextDouble(),
              -3 * random.nextDouble())
          .apply(track, sampleRate);
    }
  },
  /// Saturation with 12 to 30 dB of gain before the curve.
  DISTORTION(4) {
    @Override
    void apply(float[][] track, int sampleRate, SplittableRandom random) {
      new Saturation(12 + 18 * random.nextDouble()).apply(track);
    }
  },
  /// Sample rate reduced to 5 to 16 kHz, bit depth to 5 to 9 bits.
  SAMPLER(2) {
    @Override
    void apply(float[][] track, int sampleRate, SplittableRandom random) {
      new BitCrusher(5000 + 11_000 * random.nextDouble(), 5 + random.nextInt(5))
          .apply(track, sampleRate);
    }
  },
  /// A rhythmic gate at 90 to 150 beats per minute that mutes a quarter to three quarters of the
  /// sixteenths.
  CHOPPED(4) {
    @Override
    void apply(float[][] track, int sampleRate, SplittableRandom random) {
      new RhythmicGate(90 + 60 * random.nextDouble(), 0.25 + 0.5 * random.nextDouble())
          .apply(track, sampleRate, random);
    }
  },
  /// Slices of 60 to 250 ms, every third of them repeated two to six times.
  STUTTER(3) {
    @Override
    void apply(float[][] track, int sampleRate, SplittableRandom random) {
      int slice = (int) ((0.06 + 0.19 * random.nextDouble()) * sampleRate);
      int frames = track[0].length;
      for (int at = 0; at + 2 * slice <= frames; ) {
        int times = random.nextInt(3) == 0 ? 2 + random.nextInt(5) : 1;
        for (int k = 1; k < times && at + (k + 1) * slice <= frames; k++) {
          for (float[] channel : track) {
            System.arraycopy(channel, at, channel, at + k * slice, slice);
          }
        }
        at += times * slice;
      }
      fadeSeams(track, slice, sampleRate);
    }
  },
  /// The track reversed.
  BACKWARDS(1) {
    @Override
    void apply(float[][] track, int sampleRate, SplittableRandom random) {
      for (float[] channel : track) {
        for (int i = 0, j = channel.length - 1; i < j; i++, j--) {
          float x = channel[i];
          channel[i] = channel[j];
          channel[j] = x;
        }
      }
    }
  },
  /// A vocoder with a sawtooth chord of one to three notes.
  VOCODER(3) {
    @Override
    void apply(float[][] track, int sampleRate, SplittableRandom random) {
      double root = 55 * StrictMath.pow(2, random.nextInt(25) / 12.0);
      int[][] chords = {{0}, {0, 12}, {0, 7}, {0, 3, 7}, {0, 4, 7}, {0, 7, 12}};
      int[] chord = chords[random.nextInt(chords.length)];
      var hertz = Arrays.stream(chord).mapToObj(k -> root * StrictMath.pow(2, k / 12.0)).toList();
      new Vocoder(hertz, 14 + random.nextInt(11)).apply(track, sampleRate);
    }
  };

  private static final double SEAM_SECONDS = 0.003;

  private final int share;

  VoiceEffect(int share) {
    this.share = share;
  }

  /// Processes a track of about −20 dBFS in place.
  abstract void apply(float[][] track, int sampleRate, SplittableRandom random);

  /// Draws an effect by its share and applies it at a level of −20 dBFS.
  static void any(SplittableRandom random, float[][] track, int sampleRate) {
    int all = Arrays.stream(values()).mapToInt(t -> t.share).sum();
    int at = random.nextInt(all);
    for (VoiceEffect treatment : values()) {
      at -= treatment.share;
      if (at < 0) {
        Level.bring(track, sampleRate, -20);
        treatment.apply(track, sampleRate, random.split());
        Level.bring(track, sampleRate, -20);
        return;
      }
    }
  }

  /// Fades out and in at the borders of all slices, so that there are no clicks.
  private static void fadeSeams(float[][] track, int slice, int sampleRate) {
    int fade = Math.min(slice / 2, (int) (SEAM_SECONDS * sampleRate));
    for (float[] channel : track) {
      for (int at = slice; at + fade <= channel.length; at += slice) {
        for (int i = 0; i < fade; i++) {
          float gain = (i + 0.5f) / fade;
          channel[at - 1 - i] *= gain;
          channel[at + i] *= gain;
        }
      }
    }
  }
}
