package dev.isolator.train.torch;

import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.FrontEnd;
import org.bytedeco.pytorch.Tensor;

/// A front end on libtorch: from spectra to a network's input.
public sealed interface Front permits BandFront, MonoFront, CepstraFront {
  /// The network's input, computed from spectra.
  ///
  /// @param spectrum `[batch][4][bins][frames]`: left re, left im, right re, right im
  /// @return `[batch][channels][rows][frames]`
  Tensor features(Tensor spectrum);

  /// The front end of an architecture.
  static Front of(Architecture architecture) {
    return switch (architecture.front()) {
      case FrontEnd.Bands _ -> new BandFront(architecture);
      case FrontEnd.Mono _ -> new MonoFront();
      case FrontEnd.Cepstra cepstra -> new CepstraFront(architecture.bins(), cepstra);
    };
  }
}
