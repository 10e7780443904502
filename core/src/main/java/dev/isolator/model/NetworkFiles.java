package dev.isolator.model;

import org.jspecify.annotations.Nullable;

/// The graphs of one network that a session may be opened from.
///
/// @param floats the graph in single precision, which runs everywhere
/// @param onProcessor the graph that runs on the processor: the same, or the one in 8 bits
record NetworkFiles(ModelFile floats, ModelFile onProcessor) {
  /// One graph for every place.
  static NetworkFiles of(ModelFile floats) {
    return new NetworkFiles(floats, floats);
  }

  /// The graph of that precision for the processor.
  ///
  /// @param int8 null where the model has none
  static NetworkFiles of(ModelFile floats, @Nullable ModelFile int8, Precision precision) {
    boolean inBytes =
        switch (precision) {
          case AUTO -> IntegerDotProduct.isAvailable();
          case FLOAT -> false;
          case INT8 -> true;
        };
    return new NetworkFiles(floats, int8 != null && inBytes ? int8 : floats);
  }
}
