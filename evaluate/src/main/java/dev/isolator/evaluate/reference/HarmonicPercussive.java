package dev.isolator.evaluate.reference;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Harmonic–percussive separation by median filters, applied twice, to extract the voice.
///
/// In a spectrogram, steady tones are horizontal lines and strokes are vertical ones. A median over
/// time keeps the lines and loses the strokes; a median over frequency does the opposite; each bin
/// is shared by the squares of the two. What counts as steady depends on the window: under a long
/// one (0.37 s) a voice, with its glides and vibrato, is *percussive*, while chords and bass are
/// harmonic; what is left is split again under a short one (23 ms), where the voice is *harmonic*
/// and drums are percussive. So `vocals` is the harmonic part (short window) of the percussive part
/// (long window); `music` is the rest: harmonic (long) + percussive (short).
///
/// Sources: FitzGerald, “Harmonic/percussive separation using median filtering”, DAFx 2010, eq. 1–8
/// (17 values a median, squared masks); FitzGerald and Gainza, “Single channel vocal separation
/// using median filtering and factorisation techniques”, ISAST Trans. 4(1), 2010, section 3 (two
/// windows).
final class HarmonicPercussive implements ReferenceMethod {
  private static final int LONG_WINDOW = 16_384;
  private static final int SHORT_WINDOW = 1024;
  private static final int VALUES = 17;
  private static final double LOWEST_VOICE_HZ = 100;

  @Override
  public float[][][] separate(float[][] mix, int sampleRate) {
    float[][] notSteady = harmonic(mix, sampleRate, LONG_WINDOW)[1];
    float[][] vocals = harmonic(notSteady, sampleRate, SHORT_WINDOW)[0];
    var music = new float[mix.length][];
    for (int channel = 0; channel < mix.length; channel++) {
      music[channel] = mix[channel].clone();
      for (int i = 0; i < music[channel].length; i++) {
        music[channel][i] -= vocals[channel][i];
      }
    }
    return new float[][][] {vocals, music};
  }

  /// Splits into harmonic and percussive, `[2][channels][n]`. Below 100 Hz, where there is no
  /// voice, everything is harmonic under the long window and percussive under the short one.
  private static float[][][] harmonic(float[][] mix, int sampleRate, int window) {
    var song = new SongSpectra(mix, sampleRate, window, window / 4);
    int lowest = song.binOf(LOWEST_VOICE_HZ);
    var masks = new float[song.channels()][][];
    for (int channel = 0; channel < masks.length; channel++) {
      float[][] magnitudes = song.magnitudes(channel);
      var mask = new float[magnitudes.length][];
      IntStream.range(0, mask.length)
          .parallel()
          .forEach(
              t -> {
                mask[t] = share(overTime(magnitudes, t), overFrequency(magnitudes[t]));
                Arrays.fill(mask[t], 0, lowest, window == LONG_WINDOW ? 1 : 0);
              });
      masks[channel] = mask;
    }
    return song.split(masks);
  }

  /// Each bin's median over the frames around `t`, fewer at the song's ends.
  private static float[] overTime(float[][] magnitudes, int t) {
    int from = Math.max(0, t - VALUES / 2);
    int to = Math.min(magnitudes.length, t + VALUES / 2 + 1);
    return RepeatingMask.median(Arrays.copyOfRange(magnitudes, from, to));
  }

  /// Each bin's median over the bins around it, fewer at the spectrum's ends.
  private static float[] overFrequency(float[] frame) {
    var medians = new float[frame.length];
    for (int bin = 0; bin < frame.length; bin++) {
      float[] values =
          Arrays.copyOfRange(
              frame, Math.max(0, bin - VALUES / 2), Math.min(frame.length, bin + VALUES / 2 + 1));
      Arrays.sort(values);
      medians[bin] = values[values.length / 2];
    }
    return medians;
  }

  private static float[] share(float[] steady, float[] sudden) {
    for (int bin = 0; bin < steady.length; bin++) {
      float h = steady[bin] * steady[bin];
      float p = sudden[bin] * sudden[bin];
      steady[bin] = h + p > 0 ? h / (h + p) : 0;
    }
    return steady;
  }
}
