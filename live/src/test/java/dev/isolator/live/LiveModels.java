package dev.isolator.live;

import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;

/// The built-in model for live use.
final class LiveModels {
  private LiveModels() {}

  static ModelCatalogue.Entry vocals() throws ModelException {
    return ModelCatalogue.open().find("live-vocals");
  }
}
