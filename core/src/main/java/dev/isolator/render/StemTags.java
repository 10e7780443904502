package dev.isolator.render;

import dev.isolator.audio.Tags;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Set;

/// The song's tags as its stems carry them: [EncodedByTag] first, the stem's name behind the title,
/// and without what is no longer true of a stem.
final class StemTags {
  /// Tags of the song's file or its loudness: no stem has them.
  private static final Set<String> DROPPED =
      Set.of(
          "encoder",
          "encoded_by",
          "encoding_tool",
          "encoder_options",
          "encodersettings",
          "creation_time",
          "major_brand",
          "minor_version",
          "compatible_brands",
          "itunsmpb",
          "itunnorm",
          "tlen",
          "duration",
          "length",
          "md5",
          "acoustid_id",
          "acoustid_fingerprint",
          "waveformatextensible_channel_mask",
          "metadata_block_picture");

  private StemTags() {}

  /// @param song the song's name, for songs without a title
  static Tags of(Tags tags, String song, String stem) {
    return marked(tags, song, " (" + stem + ")");
  }

  /// Of a file that holds all stems, and plays as the song.
  static Tags ofSong(Tags tags, String song) {
    return marked(tags, song, "");
  }

  private static Tags marked(Tags tags, String song, String mark) {
    var entries = new LinkedHashMap<String, String>();
    entries.put(EncodedByTag.KEY, EncodedByTag.TEXT);
    entries.put("title", song + mark);
    tags.entries()
        .forEach(
            (key, value) -> {
              var name = key.toLowerCase(Locale.ROOT);
              if (name.equals("title")) {
                entries.put("title", value + mark);
              } else if (!DROPPED.contains(name)
                  && !name.startsWith("replaygain_")
                  && !name.startsWith("r128_")) {
                entries.put(key, value);
              }
            });
    return new Tags(entries, tags.cover());
  }
}
