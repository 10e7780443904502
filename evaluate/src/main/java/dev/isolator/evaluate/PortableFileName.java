package dev.isolator.evaluate;

/// File names that every operating system accepts, made from the names of songs and systems.
public final class PortableFileName {
  private PortableFileName() {}

  /// The name with `_` in place of characters that some file system refuses.
  public static String of(String name) {
    var safe = name.replaceAll("[\\p{Cntrl}/\\\\:*?\"<>|]", "_").replaceAll("[. ]+$", "_");
    return safe.startsWith(".") ? "_" + safe.substring(1) : safe;
  }
}
