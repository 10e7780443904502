package dev.isolator.evaluate;

/// Names of systems and songs as names of files that every system takes.
public final class FileNames {
  private FileNames() {}

  /// The name with `_` for what some file system refuses.
  public static String of(String name) {
    var safe = name.replaceAll("[\\p{Cntrl}/\\\\:*?\"<>|]", "_").replaceAll("[. ]+$", "_");
    return safe.startsWith(".") ? "_" + safe.substring(1) : safe;
  }
}
