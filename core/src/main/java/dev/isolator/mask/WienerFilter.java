package dev.isolator.mask;

import dev.isolator.spectrum.Window;

/// The multichannel Wiener filter by expectation–maximisation: sharpens masked spectra with what
/// the channels say about where each stem stands.
///
/// Each bin of a stem is modelled as Gaussian, with a power of its own in each frame and one
/// spatial covariance (how level and phase differ between the channels) for all frames of a window.
/// Each round estimates both from the stems' last spectra, then filters the mix with the gain of
/// least mean square error. The gains of all stems sum to one but for 10⁻⁸, so the stems still sum
/// to the mix. The formulas are at [LocalGaussianModel].
///
/// Windows are [#WINDOW_FRAMES] long, start at multiples of half of that from the song's beginning,
/// and cross-fade. So a frame's result depends on its place in the song and not on the chunks that
/// the song is cut into. The filter lags up to one window behind.
///
/// Use: [#add] frames; when the window [#isFull()], [#refine] every bin (bins are independent: any
/// number of threads), take the [#ready] frames, and [#advance()]. At the song's end, do so while
/// [#finish()] says that there is more.
///
/// Memory: about 9 MB for the mix and 18 MB a stem without the last, at 2049 bins in stereo.
///
/// Source: Nugraha, Liutkus and Vincent, Multichannel Audio Source Separation with Deep Neural
/// Networks, IEEE/ACM TASLP 24(9), 2016; Duong, Vincent and Gribonval, IEEE TASLP 18(7), 2010.
/// Differs in the windows (both papers take the song as a whole), and in what [LocalGaussianModel]
/// lists.
public final class WienerFilter {
  /// Frames that share a spatial covariance: 6 s at a hop of 1024 and 44.1 kHz.
  public static final int WINDOW_FRAMES = 256;

  private static final int STEP = WINDOW_FRAMES / 2;

  /// Gains of the first half of a window, over the second half of the last.
  private static final double[] FADE_IN = Window.fadeIn(STEP);

  private final int iterations;
  private final int channels;
  private final int bins;

  /// Stems without the last.
  private final int masks;

  /// `[frame of the window][channel][2 * bins]`
  private final float[][][] mix;

  /// First estimates, `[stem][frame of the window][channel][2 * bins]`
  private final float[][][][] masked;

  /// Final spectra of the window's first half, `[stem][frame][channel][2 * bins]`.
  private final float[][][][] ready;

  /// The window's second half, faded out, which the next window adds to its first.
  private final float[][][][] faded;

  /// Frames in the window. The first half of the first one is the silence before the song.
  private int filled = STEP;

  /// Frames that were added and have not come out.
  private int pending;

  private boolean firstWindow = true;

  /// @param channels 1 or 2
  /// @param bins of a frame
  /// @param stems with the last one, at least 2
  /// @param iterations rounds, at least 1
  public WienerFilter(int channels, int bins, int stems, int iterations) {
    if (channels < 1 || channels > 2) {
      throw new IllegalArgumentException("channels must be 1 or 2, were " + channels);
    }
    this.iterations = iterations;
    this.channels = channels;
    this.bins = bins;
    this.masks = stems - 1;
    this.mix = new float[WINDOW_FRAMES][channels][2 * bins];
    this.masked = new float[masks][WINDOW_FRAMES][channels][2 * bins];
    this.ready = new float[masks][STEP][channels][2 * bins];
    this.faded = new float[masks][STEP][channels][2 * bins];
  }

  /// How much memory a filter takes.
  ///
  /// @param channels 1 or 2
  /// @param stems with the last one, at least 2
  public static long bytes(int channels, int bins, int stems) {
    long spectra = WINDOW_FRAMES + (stems - 1L) * (WINDOW_FRAMES + 2 * STEP);
    return spectra * channels * 2 * bins * Float.BYTES;
  }

  /// Adds the song's next frame. The window must not be full. Allocates nothing.
  ///
  /// @param spectrum `[channels][2 * bins]` of the mix
  /// @param estimates `[stems without the last][channels][2 * bins]`, masked by the network
  public void add(float[][] spectrum, float[][][] estimates) {
    for (int channel = 0; channel < channels; channel++) {
      System.arraycopy(spectrum[channel], 0, mix[filled][channel], 0, 2 * bins);
      for (int stem = 0; stem < masks; stem++) {
        System.arraycopy(estimates[stem][channel], 0, masked[stem][filled][channel], 0, 2 * bins);
      }
    }
    filled++;
    pending++;
  }

  /// Whether the window is complete.
  public boolean isFull() {
    return filled == WINDOW_FRAMES;
  }

  /// Completes the window with the silence after the song.
  ///
  /// @return whether frames are left that have not come out: refine, take and advance once more
  public boolean finish() {
    for (; filled < WINDOW_FRAMES; filled++) {
      for (int channel = 0; channel < channels; channel++) {
        java.util.Arrays.fill(mix[filled][channel], 0);
        for (float[][][] stem : masked) {
          java.util.Arrays.fill(stem[filled][channel], 0);
        }
      }
    }
    return pending > 0;
  }

  /// Runs all rounds on some bins of a full window. Different bins may be refined at once.
  ///
  /// @param from first bin
  /// @param to one past the last
  public void refine(int from, int to) {
    var refinement = new LocalGaussianModel(channels, masks + 1, WINDOW_FRAMES);
    for (int bin = from; bin < to; bin++) {
      for (int t = 0; t < WINDOW_FRAMES; t++) {
        for (int channel = 0; channel < channels; channel++) {
          refinement.setMix(t, channel, mix[t][channel][2 * bin], mix[t][channel][2 * bin + 1]);
          for (int stem = 0; stem < masks; stem++) {
            float[] first = masked[stem][t][channel];
            refinement.setEstimate(stem, t, channel, first[2 * bin], first[2 * bin + 1]);
          }
        }
      }
      refinement.run(iterations);
      for (int stem = 0; stem < masks; stem++) {
        crossFade(refinement, stem, bin);
      }
    }
  }

  /// The first half of a window fades in over the second half of the last.
  private void crossFade(LocalGaussianModel refinement, int stem, int bin) {
    for (int t = 0; t < STEP; t++) {
      double in = FADE_IN[t];
      for (int channel = 0; channel < channels; channel++) {
        for (int part = 0; part < 2; part++) {
          int i = 2 * bin + part;
          double first = refinement.estimate(stem, t, channel, part);
          double second = refinement.estimate(stem, t + STEP, channel, part);
          ready[stem][t][channel][i] = (float) (faded[stem][t][channel][i] + in * first);
          faded[stem][t][channel][i] = (float) ((1 - in) * second);
        }
      }
    }
  }

  /// How many frames of the song are final after a window was refined.
  public int readyFrames() {
    return firstWindow ? 0 : Math.min(STEP, pending);
  }

  /// A final frame.
  ///
  /// @param stem any but the last
  /// @param t 0 to `readyFrames() − 1`, in the song's order
  /// @return `[channels][2 * bins]`; valid until the next [#refine]
  public float[][] ready(int stem, int t) {
    return ready[stem][t];
  }

  /// Moves on by half a window.
  public void advance() {
    pending -= readyFrames();
    firstWindow = false;
    for (int t = 0; t < STEP; t++) {
      swap(mix, t);
      for (float[][][] stem : masked) {
        swap(stem, t);
      }
    }
    filled = STEP;
  }

  private static void swap(float[][][] frames, int t) {
    float[][] first = frames[t];
    frames[t] = frames[t + STEP];
    frames[t + STEP] = first;
  }
}
