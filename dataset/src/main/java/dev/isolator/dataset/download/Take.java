package dev.isolator.dataset.download;

import java.util.List;

/// Files that are taken from a source.
///
/// @param name of instrumentals: what their names begin with; of voices: the voice's folder; of
///   instruments: family and name, such as `guitar-strat`
/// @param files patterns of paths inside the source, see [PathPattern]; each must match a file
/// @param except patterns of paths that are not taken although they match; each must match a file
/// @param change what is done to them
/// @param mostMinutes of a voice: how much of it is taken; files are drawn in an order that depends
///   on their paths alone
/// @param program of an instrument: path of the SFZ file in the source; empty for other kinds
/// @param licence SPDX identifier, or a sentence
/// @param credit whom to name; empty = nobody has to be named
public record Take(
    String name,
    List<PathPattern> files,
    List<PathPattern> except,
    Change change,
    double mostMinutes,
    String program,
    String licence,
    String credit) {

  public Take {
    files = List.copyOf(files);
    except = List.copyOf(except);
  }

  /// Whether a path is taken.
  boolean takes(String path) {
    return files.stream().anyMatch(pattern -> pattern.matches(path))
        && except.stream().noneMatch(pattern -> pattern.matches(path));
  }

  /// What is done to files before they are laid out.
  public enum Change {
    /// Nothing: of instrumentals the bytes stay; files of a voice are joined.
    NONE,
    /// The files of each folder are added to one piece, which is turned down where it would clip.
    SUM,
    /// G.722 at 64 kbit/s without a header, 16 000 Hz, one channel (ITU-T G.722, 1988).
    G722
  }
}
