package dev.isolator.dataset.intake;

/// The order of a file's channels in the decoder's output.
///
/// Vorbis and Opus store surround sound in an order of their own, and the decoder returns it in
/// that of WAV. The channel maps of users count channels as they are stored in the file.
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

  /// The decoder's channel number for each of the file's channels.
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
