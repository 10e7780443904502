package dev.isolator.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// Which parts of an mp4's sound are played: its track's edit list.
///
/// FFmpeg follows edit lists, but drops whole packets where parts are joined, and plays a part as
/// often as a list says: 12 kB of list can turn a second into an hour.
///
/// Source: ISO/IEC 14496-12, 8.6.6 (edit list box), 8.4.2 (media header), 8.3.2 (track header).
///
/// @param parts of the sound that are played, empty ones (delays) not counted
/// @param playedSeconds together
/// @param mediaSeconds of sound that there are
record EditList(int parts, double playedSeconds, double mediaSeconds) {
  private static final int MOST_EDITS = 1 << 20;

  /// Whether something is played more than once, beyond what lengths are rounded to.
  boolean repeats() {
    return playedSeconds > mediaSeconds + 1;
  }

  /// The edit list of a track; null where there is none, or it cannot be read.
  ///
  /// @param track the track's own number
  static @Nullable EditList of(FileChannel file, long track) throws IOException {
    var boxes = new Mp4Boxes(file);
    var movie = boxes.find("moov", 0, file.size());
    if (movie == null) {
      return null;
    }
    var header = boxes.find("mvhd", movie.body(), movie.end());
    for (var at = boxes.find("trak", movie.body(), movie.end());
        at != null;
        at = boxes.find("trak", at.end(), movie.end())) {
      var own = boxes.find("tkhd", at.body(), at.end());
      if (own != null && header != null && boxes.number(own, 12, 20) == track) {
        return read(boxes, header, at);
      }
    }
    return null;
  }

  private static @Nullable EditList read(
      Mp4Boxes boxes, Mp4Boxes.Box movieHeader, Mp4Boxes.Box track) throws IOException {
    var media = boxes.find("mdia", track.body(), track.end());
    var mediaHeader = media == null ? null : boxes.find("mdhd", media.body(), media.end());
    var edits = boxes.find("edts", track.body(), track.end());
    var list = edits == null ? null : boxes.find("elst", edits.body(), edits.end());
    if (mediaHeader == null || list == null) {
      return null;
    }
    double movieScale = Math.max(1, boxes.number(movieHeader, 12, 20));
    double mediaScale = Math.max(1, boxes.number(mediaHeader, 12, 20));
    boolean wide = boxes.isWide(mediaHeader);
    double mediaUnits =
        wide
            ? boxes.read(mediaHeader.body() + 24, 8).getLong()
            : Integer.toUnsignedLong(boxes.read(mediaHeader.body() + 16, 4).getInt());
    int size = boxes.isWide(list) ? 20 : 12;
    long count = Integer.toUnsignedLong(boxes.read(list.body() + 4, 4).getInt());
    count = Math.min(Math.min(count, MOST_EDITS), (list.end() - list.body() - 8) / size);
    int parts = 0;
    double played = 0;
    ByteBuffer all = boxes.read(list.body() + 8, (int) count * size);
    for (int i = 0; i < count; i++) {
      double length = size == 20 ? all.getLong() : Integer.toUnsignedLong(all.getInt());
      long from = size == 20 ? all.getLong() : all.getInt();
      all.getInt(); // rate
      if (from >= 0) {
        parts++;
        played += length;
      }
    }
    return new EditList(parts, played / movieScale, mediaUnits / mediaScale);
  }
}
