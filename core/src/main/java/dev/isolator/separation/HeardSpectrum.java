package dev.isolator.separation;

import dev.isolator.conditioning.AnalysisOptions;
import dev.isolator.conditioning.LevelGain;
import dev.isolator.conditioning.NoiseFloor;
import dev.isolator.conditioning.SpectrumConditioner;
import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.spectrum.Stft;
import org.jspecify.annotations.Nullable;

/// What the network hears of a pair of channels: the song's spectra, cleaned and brought to a level
/// ([dev.isolator.conditioning]). The song itself stays as it is.
///
/// Noise and level of a frame depend on frames before it, and the level on [#aheadFrames] after it
/// too. So every frame of the song is seen once, in order, by [#advance], one transform each;
/// [#prepare] then knows the gains of the chunk's frames, whichever chunk they are in.
final class HeardSpectrum {
  private final AnalysisGrid grid;
  private final SampleHistory history;
  private final ChannelPair pair;
  private final Stft stft;
  private final SpectrumConditioner conditioner;
  private final @Nullable NoiseFloor noise;
  private final @Nullable LevelGain level;

  /// `[channels][2 * bins]`
  private final float[][] spectra;

  private long seen;

  /// @param heldFrames of a chunk
  HeardSpectrum(
      AnalysisOptions options,
      AnalysisGrid grid,
      SampleHistory history,
      ChannelPair pair,
      int heldFrames) {
    this.grid = grid;
    this.history = history;
    this.pair = pair;
    this.stft = new Stft(grid);
    int rate = grid.sampleRate();
    double frameSeconds = (double) grid.hopLength() / rate;
    int ahead = aheadFrames(options, frameSeconds);
    double denoiseDb = options.conditioning().denoiseDb();
    this.conditioner = new SpectrumConditioner(options.conditioning(), grid.fftLength(), rate);
    this.noise =
        denoiseDb > 0
            ? new NoiseFloor(denoiseDb, grid.fftLength(), rate, frameSeconds, heldFrames + ahead)
            : null;
    this.level =
        options.normalisation().isOn()
            ? new LevelGain(options.normalisation(), frameSeconds, heldFrames)
            : null;
    this.spectra = new float[pair.isMono() ? 1 : 2][2 * grid.bins()];
  }

  /// Frames after a frame that what is heard of it depends on.
  static int aheadFrames(AnalysisOptions options, double frameSeconds) {
    return LevelGain.reach(options.normalisation(), frameSeconds);
  }

  /// Sees the frames up to the last one of a chunk, and those after it that it depends on; their
  /// samples must be there.
  ///
  /// @param lastFrame of the chunk
  /// @param songFrames frames that the song has
  void advance(long lastFrame, long songFrames) {
    if (noise == null && level == null) {
      return;
    }
    long end = Math.min(songFrames, lastFrame + 1 + (level == null ? 0 : level.reach()));
    for (; seen < end; seen++) {
      for (int side = 0; side < spectra.length; side++) {
        int channel = side == 0 ? pair.left() : pair.right();
        history.transform(stft, channel, seen, spectra[side]);
        conditioner.apply(spectra[side]);
      }
      if (noise != null) {
        noise.add(spectra);
      }
      if (level != null) {
        level.add(meanSquare());
      }
    }
  }

  /// The mean square of the samples under the window, by Parseval's theorem: a Hann window's
  /// squares sum to 3/8 of its length.
  private double meanSquare() {
    double sum = 0;
    for (float[] spectrum : spectra) {
      for (int i = 0; i < spectrum.length; i++) {
        double weight = i < 2 || i >= spectrum.length - 2 ? 1 : 2;
        sum += weight * spectrum[i] * spectrum[i];
      }
    }
    double length = grid.fftLength();
    return sum / (length * length * 0.375 * spectra.length);
  }

  /// Turns the song's spectrum into what is heard. Any thread.
  ///
  /// @param frame of the song, 0 or later, up to the last that [#advance] was given
  /// @param spectrum `[2 * bins]`, changed in place
  void prepare(long frame, float[] spectrum) {
    conditioner.apply(spectrum);
    if (noise != null) {
      noise.suppress(frame, spectrum);
    }
    if (level != null) {
      float gain = level.gain(frame);
      for (int i = 0; i < spectrum.length; i++) {
        spectrum[i] *= gain;
      }
    }
  }
}
