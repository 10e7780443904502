package dev.isolator.voice;

/// Where the probability that somebody sings comes from.
public enum VoiceSource {
  /// The network itself: it has an output for it.
  NETWORK("network"),

  /// The level of the vocal stem against the mix, see [StemEnergy]: for models without that output.
  STEM_ENERGY("stem energy");

  private final String words;

  VoiceSource(String words) {
    this.words = words;
  }

  /// `network` or `stem energy`.
  public String words() {
    return words;
  }
}
