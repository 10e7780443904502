package dev.isolator.server.worker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a separation gave; stored as JSON with its job.
///
/// @param stems in the model's order
/// @param mix the song as the stems sum to it
/// @param master the format that is on disk of every stem, `wav` or `flac`; others are made of it
/// @param sampleRate in Hz
/// @param frames samples per channel
/// @param gainDb one gain for all stems and the mix, 0 or less
/// @param container FFmpeg's short name
/// @param codec FFmpeg's short name
/// @param elapsedSeconds of computing
/// @param notes what people should know, a sentence each
/// @param activity whether a time line of the voice was written: the model must know a voice
public record SeparatedSong(
    List<StemSound> stems,
    StemSound mix,
    String master,
    int sampleRate,
    long frames,
    double gainDb,
    String container,
    String codec,
    double elapsedSeconds,
    List<String> notes,
    boolean activity) {

  /// A file that was written.
  ///
  /// @param name such as `vocals`
  /// @param channels 1 to 8
  /// @param peakDbfs highest sample; missing = silence, which JSON has no number for
  public record StemSound(String name, int channels, @Nullable Double peakDbfs) {}

  /// Length in seconds.
  public double seconds() {
    return frames / (double) sampleRate;
  }
}
