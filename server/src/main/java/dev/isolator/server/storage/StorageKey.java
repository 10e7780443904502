package dev.isolator.server.storage;

import java.util.regex.Pattern;

/// The name of a stored file or folder: a prefix, then one or two parts, such as
/// `results/mfrggzdf-k3/vocals.wav`. The server makes keys of names that it made up itself. A text
/// of another form is refused, so that no key leads out of its prefix, whatever it was made of.
///
/// @param text lower-case letters, digits, dashes and single dots, with slashes between parts
public record StorageKey(String text) {
  private static final Pattern FORM =
      Pattern.compile("[a-z]{1,20}(/[a-z0-9][a-z0-9-]{0,79}([.][a-z0-9]{1,8})?){1,2}");

  public StorageKey {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a storage key: " + text.length() + " characters");
    }
  }

  /// The key of a name below a prefix.
  public static StorageKey of(String prefix, String name) {
    return new StorageKey(prefix + "/" + name);
  }

  /// The key of a file in the folder that this key names.
  public StorageKey below(String name) {
    return new StorageKey(text + "/" + name);
  }

  @Override
  public String toString() {
    return text;
  }
}
