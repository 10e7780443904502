package dev.isolator.cli;

import dev.isolator.audio.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// What was left out of folders that were searched for songs, and why.
///
/// Counts go on with each file; one thread at a time.
final class LeftOut {
  private static final int MOST_ENDINGS = 8; // that are named

  private int stems;
  private int otherEndings;
  private int hidden;
  private int hiddenFolders;
  private int linksToFolders;
  private int devices;
  private final TreeSet<String> endings = new TreeSet<>();

  /// A file that Isolator wrote.
  void stem() {
    stems++;
  }

  /// A file whose name ends like no sound.
  ///
  /// @param ending without the dot; empty where the name has none
  void otherEnding(String ending) {
    otherEndings++;
    endings.add(ending.isEmpty() ? "no ending" : ending);
  }

  /// A file whose name begins with a dot and ends like a sound.
  void hidden() {
    hidden++;
  }

  /// A folder below the one that was given whose name begins with a dot.
  void hiddenFolder() {
    hiddenFolders++;
  }

  void linkToFolder() {
    linksToFolders++;
  }

  /// A pipe or a device.
  void device() {
    devices++;
  }

  /// Files made by Isolator that were left out.
  int stems() {
    return stems;
  }

  /// One line for each kind of reason, as people read it.
  List<String> lines() {
    var lines = new ArrayList<String>();
    if (stems > 0) {
      lines.add("skipped %s made by Isolator".formatted(Counted.of(stems, "file")));
    }
    var reasons = new ArrayList<String>();
    if (otherEndings > 0) {
      reasons.add(
          "%s (%s)"
              .formatted(
                  Counted.of(
                      otherEndings,
                      "file that is not sound by its name",
                      "files that are not sound by their names"),
                  someEndings()));
    }
    if (hidden > 0) {
      reasons.add(Counted.of(hidden, "hidden file"));
    }
    if (hiddenFolders > 0) {
      reasons.add(Counted.of(hiddenFolders, "hidden folder"));
    }
    if (linksToFolders > 0) {
      reasons.add(Counted.of(linksToFolders, "link to a folder", "links to folders"));
    }
    if (devices > 0) {
      reasons.add(Counted.of(devices, "pipe or device", "pipes or devices"));
    }
    if (!reasons.isEmpty()) {
      lines.add(
          "left out %s; name one of them to read it all the same"
              .formatted(String.join(", ", reasons)));
    }
    return lines;
  }

  private String someEndings() {
    var named = String.join(", ", endings.stream().limit(MOST_ENDINGS).toList());
    return endings.size() > MOST_ENDINGS ? named + ", …" : named;
  }
}
