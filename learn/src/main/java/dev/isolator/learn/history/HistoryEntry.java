package dev.isolator.learn.history;

import com.google.gson.JsonObject;

/// One thing that happened, as a line of the history.
///
/// @param number from 1, without gaps
/// @param at when, RFC 3339 in UTC
/// @param who caused it
/// @param kind of event
/// @param key what the event is, so that it is noted once: `promotion:3`
/// @param details of the event
/// @param previous SHA-256 of the line before, lower-case hex; empty in the first line
/// @param sha256 of this line without its hash, lower-case hex
public record HistoryEntry(
    long number,
    String at,
    String who,
    Kind kind,
    String key,
    JsonObject details,
    String previous,
    String sha256) {

  /// What happens in the learning loop.
  public enum Kind {
    /// A version of the data was collected.
    DATA,
    /// A training run has ended with a model.
    RUN,
    /// The gate's songs were looked at.
    GATE,
    /// A model became a candidate.
    CANDIDATE,
    PROMOTION,
    ROLLBACK,
    /// A consent was taken back.
    REVOCATION
  }
}
