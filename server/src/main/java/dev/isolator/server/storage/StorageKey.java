package dev.isolator.server.storage;

import java.util.regex.Pattern;

/// The name of something stored: an area, then one or two parts, such as
/// `results/mfrggzdf-k3/vocals.wav`. Made by the server alone, of names that it made up itself;
/// what does not look like one is refused, so no key leaves its area whatever it was made of.
///
/// @param text lower-case letters, digits, dashes and single dots, with slashes between parts
public record Key(String text) {
  private static final Pattern FORM =
      Pattern.compile("[a-z]{1,20}(/[a-z0-9][a-z0-9-]{0,79}([.][a-z0-9]{1,8})?){1,2}");

  public Key {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a storage key: " + text.length() + " characters");
    }
  }

  /// A key of parts.
  public static Key of(String area, String name) {
    return new Key(area + "/" + name);
  }

  /// What is below this one.
  public Key below(String name) {
    return new Key(text + "/" + name);
  }

  @Override
  public String toString() {
    return text;
  }
}
