package dev.isolator.audio;

import java.util.ArrayList;
import java.util.List;

/// What could not be decoded of a song that was decoded otherwise.
///
/// @param packets packets of compressed sound that could not be decoded; each came out as silence
///   of its length, so that what follows stays in place
/// @param missingFrames frames that the header declares and the file does not have; above 0 only
///   with [DecodeLimits.Truncation#ALLOW]
public record DecodeErrors(long packets, long missingFrames) {
  /// All was decoded.
  public static final DecodeErrors NONE = new DecodeErrors(0, 0);

  /// The same as sentences; none where nothing was wrong.
  public List<String> notes() {
    var notes = new ArrayList<String>();
    if (packets > 0) {
      notes.add(
          packets == 1
              ? "a damaged piece came out as silence"
              : packets + " damaged pieces came out as silence");
    }
    if (missingFrames > 0) {
      notes.add("ends %d frames before its header says".formatted(missingFrames));
    }
    return notes;
  }
}
