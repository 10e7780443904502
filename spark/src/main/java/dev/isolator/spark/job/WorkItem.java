package dev.isolator.spark.job;

import java.io.Serializable;

/// One thing that a catalogue has: a song, a song of a data set, a shard.
///
/// @param uri what it is called, and for a song where it is
/// @param bytes its size; 0 where it is no file
/// @param modified when it was last changed, in milliseconds since 1970; 0 where it is no file
/// @param weight how long it takes compared with the others: of a song its seconds, or a guess at
///   them by [dev.isolator.spark.song.SongWeight]
/// @param hash the SHA-256 of a song that an earlier run has read; empty where none has
/// @param trouble why it cannot be worked on, in a line, found before; empty where nothing is known
public record WorkItem(
    String uri, long bytes, long modified, double weight, String hash, String trouble)
    implements Serializable {
  public WorkItem {
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("weight must be 0 or more, was " + weight);
    }
  }

  /// The same song, whose bytes are known from before.
  public WorkItem withHash(String sha256) {
    return new WorkItem(uri, bytes, modified, weight, sha256, trouble);
  }
}
