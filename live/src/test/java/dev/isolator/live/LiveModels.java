package dev.isolator.live;

import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.nio.file.Path;
import java.util.Objects;

/// Models of the tests: the built-in one, and some without weights.
final class LiveModels {
  private LiveModels() {}

  static ModelCatalogue.Entry vocals() throws ModelException {
    return ModelCatalogue.open().find("live-vocals");
  }

  /// One without weights, at 44.1 kHz with a hop of 512: written by
  /// `dev.isolator.PowerRatioNetwork` of the library's tests, which says what it does.
  ///
  /// @param name such as `ratio-4096-ahead3`: window and look-ahead
  static ModelCatalogue.Entry withoutWeights(String name) throws Exception {
    return ModelCatalogue.open().find(file(name).toString());
  }

  /// Where it lies.
  static Path file(String name) throws Exception {
    var url = Objects.requireNonNull(LiveModels.class.getResource(name + ".onnx"), name);
    return Path.of(url.toURI());
  }

  /// Any of them.
  static ModelCatalogue.Entry find(String name) throws Exception {
    return name.startsWith("ratio") ? withoutWeights(name) : vocals();
  }
}
