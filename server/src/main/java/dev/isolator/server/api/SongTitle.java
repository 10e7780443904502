package dev.isolator.server.api;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/// The title of a song: text of the user, which is shown and never used as a path.
final class SongTitle {
  private static final int MOST_CHARS = 200;
  private static final int MOST_FILE_BYTES = 120;

  private SongTitle() {}

  /// A title on one line, without control characters and without marks that reverse the direction
  /// of text.
  static String of(String text) {
    var clean = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .map(c -> isShown(c) ? c : ' ')
        .limit(MOST_CHARS)
        .forEach(clean::appendCodePoint);
    String title = clean.toString().replaceAll(" {2,}", " ").strip();
    return title.isEmpty()
        ? "song"
        : title.length() > MOST_CHARS ? title.substring(0, MOST_CHARS - 1) : title;
  }

  private static boolean isShown(int c) {
    int type = Character.getType(c);
    return !Character.isISOControl(c)
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }

  /// The title of a file: its name without folders and ending.
  static String ofFile(@Nullable String file) {
    if (file == null) {
      return "song";
    }
    String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    int dot = name.lastIndexOf('.');
    return of(dot > 0 ? name.substring(0, dot) : name);
  }

  /// A file's name for a download, which every system can hold.
  static String fileName(String title, String rest) {
    String safe = title.replaceAll("[\\\\/:*?\"<>|]", "_").replaceFirst("^[.]+", "_");
    while (safe.getBytes(StandardCharsets.UTF_8).length > MOST_FILE_BYTES) {
      safe = safe.substring(0, safe.offsetByCodePoints(safe.length(), -1));
    }
    return safe.strip() + rest;
  }

  /// `Content-Disposition` for a download (RFC 6266, RFC 8187): plain ASCII, and the true name.
  static String attachment(String fileName) {
    var ascii = new StringBuilder();
    fileName
        .codePoints()
        .forEach(
            c ->
                ascii.appendCodePoint(
                    c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '%' ? c : '_'));
    var encoded = new StringBuilder();
    for (byte b : fileName.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "!#$&+-.^_`|~".indexOf(c) >= 0);
      encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted(b & 0xff));
    }
    return "attachment; filename=\"%s\"; filename*=UTF-8''%s".formatted(ascii, encoded);
  }
}
