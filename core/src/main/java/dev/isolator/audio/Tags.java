package dev.isolator.audio;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a file says about its song.
///
/// @param entries FFmpeg's names (`title`, `artist`, `album`, `track`, `date`, `genre` …) to texts,
///   in file order
/// @param cover the front cover, or null
public record Tags(Map<String, String> entries, @Nullable Cover cover) {
  public static final Tags NONE = new Tags(Map.of(), null);

  public Tags {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /// A picture, as the file held it.
  ///
  /// @param mimeType `image/jpeg` or `image/png`
  /// @param bytes the encoded picture; not copied, not to be changed
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy of megabytes buys nothing
  public record Cover(String mimeType, byte[] bytes) {}

  /// The same tags with one entry set.
  public Tags with(String key, String value) {
    var changed = new LinkedHashMap<>(entries);
    changed.put(key, value);
    return new Tags(changed, cover);
  }
}
