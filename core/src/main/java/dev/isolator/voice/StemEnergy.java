package dev.isolator.voice;

/// The probability that somebody sings, for models whose network does not give it: from the share
/// of the mix's energy that the vocal stem has, every 20 ms.
///
/// `p = 1 / (1 + exp(−(share − CENTRE_DB) / SLOPE_DB))`, with the share in dB over the 60 ms around
/// the frame; a vocal stem below −60 dBFS is no voice. A level against the stem's loudest place
/// would tell voice better, but a stream does not know that place.
///
/// It is a guess: sound that leaks into the vocal stem counts as voice. The centre was chosen on
/// the validation set with the default model; docs/decisions/0013 says how good that is. One thread
/// at a time; memory does not grow with the song.
public final class StemEnergy {
  private static final double FRAME_SECONDS = 0.02;
  private static final double CENTRE_DB = -20;
  private static final double SLOPE_DB = 3;

  /// Mean square at −60 dBFS.
  private static final double LEAST_POWER = 1e-6;

  private final VoiceListener listener;
  private final int sampleRate;
  private final int frameLength;

  /// Energies of the vocals and the mix: the frame before, this one, and the next, which is
  /// filling.
  private final double[] vocals = new double[3];

  private final double[] mix = new double[3];

  private int filled;
  private long frames;

  /// @param sampleRate in Hz
  /// @param listener hears every frame, one frame late
  public StemEnergy(int sampleRate, VoiceListener listener) {
    this.sampleRate = sampleRate;
    this.frameLength = Math.max(1, (int) Math.round(FRAME_SECONDS * sampleRate));
    this.listener = listener;
  }

  /// Takes the song's next samples.
  ///
  /// @param voice the vocal stem, `[channels][≥ count]`, full scale ±1.0
  /// @param song the mix, of the same shape
  /// @param count samples per channel that are taken
  public void add(float[][] voice, float[][] song, int count) {
    for (int from = 0; from < count; ) {
      int taken = Math.min(count - from, frameLength - filled);
      vocals[2] += energy(voice, from, from + taken);
      mix[2] += energy(song, from, from + taken);
      filled += taken;
      from += taken;
      if (filled == frameLength) {
        next(song.length);
      }
    }
  }

  private static double energy(float[][] samples, int from, int to) {
    double sum = 0;
    for (float[] channel : samples) {
      for (int i = from; i < to; i++) {
        sum += (double) channel[i] * channel[i];
      }
    }
    return sum;
  }

  /// Ends the song: the last frames are heard.
  ///
  /// @param channels of the song
  public void finish(int channels) {
    if (filled > 0) {
      next(channels);
    }
    if (frames > 0) {
      next(channels);
    }
  }

  private void next(int channels) {
    if (frames > 0) {
      double power = (vocals[0] + vocals[1] + vocals[2]) / (3.0 * frameLength * channels);
      double share = (vocals[0] + vocals[1] + vocals[2]) / (mix[0] + mix[1] + mix[2]);
      double db = 10 * Math.log10(share);
      double probability = 1 / (1 + Math.exp(-(db - CENTRE_DB) / SLOPE_DB));
      double second = (double) frameLength / sampleRate;
      listener.heard(
          (frames - 1) * second, frames * second, power >= LEAST_POWER ? (float) probability : 0);
    }
    frames++;
    filled = 0;
    for (double[] energies : new double[][] {vocals, mix}) {
      energies[0] = energies[1];
      energies[1] = energies[2];
      energies[2] = 0;
    }
  }
}
