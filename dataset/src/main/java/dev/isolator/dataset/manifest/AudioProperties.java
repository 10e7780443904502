package dev.isolator.dataset.manifest;

/// The format of an entry's stems, as decoded.
///
/// @param sampleRate in Hz; 0 for MIDI
/// @param channels 0 for MIDI
/// @param duration in seconds
public record AudioProperties(int sampleRate, int channels, double duration) {
  /// The format of a MIDI file that lasts so long.
  public static AudioProperties ofMidi(double seconds) {
    return new AudioProperties(0, 0, seconds);
  }
}
