package dev.isolator.train.family;

/// What a network's output means. The exported graph's output and the loss follow from it.
public sealed interface Head {

  /// A mask of each stem and channel on bands, by a sigmoid (2 stems) or a softmax, interpolated to
  /// bins. The loss is on compressed and complex spectra. Answer `[batch][outputs][bands][frames]`.
  record Bands() implements Head {}

  /// A share of each stem on bins, the same for both sides. The loss is the mean square error
  /// against the target. Answer `[batch][stems or 1 · bins][1][frames]`, of two stems the first
  /// alone.
  record Bins(Target target) implements Head {}

  /// Whether somebody sings. The loss is binary cross-entropy against labels read off the vocal
  /// stem. Answer `[batch][1][1][frames]`, before the sigmoid. Such a network has no masks; it is
  /// exported as a model of its own, or together with a network that has masks.
  record Voice() implements Head {}

  /// Both: whether somebody sings, and a share of each stem on bins, the same for both sides. The
  /// loss is binary cross-entropy plus that of [Bands]. Answer `[batch][1 + stems or 1 · bins][1]
  /// [frames]`: the voice before its sigmoid, then shares from 0 to 1. The model's card asks for
  /// the voice gate.
  record VoiceAndShares() implements Head {}

  /// The targets of [Bins].
  enum Target {
    /// The stem's own magnitude, compressed as the front end compresses; the mask is its share of
    /// the mixture's.
    MAGNITUDE,
    /// The stem's share of the magnitudes.
    SOFT,
    /// 1 where the voice predominates to the ear; with more than two stems, 1 for the loudest.
    BINARY
  }
}
