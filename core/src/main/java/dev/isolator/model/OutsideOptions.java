package dev.isolator.model;

import java.util.List;

/// What a user says of a network that was not made for Isolator; what is left open is recognised.
///
/// @param family one of [Outside#families()]; empty = by the tensors
/// @param name of the model; empty = from the file's name
/// @param stems what the network gives, in the order of its tensors or files, and if there is one
///   more, what the rest is called; empty = as the family says
/// @param fftLength samples under a window, 16 to 65 536; 0 = as the family or a known file says
/// @param compensate what MDX-Net's answer is multiplied by, above 0 to 4; 0 = as a known file
///   says, else 1
/// @param weights of each file's answer for each stem, in the order of both; empty = all alike, or
///   of a family with a file per stem, its own
/// @param licence of the weights; empty = unknown
/// @param source where the file came from; empty = its path
public record OutsideOptions(
    String family,
    String name,
    List<String> stems,
    int fftLength,
    double compensate,
    List<List<Double>> weights,
    String licence,
    String source) {
  public OutsideOptions {
    stems = List.copyOf(stems);
    weights = weights.stream().map(List::copyOf).toList();
    if (fftLength != 0 && (fftLength < 16 || fftLength > 1 << 16)) {
      throw new IllegalArgumentException("--n-fft must be from 16 to 65536, was " + fftLength);
    }
    if (!(compensate >= 0 && compensate <= 4)) {
      throw new IllegalArgumentException("--compensate must be from 0 to 4, was " + compensate);
    }
  }

  /// Nothing is said.
  public static OutsideOptions defaults() {
    return new OutsideOptions("", "", List.of(), 0, 0, List.of(), "", "");
  }

  /// The same with another [#family()].
  public OutsideOptions withFamily(String other) {
    return new OutsideOptions(other, name, stems, fftLength, compensate, weights, licence, source);
  }

  /// The same with another [#name()].
  public OutsideOptions withName(String other) {
    return new OutsideOptions(
        family, other, stems, fftLength, compensate, weights, licence, source);
  }

  /// The same with other [#stems()].
  public OutsideOptions withStems(List<String> others) {
    return new OutsideOptions(
        family, name, others, fftLength, compensate, weights, licence, source);
  }

  /// The same with another [#fftLength()].
  public OutsideOptions withFftLength(int samples) {
    return new OutsideOptions(family, name, stems, samples, compensate, weights, licence, source);
  }

  /// The same with another [#compensate()].
  public OutsideOptions withCompensate(double gain) {
    return new OutsideOptions(family, name, stems, fftLength, gain, weights, licence, source);
  }

  /// The same with other [#weights()].
  public OutsideOptions withWeights(List<List<Double>> others) {
    return new OutsideOptions(family, name, stems, fftLength, compensate, others, licence, source);
  }

  /// The same with another [#licence()].
  public OutsideOptions withLicence(String other) {
    return new OutsideOptions(family, name, stems, fftLength, compensate, weights, other, source);
  }

  /// The same with another [#source()].
  public OutsideOptions withSource(String other) {
    return new OutsideOptions(family, name, stems, fftLength, compensate, weights, licence, other);
  }
}
