package dev.isolator.audio;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// A cover as the formats want it: of a known kind, with its size in pixels. Kind and size are read
/// from the picture itself, whatever its file called it.
///
/// @param mimeType `image/jpeg` or `image/png`
/// @param bytes the encoded picture; not copied, not to be changed
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy of megabytes buys nothing
record CoverPicture(String mimeType, int width, int height, byte[] bytes) {
  private static final int FRONT_COVER = 3;
  private static final long PNG_START = 0x89504E470D0A1A0AL;

  /// Looks into a cover, and returns null where it is neither jpeg nor png.
  static @Nullable CoverPicture of(Tags.Cover cover) {
    var bytes = ByteBuffer.wrap(cover.bytes());
    if (bytes.limit() >= 24 && bytes.getLong(0) == PNG_START) {
      return sized("image/png", bytes.getInt(16), bytes.getInt(20), cover.bytes());
    }
    if (bytes.limit() >= 4 && (bytes.getShort(0) & 0xFFFF) == 0xFFD8) {
      return jpeg(bytes, cover.bytes());
    }
    return null;
  }

  /// Steps from segment to segment up to the one that starts the frame.
  private static @Nullable CoverPicture jpeg(ByteBuffer bytes, byte[] picture) {
    int at = 2;
    while (at >= 0 && at + 9 <= bytes.limit() && (bytes.get(at) & 0xFF) == 0xFF) {
      int marker = bytes.get(at + 1) & 0xFF;
      if (marker == 0xFF) { // fill byte
        at++;
        continue;
      }
      boolean startsFrame =
          marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
      if (startsFrame) {
        int height = bytes.getShort(at + 5) & 0xFFFF;
        int width = bytes.getShort(at + 7) & 0xFFFF;
        return sized("image/jpeg", width, height, picture);
      }
      at += 2 + (bytes.getShort(at + 2) & 0xFFFF);
    }
    return null;
  }

  private static @Nullable CoverPicture sized(String mime, int width, int height, byte[] bytes) {
    return width > 0 && height > 0 ? new CoverPicture(mime, width, height, bytes) : null;
  }

  /// FLAC's picture block in base64, as Ogg's comments carry it.
  ///
  /// Source: RFC 9639, section 8.8; wiki.xiph.org/VorbisComment, "METADATA_BLOCK_PICTURE".
  String pictureBlock() {
    var mime = mimeType.getBytes(StandardCharsets.US_ASCII);
    var block = ByteBuffer.allocate(32 + mime.length + bytes.length);
    block.putInt(FRONT_COVER).putInt(mime.length).put(mime);
    block.putInt(0); // no description
    block.putInt(width).putInt(height).putInt(24).putInt(0); // 24 bits a pixel, no palette
    block.putInt(bytes.length).put(bytes);
    return Base64.getEncoder().encodeToString(block.array());
  }
}
