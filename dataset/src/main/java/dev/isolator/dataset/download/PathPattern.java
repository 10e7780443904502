package dev.isolator.dataset.download;

import java.util.regex.Pattern;

/// A pattern of paths with `/`: `*` stands for any characters of one name, `{a,b}` for either text.
///
/// @param text as the catalogue writes it
public record PathPattern(String text) {
  /// Whether a path, without `./` before it, is meant.
  public boolean matches(String path) {
    return regex().matcher(path).matches();
  }

  /// The folder, or the file, that all matching paths are below; empty if they may be anywhere.
  public String top() {
    if (!text.matches(".*[*{].*")) {
      return text;
    }
    String plain = text.replaceFirst("[*{].*", "");
    return plain.substring(0, Math.max(0, plain.lastIndexOf('/')));
  }

  private Pattern regex() {
    var regex = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '*' -> regex.append("[^/]*");
        case '{' -> {
          regex.append("(?:");
          depth++;
        }
        case '}' -> {
          regex.append(')');
          depth--;
        }
        case ',' -> regex.append(depth > 0 ? "|" : ",");
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString());
  }
}
