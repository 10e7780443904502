package dev.isolator.audio;

import java.util.Locale;

/// How a stem is written.
///
/// @param container what file
/// @param depth for wav S16, S24 or F32; for flac and ALAC S16 or S24; ignored by lossy formats
/// @param bitrateKbps for mp3 (8 to 320), m4a, opus and each stream of a stem file: kilobits a
///   second; all channels together; 0 = the default: mp3 V0 (variable), m4a and stem 128 and opus
///   96 a channel (stereo: 256 and 192)
public record OutputFormat(Container container, SampleDepth depth, int bitrateKbps) {

  /// The files we write.
  public enum Container {
    WAV(false),
    FLAC(false),
    MP3(true),
    M4A(true),
    OPUS(true),
    /// All stems of a song, and the mix, in one file of AAC ([StemFileEncoder]).
    STEM(true),
    /// The same in ALAC, which keeps all of the sound.
    STEM_ALAC(false);

    private final boolean lossy;

    Container(boolean lossy) {
      this.lossy = lossy;
    }

    /// Whether the codec inside throws something away.
    public boolean lossy() {
      return lossy;
    }

    /// Whether one file holds all stems.
    public boolean holdsAllStems() {
      return this == STEM || this == STEM_ALAC;
    }

    /// The file name's ending, without the dot.
    public String extension() {
      return holdsAllStems() ? "stem.mp4" : name().toLowerCase(Locale.ROOT);
    }
  }
}
