package dev.isolator.dataset.pair;

import dev.isolator.dataset.manifest.Split;

/// What the manifest says of a pair besides what was measured.
///
/// @param title of the song; empty for the mix's tag, or else its file name
/// @param artist empty for the mix's tag, or else the entry's id
/// @param licence SPDX if there is one; empty for `unknown`, which the manifest's check asks about
/// @param source where it came from; empty for the two files' names
/// @param credit what must be named; may be empty
public record PairMetadata(
    String title, String artist, Split split, String licence, String source, String credit) {
  /// Nothing known, for training.
  public static PairMetadata unknown() {
    return new PairMetadata("", "", Split.TRAIN, "", "", "");
  }
}
