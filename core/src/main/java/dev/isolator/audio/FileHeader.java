package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MP3;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a file's first bytes say, before FFmpeg sees any of them.
///
/// Sound is recognised by content alone, never by the file's name. Files of other kinds are known
/// by their signatures, so that the error can say *a zip archive* rather than *invalid data*. A
/// playlist, whatever it is called, is refused here, because FFmpeg would open the files in it.
final class FileHeader {
  /// How many bytes are looked at.
  static final int COUNT = 512;

  /// What we read, for error messages.
  static final String SOUND =
      "a sound file (such as wav, flac, mp3, ogg, m4a, aiff or wma) or a video";

  private record Signature(String bytes, int offset, String what, String wayOut) {}

  private static final String PLAYLIST_WAY_OUT =
      "playlists are never followed; give the songs in it";
  private static final List<Signature> NOT_SOUND =
      List.of(
          new Signature("#EXTM3U", 0, "a playlist (m3u8)", PLAYLIST_WAY_OUT),
          new Signature("ffconcat", 0, "a playlist (ffconcat)", PLAYLIST_WAY_OUT),
          new Signature("[playlist]", 0, "a playlist (pls)", PLAYLIST_WAY_OUT),
          new Signature("PK\u0003\u0004", 0, "a zip archive", "unpack it first"),
          new Signature("\u001f\u008b", 0, "a gzip archive", "unpack it first"),
          new Signature("7z\u00bc\u00af", 0, "a 7z archive", "unpack it first"),
          new Signature("Rar!", 0, "a rar archive", "unpack it first"),
          new Signature("\u0089PNG", 0, "a picture (png)", "give a sound file"),
          new Signature("\u00ff\u00d8\u00ff", 0, "a picture (jpeg)", "give a sound file"),
          new Signature("GIF8", 0, "a picture (gif)", "give a sound file"),
          new Signature("WEBP", 8, "a picture (webp)", "give a sound file"),
          new Signature("%PDF", 0, "a document (pdf)", "give a sound file"),
          new Signature("MThd", 0, "a MIDI file: notes, not sound", "render it to wav first"));

  private static final List<String> READ_OUT_OF_ORDER_BOXES =
      List.of("ftyp", "moov", "mdat", "free", "skip", "wide", "pnot");
  private static final List<String> READ_OUT_OF_ORDER = List.of("FORM", "caff", "wvpk");

  private final byte[] bytes;

  /// @param bytes the first [#COUNT], or all there are
  FileHeader(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Whether the container has to be read out of order: mp4 with its index at the end, aiff with
  /// its header after the samples, caf with its packet table and avi with its index after them,
  /// WavPack with more than two channels or an unusual rate, which only its first block's data say.
  /// All others are read from front to end.
  boolean outOfOrder() {
    return bytes.length >= 12
        && (READ_OUT_OF_ORDER_BOXES.contains(latin1(4, 8))
            || READ_OUT_OF_ORDER.contains(latin1(0, 4))
            || latin1(8, 12).equals("AVI "));
  }

  /// Whether it is an Ogg file.
  boolean isOgg() {
    return bytes.length >= 4 && latin1(0, 4).equals("OggS");
  }

  /// Bytes of the ID3v2 tag that the file starts with, 0 where there is none.
  long id3Bytes() {
    if (bytes.length < 10 || !latin1(0, 3).equals("ID3")) {
      return 0;
    }
    boolean footer = (bytes[5] & 0x10) != 0;
    int size =
        (bytes[6] & 0x7f) << 21
            | (bytes[7] & 0x7f) << 14
            | (bytes[8] & 0x7f) << 7
            | (bytes[9] & 0x7f);
    return 10L + size + (footer ? 10 : 0);
  }

  /// Whether the file starts as an mp3 does, with a tag or a frame.
  boolean startsLikeMp3() {
    boolean frame = bytes.length >= 2 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xe0) == 0xe0;
    return frame || id3Bytes() > 0;
  }

  /// Whether the file starts with a frame of MPEG audio, perhaps behind a tag that is longer than
  /// what is known here.
  boolean startsWithMpegAudio() {
    long at = id3Bytes();
    var in = ByteBuffer.wrap(bytes);
    return at + SyncFrame.HEADER_BYTES > bytes.length
        ? at > 0
        : SyncFrame.bytes(AV_CODEC_ID_MP3, in, (int) at) != SyncFrame.UNKNOWN;
  }

  /// Refuses what plainly is no sound.
  ///
  /// @param name what to call the file
  void check(String name) throws AudioException {
    if (bytes.length == 0) {
      throw new AudioException(
          AudioException.Kind.UNSUPPORTED,
          name,
          "is empty (0 bytes), expected %s; fetch it again".formatted(SOUND));
    }
    for (var signature : NOT_SOUND) {
      int end = signature.offset + signature.bytes.length();
      if (bytes.length >= end && latin1(signature.offset, end).equals(signature.bytes)) {
        throw refusal(name, signature.what, signature.wayOut);
      }
    }
    var markup = latin1(0, bytes.length).strip().toLowerCase(Locale.ROOT);
    if (markup.startsWith("<?xml") || markup.startsWith("<asx") || markup.startsWith("<smil")) {
      throw refusal(name, "markup (xml)", PLAYLIST_WAY_OUT);
    }
  }

  /// The error for what nobody recognised.
  ///
  /// @param probed FFmpeg's name for it, or null
  AudioException unknown(String name, @Nullable String probed) {
    if (isText()) {
      return refusal(name, "text", "give a sound file");
    }
    if (probed != null) {
      return refusal(name, "of the kind '" + probed + "'", "convert it to wav or flac first");
    }
    if (bytes.length >= 4 && SyncFrame.isFreeFormat(ByteBuffer.wrap(bytes).getInt(0))) {
      return refusal(
          name,
          "MPEG audio in free format (its header states no bit rate)",
          "convert it to wav or flac first");
    }
    var hex = HexFormat.of().formatHex(bytes, 0, Math.min(8, bytes.length));
    return refusal(
        name,
        "of no known kind (starts with %s)".formatted(hex),
        "convert it to wav or flac first");
  }

  private static AudioException refusal(String name, String what, String wayOut) {
    return new AudioException(
        AudioException.Kind.UNSUPPORTED,
        name,
        "is %s, expected %s; %s".formatted(what, SOUND, wayOut));
  }

  private boolean isText() {
    for (byte b : bytes) {
      boolean printable = b >= ' ' || b == '\n' || b == '\r' || b == '\t' || b < 0; // < 0: UTF-8
      if (!printable) {
        return false;
      }
    }
    return new String(bytes, StandardCharsets.UTF_8).chars().filter(c -> c == '\ufffd').count()
        <= 1;
  }

  private String latin1(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
