package dev.isolator.render;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names that Linux, macOS and Windows all can hold, as close to the wanted ones as possible.
///
/// Unicode stays as it is, emoji too. What changes:
///
/// | found | becomes | why |
/// |---|---|---|
/// | `< > : " / \ | ? *`, control characters, halves of surrogate pairs | `_` | no file system of Windows takes them; `/` would make folders |
/// | marks that turn the writing direction | nothing | a name must read as it is stored |
/// | a dot in front | `_` | the folder would be hidden |
/// | dots and blanks at the end, blanks in front | nothing | Windows drops them |
/// | `CON`, `nul.x`, `COM1` … | `CON_`, `nul_.x`, `COM1_` | devices of Windows |
/// | more than [#MAX_BYTES] bytes of UTF-8 | cut between two characters as readers see them | 255 bytes is the most that common file systems hold |
final class FileNames {
  /// The most bytes of one folder's or file's name, which leaves room below 255 for an ending.
  static final int MAX_BYTES = 230;

  /// The most bytes of a song's name, which leaves room for the stem's name beside it.
  static final int MAX_SONG_BYTES = 180;

  private static final Pattern ILLEGAL =
      Pattern.compile("[<>:\"/\\\\|?*\\p{Cc}\\p{Cs}\\x{FFFE}\\x{FFFF}]");
  private static final Pattern DIRECTION =
      Pattern.compile("[\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]");
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9¹²³])\\s*(\\..*)?");
  private static final Pattern CHARACTER = Pattern.compile("\\X");
  private static final Pattern FIELD = Pattern.compile("\\{([^{}]*)\\}");

  private FileNames() {}

  /// One name, without folders.
  static String safe(String wanted) {
    return safe(wanted, MAX_BYTES);
  }

  /// One name of at most so many bytes of UTF-8.
  static String safe(String wanted, int maxBytes) {
    var name = DIRECTION.matcher(wanted).replaceAll("");
    name = ILLEGAL.matcher(name).replaceAll("_");
    name = trimmed(cut(trimmed(name), maxBytes));
    if (name.startsWith(".")) {
      name = "_" + name.substring(1);
    }
    if (DEVICE.matcher(name).matches()) {
      int dot = name.indexOf('.') < 0 ? name.length() : name.indexOf('.');
      name = name.substring(0, dot).stripTrailing() + "_" + name.substring(dot);
    }
    return name.isEmpty() ? "_" : name;
  }

  /// The path below the output directory, with `/` between folders and without ending. Where a name
  /// would be too long, the song's is cut, and the stem's stays.
  static String fill(String pattern, String song, String stem) {
    var path = new StringBuilder();
    for (var part : pattern.replace('\\', '/').split("/", -1)) {
      int others = bytes(filled(part, "", stem));
      var fitting = safe(song, Math.clamp(MAX_BYTES - others, 1, MAX_SONG_BYTES));
      var name = filled(part, fitting, stem);
      path.append(path.isEmpty() ? "" : "/").append(safe(name));
    }
    return path.toString();
  }

  private static String filled(String part, String song, String stem) {
    return FIELD
        .matcher(part)
        .replaceAll(field -> Matcher.quoteReplacement(field.group(1).equals("song") ? song : stem));
  }

  /// Refuses a pattern that leaves the directory, or has other fields.
  static void checkPattern(String pattern) {
    var parts = pattern.replace('\\', '/').split("/", -1);
    for (var part : parts) {
      if (part.isBlank() || part.strip().equals(".") || part.strip().equals("..")) {
        throw new IllegalArgumentException(
            "a name pattern must be folders and a file below the output folder, such as %s, was \"%s\""
                .formatted(RenderOptions.DEFAULT_PATTERN, pattern));
      }
    }
    FIELD
        .matcher(pattern)
        .results()
        .forEach(
            field -> {
              var name = field.group(1).toLowerCase(Locale.ROOT);
              if (!field.group(1).equals("song") && !field.group(1).equals("stem")) {
                throw new IllegalArgumentException(
                    "a name pattern may hold {song} and {stem}, not {%s}: \"%s\""
                        .formatted(name, pattern));
              }
            });
  }

  /// Refuses a pattern that names all stems alike.
  static void checkNamesStems(String pattern) {
    if (!pattern.contains("{stem}")) {
      throw new IllegalArgumentException(
          "a name pattern must hold {stem}, or the stems overwrite each other, was \"%s\""
              .formatted(pattern));
    }
  }

  private static String trimmed(String name) {
    int end = name.length();
    while (end > 0 && (name.charAt(end - 1) == '.' || isBlank(name.charAt(end - 1)))) {
      end--;
    }
    return name.substring(0, end).stripLeading();
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static String cut(String name, int maxBytes) {
    if (bytes(name) <= maxBytes) {
      return name;
    }
    int room = maxBytes;
    int end = 0;
    var characters = CHARACTER.matcher(name);
    while (characters.find()) {
      room -= bytes(characters.group());
      if (room < 0) {
        break;
      }
      end = characters.end();
    }
    return name.substring(0, end);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
