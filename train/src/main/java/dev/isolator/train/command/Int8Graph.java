package dev.isolator.train.command;

import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.train.data.CalibrationMixes;
import dev.isolator.train.data.Mix;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.loss.Spectra;
import dev.isolator.train.onnx.ModelWriter;
import dev.isolator.train.torch.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;

/// Writes a model in 8 bits beside the one in floats, calibrated on mixes of its training set.
final class Int8Graph {
  private Int8Graph() {}

  /// Writes `NAME.int8.onnx`.
  ///
  /// @param model `NAME.onnx`, which was written before
  /// @param data what the model was trained on; see [CalibrationMixes]
  /// @return the file
  static Path write(Path model, Architecture architecture, Manifest data, long seed)
      throws IOException {
    var spectra = new ArrayList<float[]>();
    try (var _ = new PointerScope()) {
      var window = torch.hann_window(Spectra.grid(architecture).fftLength());
      for (var mix : CalibrationMixes.of(data, seed)) {
        try (var _ = new PointerScope()) {
          spectra.add(Tensors.values(Spectra.of(architecture, new Mix[] {mix}, window).mixture()));
        }
      }
    }
    return ModelWriter.writeInt8(model, spectra, architecture.bins());
  }
}
