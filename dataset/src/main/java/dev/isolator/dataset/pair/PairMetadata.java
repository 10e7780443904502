package dev.isolator.dataset.pair;

import dev.isolator.dataset.manifest.Split;

/// What the manifest says of a pair besides its measurements.
///
/// @param title of the song; if empty, the title from the mix's tags, else its file name
/// @param artist if empty, the artist from the mix's tags, else the entry's id
/// @param split what the pair is for
/// @param licence SPDX identifier if there is one; if empty, `unknown`, which the check of the
///   manifest reports
/// @param source where it came from; if empty, the names of the two files
/// @param credit whom to name; may be empty
public record PairMetadata(
    String title, String artist, Split split, String licence, String source, String credit) {
  /// Nothing known; split `train`.
  public static PairMetadata unknown() {
    return new PairMetadata("", "", Split.TRAIN, "", "", "");
  }
}
