package dev.isolator.server.worker;

import com.google.gson.annotations.JsonAdapter;
import dev.isolator.server.request.StemFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a separation gave; stored with its job in the form of [SeparatedSongJson].
///
/// @param stems in the model's order
/// @param mix the song as the stems sum to it
/// @param lossless the format in which every stem is on disk; the others are made of it
/// @param sampleRate in Hz
/// @param frames samples per channel
/// @param gainDb one gain for all stems and the mix, 0 or less
/// @param source what the song's file was
/// @param elapsedSeconds of computing
/// @param notes what people should know, a sentence each
/// @param activity whether voice activity was written: the model must know a voice
@JsonAdapter(SeparatedSongJson.class)
public record SeparatedSong(
    List<StemSummary> stems,
    StemSummary mix,
    StemFormat lossless,
    int sampleRate,
    long frames,
    double gainDb,
    Source source,
    double elapsedSeconds,
    List<String> notes,
    boolean activity) {

  /// A stem that was written.
  ///
  /// @param name such as `vocals`
  /// @param channels 1 to 8
  /// @param peakDbfs highest sample; missing = silence, which JSON has no number for
  public record StemSummary(String name, int channels, @Nullable Double peakDbfs) {}

  /// What the song's file was.
  ///
  /// @param container FFmpeg's short name
  /// @param codec FFmpeg's short name
  public record Source(String container, String codec) {}

  /// Length in seconds.
  public double seconds() {
    return frames / (double) sampleRate;
  }
}
