package dev.isolator.dataset.manifest;

import java.nio.file.Path;
import java.util.List;

/// A manifest and its folder.
///
/// @param folder the folder to which its paths are relative
/// @param entries in file order, ids unique
public record Manifest(Path folder, List<Entry> entries) {
  public Manifest {
    entries = List.copyOf(entries);
  }

  /// The file of a stem.
  public Path file(StemFile stem) {
    return folder.resolve(stem.path());
  }

  /// Entries of one kind and split, in file order.
  public List<Entry> of(Kind kind, Split split) {
    return entries.stream().filter(e -> e.kind() == kind && e.split() == split).toList();
  }
}
