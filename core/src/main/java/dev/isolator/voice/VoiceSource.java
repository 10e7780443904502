package dev.isolator.voice;

/// Where the probability that somebody sings comes from.
public enum VoiceSource {
  /// A network of its own, which says nothing else ([dev.isolator.model.VoiceModel]).
  DETECTOR("voice network"),

  /// The network that separates: it has an output for it.
  NETWORK("network"),

  /// The level of the vocal stem against the mix, see [StemEnergy]: for models without that output.
  STEM_ENERGY("stem energy");

  private final String words;

  VoiceSource(String words) {
    this.words = words;
  }

  /// `voice network`, `network` or `stem energy`.
  public String words() {
    return words;
  }
}
