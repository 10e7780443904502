package dev.isolator.dataset.effect;

/// Measures and sets levels.
public final class Level {
  private Level() {}

  /// Root mean square over the frames that are louder than −60 dBFS in 50-ms blocks, in dBFS; −200
  /// if none is.
  public static double activeDb(float[][] track, int sampleRate) {
    int block = sampleRate / 20;
    double sum = 0;
    long count = 0;
    for (int at = 0; at < track[0].length; at += block) {
      int to = Math.min(track[0].length, at + block);
      double energy = 0;
      for (float[] channel : track) {
        for (int i = at; i < to; i++) {
          energy += (double) channel[i] * channel[i];
        }
      }
      int samples = (to - at) * track.length;
      if (energy > samples * 1e-6) {
        sum += energy;
        count += samples;
      }
    }
    return count == 0 ? -200 : StrictDecibels.of(Math.sqrt(sum / count));
  }

  /// Root mean square over all samples of all channels; 0 where there are none.
  public static double rms(float[][] track) {
    double sum = 0;
    long count = 0;
    for (float[] channel : track) {
      for (float x : channel) {
        sum += (double) x * x;
      }
      count += channel.length;
    }
    return Math.sqrt(sum / Math.max(1, count));
  }

  /// Largest magnitude.
  public static double peak(float[][] track) {
    float most = 0;
    for (float[] channel : track) {
      for (float x : channel) {
        most = Math.max(most, Math.abs(x));
      }
    }
    return most;
  }

  /// Multiplies all samples by a gain, in place.
  public static void scale(float[][] track, double gain) {
    for (float[] channel : track) {
      for (int i = 0; i < channel.length; i++) {
        channel[i] = (float) (channel[i] * gain);
      }
    }
  }

  /// Scales a track to an active level, in dBFS; a silent track stays silent.
  public static void bring(float[][] track, int sampleRate, double levelDb) {
    double level = activeDb(track, sampleRate);
    if (level > -100) {
      scale(track, StrictDecibels.gain(levelDb - level));
    }
  }

  /// Adds `more` to `sum` from frame `at` of `sum` on; what lies outside `sum` is left out.
  public static void add(float[][] sum, float[][] more, int at) {
    for (int c = 0; c < sum.length; c++) {
      int to = Math.min(more[c].length, sum[c].length - at);
      for (int i = Math.max(0, -at); i < to; i++) {
        sum[c][at + i] += more[c][i];
      }
    }
  }

  /// Replaces both channels by their mean.
  public static void makeMono(float[][] track) {
    for (int i = 0; i < track[0].length; i++) {
      float mean = 0.5f * (track[0][i] + track[1][i]);
      track[0][i] = mean;
      track[1][i] = mean;
    }
  }
}
