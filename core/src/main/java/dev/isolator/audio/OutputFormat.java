package dev.isolator.audio;

import java.util.Locale;

/// How a stem is written.
///
/// @param container what file
/// @param depth for wav S16, S24 or F32; for flac S16 or S24; ignored by lossy formats
/// @param bitrateKbps for mp3 (8 to 320), m4a and opus: kilobits a second; all channels together; 0
///   = the default: mp3 V0 (variable), m4a 128 and opus 96 a channel (stereo: 256 and 192)
public record OutputFormat(Container container, SampleDepth depth, int bitrateKbps) {

  /// The files we write.
  public enum Container {
    WAV(false),
    FLAC(false),
    MP3(true),
    M4A(true),
    OPUS(true);

    private final boolean lossy;

    Container(boolean lossy) {
      this.lossy = lossy;
    }

    /// Whether the codec inside throws something away.
    public boolean lossy() {
      return lossy;
    }

    /// The file name's ending, without the dot.
    public String extension() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
