package dev.isolator.evaluate.reference;

import java.util.Arrays;
import java.util.stream.IntStream;

/// REPET-SIM: the accompaniment repeats, not necessarily with a period; the voice above it does
/// not.
///
/// For each frame the most similar frames of the song are looked up – at most 100, at least a
/// second apart from one another – by the cosine of their magnitude spectra. The median of those is
/// the music, as in [Repet], without any period.
///
/// Source: Rafii and Pardo, “Music/voice separation using the similarity matrix”, ISMIR 2012,
/// sections 2.1–2.3, with the parameters of section 3.2: k = 100, t = 0, d = 1 s.
///
/// The similarity matrix costs frames² · bins multiplications: half a minute on two cores for a
/// song of four minutes. It is computed by rows and never held.
final class RepetSim implements ReferenceMethod {
  private static final int FFT_LENGTH = 2048;
  private static final int HOP_LENGTH = 1024;
  private static final int MOST_FRAMES = 100;
  private static final double APART_SECONDS = 1;

  /// Rows of the similarity matrix that are computed at a time.
  private static final int ROWS = 32;

  @Override
  public float[][][] separate(float[][] mix, int sampleRate) {
    var song = new SongSpectra(mix, sampleRate, FFT_LENGTH, HOP_LENGTH);
    int[][] similar = similarFrames(song);
    var masks = new float[song.channels()][][];
    for (int channel = 0; channel < masks.length; channel++) {
      float[][] magnitudes = song.magnitudes(channel);
      float[][] repeating =
          Arrays.stream(similar)
              .parallel()
              .map(
                  frames ->
                      RepeatingMask.median(
                          Arrays.stream(frames)
                              .mapToObj(t -> magnitudes[t])
                              .toArray(float[][]::new)))
              .toArray(float[][]::new);
      masks[channel] = RepeatingMask.voice(magnitudes, repeating, song);
    }
    return song.split(masks);
  }

  /// For each frame the indices of the most similar frames, itself among them.
  private static int[][] similarFrames(SongSpectra song) {
    int frames = song.frames();
    int apart = song.framesIn(APART_SECONDS);
    float[][] directions = directions(song);
    var similar = new int[frames][];
    IntStream.range(0, Math.ceilDiv(frames, ROWS))
        .parallel()
        .forEach(
            block -> {
              int first = block * ROWS;
              int count = Math.min(ROWS, frames - first);
              float[][] rows = similarities(directions, first, count, frames);
              for (int row = 0; row < count; row++) {
                similar[first + row] = peaks(rows[row], apart);
              }
            });
    return similar;
  }

  /// Magnitudes averaged over channels, each frame scaled to length 1: `[bins][frames]`.
  private static float[][] directions(SongSpectra song) {
    var directions = new float[song.bins()][song.frames()];
    for (int channel = 0; channel < song.channels(); channel++) {
      for (int t = 0; t < song.frames(); t++) {
        float[] frame = song.frame(channel, t);
        for (int bin = 0; bin < song.bins(); bin++) {
          directions[bin][t] += (float) Math.hypot(frame[2 * bin], frame[2 * bin + 1]);
        }
      }
    }
    for (int t = 0; t < song.frames(); t++) {
      double energy = 0;
      for (float[] bin : directions) {
        energy += (double) bin[t] * bin[t];
      }
      float scale = energy > 0 ? (float) (1 / Math.sqrt(energy)) : 0;
      for (float[] bin : directions) {
        bin[t] *= scale;
      }
    }
    return directions;
  }

  /// Rows `first` to `first + count` of the similarity matrix, `[count][frames]`, 0 to 1.
  private static float[][] similarities(float[][] directions, int first, int count, int frames) {
    var rows = new float[count][frames];
    for (float[] bin : directions) {
      for (int row = 0; row < count; row++) {
        addScaled(bin, bin[first + row], rows[row]);
      }
    }
    return rows;
  }

  private static void addScaled(float[] values, float factor, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * values[i];
    }
  }

  /// The indices of the local maxima, each the highest within `apart` on both sides; at most the
  /// 100 highest.
  static int[] peaks(float[] values, int apart) {
    int[] peaks = IntStream.range(0, values.length).filter(i -> isPeak(values, i, apart)).toArray();
    if (peaks.length <= MOST_FRAMES) {
      return peaks;
    }
    return IntStream.of(peaks)
        .boxed()
        .sorted((a, b) -> Float.compare(values[b], values[a]))
        .limit(MOST_FRAMES)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static boolean isPeak(float[] values, int i, int apart) {
    for (int away = 1; away <= apart; away++) {
      // Of equal values the first is the peak: in digital silence all values are equal.
      if ((i - away >= 0 && values[i - away] >= values[i])
          || (i + away < values.length && values[i + away] > values[i])) {
        return false;
      }
    }
    return true;
  }
}
