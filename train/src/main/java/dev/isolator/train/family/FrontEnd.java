package dev.isolator.train.family;

import org.jspecify.annotations.Nullable;

/// What a network's input is, computed from the spectrum `[1][4][bins][frames]`. It is computed
/// inside the exported graph; `dev.isolator.train.torch.Front` and
/// `dev.isolator.train.onnx.FrontGraph` hold the formulas, each twice for a test to compare.
///
/// A front end computes each frame from the same frame of the spectrum alone, but for the local
/// level of [Bands].
public sealed interface FrontEnd {
  /// Channels of the picture.
  int channels();

  /// Level, balance, correlation and phase difference on bands, as in [dev.isolator.train.band].
  ///
  /// @param multiple bands are padded with zeros at the top to a multiple of this
  /// @param localLevel what makes songs of any level look alike; null = they are seen as they are
  record Bands(int multiple, @Nullable LocalLevel localLevel) implements FrontEnd {
    /// Bands of songs as they are.
    public Bands(int multiple) {
      this(multiple, null);
    }

    @Override
    public int channels() {
      return Architecture.FEATURES;
    }
  }

  /// The real cepstrum of the mid signal, the mean of left and right, from quefrency 0 on; and, if
  /// asked for, that of the side signal, half their difference, as a second channel. Silence is
  /// zero, and so is the side of a song that is the same left and right.
  ///
  /// @param quefrencies rows of the picture
  /// @param side whether there is the side signal's, too
  record Cepstra(int quefrencies, boolean side) implements FrontEnd {
    @Override
    public int channels() {
      return side ? 2 : 1;
    }
  }

  /// The magnitude of the mean of left and right on bins, compressed: `|(L + R) / 2|^0.3`. Silence
  /// is zero, as a convolution's padding is.
  record Mono() implements FrontEnd {
    @Override
    public int channels() {
      return 1;
    }
  }
}
