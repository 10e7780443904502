package dev.isolator.dataset.download;

import java.util.List;

/// A source of recordings.
///
/// @param name unique in the catalogue, of `a-z`, `0-9` and `-`
/// @param what it is, in a few words
/// @param kind what its recordings are
/// @param origin where it is published
/// @param archive path of a zip inside the origin that holds the files; empty = the origin itself
/// @param texts paths inside the origin of licence texts that travel along
/// @param takes what is taken
/// @param leftOut what is not, and why
/// @param definition the catalogue's own words, by which a changed source is noticed
public record Source(
    String name,
    String what,
    Kind kind,
    Origin origin,
    String archive,
    List<String> texts,
    List<Take> takes,
    List<LeftOut> leftOut,
    String definition) {

  public Source {
    texts = List.copyOf(texts);
    takes = List.copyOf(takes);
    leftOut = List.copyOf(leftOut);
  }

  /// What recordings are.
  public enum Kind {
    /// Clips of one voice or many.
    VOICES,
    /// Pieces without a voice.
    INSTRUMENTAL,
    /// Recordings of an instrument's notes.
    INSTRUMENTS
  }

  /// Files that are not taken.
  ///
  /// @param files as people write them
  /// @param why in one sentence
  public record LeftOut(String files, String why) {}
}
