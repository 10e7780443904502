package dev.isolator.mask;

import dev.isolator.spectrum.OverlapAdd;
import dev.isolator.spectrum.Stft;

/// One round of [PhaseRefinement]: spectra in, samples that sum to the mix in between, spectra of
/// the same magnitudes out, some frames later.
final class PhaseRound {
  private final Stft stft;
  private final PhaseRefinement.Mix mix;
  private final OverlapAdd[] joins;

  /// Frames that were added and whose samples are not complete: frame `t` at `t` modulo the length,
  /// `[length][stems][2 * bins]`.
  private final float[][][] waiting;

  /// `[stems][samples from [#start] on]`
  private final float[][] samples;

  private final float[] spectrum;

  /// Where in the song the samples begin, how many are held, and how many of them were asked for.
  private long start;

  private int count;
  private long added;
  private long refined;
  private boolean finished;

  /// @param lateFrames frames that may come at the song's end before their samples are taken
  PhaseRound(int stems, Stft stft, PhaseRefinement.Mix mix, int lateFrames) {
    this.stft = stft;
    this.mix = mix;
    this.joins = new OverlapAdd[stems];
    for (int stem = 0; stem < stems; stem++) {
      joins[stem] = new OverlapAdd(stft);
    }
    int lag = lagFrames(stft.fftLength(), stft.hopLength());
    this.waiting = new float[lag + 1][stems][2 * stft.bins()];
    int most = capacity(stft.fftLength(), stft.hopLength()) + lateFrames * stft.hopLength();
    this.samples = new float[stems][most];
    this.spectrum = new float[2 * stft.bins()];
  }

  /// Frames after a frame under whose windows some of its samples lie.
  static int lagFrames(int fftLength, int hopLength) {
    return Math.ceilDiv(fftLength, hopLength) - 1;
  }

  private static int capacity(int fftLength, int hopLength) {
    return 2 * fftLength + 4 * hopLength;
  }

  static long bytes(int fftLength, int hopLength) {
    long frames = lagFrames(fftLength, hopLength) + 1L + 1;
    long joined = 2L * Double.BYTES * (fftLength + hopLength);
    return frames * Float.BYTES * (fftLength + 2)
        + joined
        + (long) Float.BYTES * capacity(fftLength, hopLength);
  }

  void add(float[][] spectra) {
    float[][] place = waiting[(int) (added % waiting.length)];
    added++;
    for (int stem = 0; stem < joins.length; stem++) {
      System.arraycopy(spectra[stem], 0, place[stem], 0, place[stem].length);
      joins[stem].add(spectra[stem]);
    }
    takeReady();
  }

  void finish() {
    for (OverlapAdd join : joins) {
      join.finish();
    }
    takeReady();
    finished = true;
  }

  private void takeReady() {
    int taken = 0;
    for (int stem = 0; stem < joins.length; stem++) {
      taken = joins[stem].take(samples[stem], count, samples[stem].length - count);
    }
    shareResidual(count, taken);
    count += taken;
  }

  /// Gives what the stems lack of the mix to all of them, in equal parts.
  private void shareResidual(int from, int frames) {
    for (int i = from; i < from + frames; i++) {
      double lack = mix.sample(start + i);
      for (float[] stem : samples) {
        lack -= stem[i];
      }
      float part = (float) (lack / samples.length);
      for (float[] stem : samples) {
        stem[i] += part;
      }
    }
  }

  /// Makes the next frame, if its samples are there.
  ///
  /// @param spectra `[stems][2 * bins]`, overwritten
  boolean refine(float[][] spectra) {
    long first = refined * stft.hopLength() - stft.fftLength() / 2;
    boolean complete = finished || first + stft.fftLength() <= start + count;
    if (refined == added || !complete) {
      return false;
    }
    float[][] magnitudes = waiting[(int) (refined % waiting.length)];
    for (int stem = 0; stem < joins.length; stem++) {
      stft.frame(samples[stem], (int) (first - start), count, spectrum);
      turn(magnitudes[stem], spectrum, spectra[stem]);
    }
    refined++;
    forgetBefore(first + stft.hopLength());
    return true;
  }

  /// The magnitudes of one spectrum with the phases of another; where that has none, with its own.
  private static void turn(float[] magnitudes, float[] phases, float[] out) {
    for (int i = 0; i < out.length; i += 2) {
      double re = phases[i];
      double im = phases[i + 1];
      double length = Math.sqrt(re * re + im * im);
      if (length > 1e-20) {
        double mine = magnitudes[i];
        double other = magnitudes[i + 1];
        double scale = Math.sqrt(mine * mine + other * other) / length;
        out[i] = (float) (re * scale);
        out[i + 1] = (float) (im * scale);
      } else {
        out[i] = magnitudes[i];
        out[i + 1] = magnitudes[i + 1];
      }
    }
  }

  private void forgetBefore(long frame) {
    forget(Math.clamp(frame - start, 0, count));
  }

  int ready() {
    return count;
  }

  void take(int stem, float[] target, int offset, int frames) {
    System.arraycopy(samples[stem], 0, target, offset, frames);
  }

  void forget(int frames) {
    for (float[] stem : samples) {
      System.arraycopy(stem, frames, stem, 0, count - frames);
    }
    start += frames;
    count -= frames;
  }
}
