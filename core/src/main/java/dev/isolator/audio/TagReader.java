package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_iterate;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/// Reads a song's tags and its cover out of an opened container, within [DecodeLimits].
///
/// The container's tags come first, then those of the sound track (where ogg keeps them). What
/// describes the file and not the song is left out.
final class TagReader {
  private static final int MOST_ENTRIES = 1000;

  /// Lower-case keys that tell of the file, its writer or its tracks; wrong in any other file.
  private static final Set<String> NOT_OF_THE_SONG =
      Set.of(
          "major_brand",
          "minor_version",
          "compatible_brands",
          "creation_time",
          "encoder",
          "encoded_by",
          "tsse",
          "duration",
          "handler_name",
          "vendor_id",
          "language",
          "itunsmpb",
          "itunnorm",
          "bps",
          "number_of_frames",
          "number_of_bytes",
          "_statistics_writing_app",
          "_statistics_writing_date_utc",
          "_statistics_tags");

  private TagReader() {}

  /// @param limits `maxTagBytes` and `maxCoverBytes` count here: what does not fit is left out
  static Tags read(AVFormatContext format, DecodeLimits limits) {
    var entries = new LinkedHashMap<String, String>();
    long room = collect(format.metadata(), entries, limits.maxTagBytes());
    boolean inTracks = format.iformat().name().getString().equals("ogg");
    for (int i = 0; inTracks && i < format.nb_streams(); i++) {
      if (format.streams(i).codecpar().codec_type() == AVMEDIA_TYPE_AUDIO) {
        collect(format.streams(i).metadata(), entries, room);
        break;
      }
    }
    var cover = cover(format, limits.maxCoverBytes());
    return entries.isEmpty() && cover == null ? Tags.NONE : new Tags(entries, cover);
  }

  /// @return bytes left
  private static long collect(@Nullable AVDictionary from, Map<String, String> to, long room) {
    AVDictionaryEntry entry = null;
    while (from != null && to.size() < MOST_ENTRIES) {
      entry = av_dict_iterate(from, entry);
      if (entry == null) {
        break;
      }
      var key = entry.key().getString(StandardCharsets.UTF_8);
      long bytes = length(entry);
      if (NOT_OF_THE_SONG.contains(key.toLowerCase(Locale.ROOT)) || bytes > room) {
        continue;
      }
      to.putIfAbsent(key, entry.value().getString(StandardCharsets.UTF_8));
      room -= bytes;
    }
    return room;
  }

  private static long length(AVDictionaryEntry entry) {
    return BytePointer.strlen(entry.key()) + BytePointer.strlen(entry.value());
  }

  private static Tags.@Nullable Cover cover(AVFormatContext format, int maxBytes) {
    Tags.Cover first = null;
    for (int i = 0; i < format.nb_streams(); i++) {
      var stream = format.streams(i);
      if ((stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0) {
        var cover = picture(stream, maxBytes);
        if (cover != null && isFront(stream)) {
          return cover;
        }
        first = first == null ? cover : first;
      }
    }
    return first;
  }

  private static Tags.@Nullable Cover picture(AVStream stream, int maxBytes) {
    var packet = stream.attached_pic();
    int codec = stream.codecpar().codec_id();
    boolean known = codec == AV_CODEC_ID_MJPEG || codec == AV_CODEC_ID_PNG;
    if (!known || packet.data() == null || packet.size() <= 0 || packet.size() > maxBytes) {
      return null;
    }
    var bytes = new byte[packet.size()];
    packet.data().get(bytes);
    return new Tags.Cover(codec == AV_CODEC_ID_PNG ? "image/png" : "image/jpeg", bytes);
  }

  private static boolean isFront(AVStream stream) {
    var comment = av_dict_get(stream.metadata(), "comment", null, 0);
    return comment != null
        && comment.value().getString(StandardCharsets.UTF_8).equals("Cover (front)");
  }
}
