package dev.isolator.model;

import java.nio.FloatBuffer;

/// Mean and standard deviation (with `n − 1`) of what goes into a network, by which the Demucs
/// family brings its inputs to mean 0 and deviation 1, and its outputs back.
///
/// @param mean of the values
/// @param deviation of the values
record Deviation(double mean, double deviation) {
  /// Leaves everything as it is.
  static final Deviation NONE = new Deviation(0, 1);

  /// Keeps silence finite.
  private static final double LEAST = 1e-5;

  /// Brings values to mean 0 and deviation 1, and says what they had.
  static Deviation standardise(FloatBuffer... buffers) {
    long count = 0;
    double sum = 0;
    for (var buffer : buffers) {
      for (int i = 0; i < buffer.capacity(); i++) {
        sum += buffer.get(i);
      }
      count += buffer.capacity();
    }
    double mean = sum / count;
    double squares = 0;
    for (var buffer : buffers) {
      for (int i = 0; i < buffer.capacity(); i++) {
        double apart = buffer.get(i) - mean;
        squares += apart * apart;
      }
    }
    double deviation = Math.sqrt(squares / Math.max(1, count - 1));
    for (var buffer : buffers) {
      for (int i = 0; i < buffer.capacity(); i++) {
        buffer.put(i, (float) ((buffer.get(i) - mean) / (LEAST + deviation)));
      }
    }
    return new Deviation(mean, deviation);
  }

  /// Brings a value back.
  double restored(double value) {
    return value * deviation + mean;
  }
}
