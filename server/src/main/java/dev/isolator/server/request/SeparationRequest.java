package dev.isolator.server.request;

import com.google.gson.annotations.JsonAdapter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a caller wants a song to be separated. The one record of it: made from an HTTP request,
/// stored with the job, given to the worker process, and told in answers. [SeparationRequestJson]
/// is its JSON form wherever it is written.
///
/// @param keep names of the stems to write, in the model's order; empty = all
/// @param model as the caller named it, `name` or `name@version`; empty = the default
/// @param format of the stems that are written at once; others are made on demand
/// @param bits sample depth; missing = the song's own; always missing for mp3, which has none
/// @param start seconds from the song's beginning, 0 or more
/// @param duration seconds, above 0; missing = to the song's end
/// @param truncated whether a file that is cut short is taken as far as it goes; if not, it is
///   refused
@JsonAdapter(SeparationRequestJson.class)
public record SeparationRequest(
    List<String> keep,
    String model,
    StemFormat format,
    @Nullable BitDepth bits,
    double start,
    @Nullable Double duration,
    boolean truncated) {
  /// A request that refuses a file which is cut short.
  public SeparationRequest(
      List<String> keep,
      String model,
      StemFormat format,
      @Nullable BitDepth bits,
      double start,
      @Nullable Double duration) {
    this(keep, model, format, bits, start, duration, false);
  }

  public SeparationRequest {
    keep = List.copyOf(keep);
    if (format == StemFormat.MP3 && bits != null) {
      throw new IllegalArgumentException("bits must be missing for mp3, were " + bits);
    }
    if (format == StemFormat.FLAC && bits == BitDepth.F32) {
      throw new IllegalArgumentException("bits must be 16 or 24 for flac, were 32f");
    }
    if (!(start >= 0 && start < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("start must be 0 or more seconds, was " + start);
    }
    if (duration != null && !(duration > 0)) {
      throw new IllegalArgumentException("duration must be above 0 seconds, was " + duration);
    }
  }

  /// The same of another model.
  public SeparationRequest withModel(String name) {
    return new SeparationRequest(keep, name, format, bits, start, duration, truncated);
  }

  /// The lossless format in which every stem is kept on disk; the other formats are made of it.
  public StemFormat losslessFormat() {
    return format == StemFormat.WAV ? StemFormat.WAV : StemFormat.FLAC;
  }
}
