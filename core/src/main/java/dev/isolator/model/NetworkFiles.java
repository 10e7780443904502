package dev.isolator.model;

import org.jspecify.annotations.Nullable;

/// The graphs of one network that a session may be opened from.
///
/// @param floats the graph in single precision, which runs everywhere
/// @param int8 the graph in 8 bits, which runs on the processor instead; null where it is not there
///   or not wanted
record NetworkFiles(ModelFile floats, @Nullable ModelFile int8) {
  /// One graph for every place.
  static NetworkFiles of(ModelFile floats) {
    return new NetworkFiles(floats, null);
  }

  /// The graphs for a precision.
  ///
  /// @param int8 null where the model has none
  static NetworkFiles of(ModelFile floats, @Nullable ModelFile int8, Precision precision) {
    boolean inBytes =
        switch (precision) {
          case AUTO -> IntegerDotProduct.isAvailable();
          case FLOAT -> false;
          case INT8 -> true;
        };
    return new NetworkFiles(floats, inBytes ? int8 : null);
  }
}
