package dev.isolator.dataset.intake;

/// Where a file's channels come out of the decoder.
///
/// Vorbis and Opus store surround sound in an order of their own, which the decoder brings into
/// that of WAV; a channel map of a game counts the channels as they lie in the file.
///
/// Source: Vorbis I specification, section 4.3.9; RFC 7845, section 5.1.1.2.
final class ChannelOrder {
  private static final int[][] VORBIS = {
    {0},
    {0, 1},
    {0, 2, 1},
    {0, 1, 2, 3},
    {0, 2, 1, 3, 4},
    {0, 2, 1, 4, 5, 3},
    {0, 2, 1, 5, 6, 4, 3},
    {0, 2, 1, 6, 7, 4, 5, 3}
  };

  private ChannelOrder() {}

  /// The decoder's channel for each of the file's.
  ///
  /// @param codec FFmpeg's short name
  static int[] of(String codec, int channels) {
    if ((codec.equals("vorbis") || codec.equals("opus")) && channels <= VORBIS.length) {
      return VORBIS[channels - 1].clone();
    }
    var same = new int[channels];
    for (int c = 0; c < channels; c++) {
      same[c] = c;
    }
    return same;
  }
}
