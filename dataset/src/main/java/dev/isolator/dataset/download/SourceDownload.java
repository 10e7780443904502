package dev.isolator.dataset.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Takes sources from where they are published into a data folder.
public final class SourceDownload {
  private final Path root;
  private final DownloadOptions options;

  /// @param root the data folder; made where it is missing
  /// @throws DownloadException if it holds a data set that was not made here
  public SourceDownload(Path root, DownloadOptions options) throws IOException {
    DataFolderTables.requireOwn(root);
    this.root = root;
    this.options = options;
  }

  /// Fetches a source and lays it out, unless that was done before.
  ///
  /// @return whether there was anything to do
  /// @throws DownloadException if it cannot be had, or is not what the catalogue says; the folder
  ///   stays without it
  public boolean run(Source source) throws IOException {
    Files.createDirectories(root.resolve("sources"));
    if (LaidOut.find(root, source).isPresent()) {
      DataFolderTables.write(root);
      return false;
    }
    Path work = Files.createDirectories(root.resolve(".download").resolve(source.name()));
    clear(work, true);
    Path unpacked = Files.createDirectory(work.resolve("unpacked"));
    Map<String, Path> files = unpack(source, work, unpacked);
    LaidOut.forget(root, source); // what an earlier definition has made stays until here
    var made = LaidOut.of(source);
    for (Take take : source.takes()) {
      var taken = taken(source, take, files);
      switch (source.kind()) {
        case INSTRUMENTAL -> new InstrumentalLayout(root, source, made).lay(take, taken);
        case INSTRUMENTS -> new InstrumentLayout(root, source, made).lay(take, taken);
        case VOICES ->
            new VoiceLayout(root, source, made)
                .lay(take, taken, Files.createDirectories(work.resolve("voice-" + take.name())));
      }
    }
    texts(source, files);
    made.write(root, source);
    DataFolderTables.write(root);
    clear(work, false);
    Files.delete(work);
    return true;
  }

  private Map<String, Path> unpack(Source source, Path work, Path unpacked) throws IOException {
    boolean packed = !source.archive().isEmpty();
    var outer =
        new ArchiveExtraction(
            source.origin().text(),
            path ->
                source.texts().contains(path)
                    || (packed ? path.equals(source.archive()) : isWanted(source, path)),
            unpacked);
    switch (source.origin()) {
      case Origin.DebianPackage debian ->
          outer.debian(new PackageDownload(options).fetch(debian, work));
      case Origin.GitCommit git -> commit(git, tops(source), work, outer);
    }
    var files = new TreeMap<>(outer.files());
    if (packed) {
      Path zip = files.remove(source.archive());
      if (zip == null) {
        throw missing(source, source.archive());
      }
      var inner =
          new ArchiveExtraction(
              source.archive(),
              path -> isWanted(source, path),
              Files.createDirectory(work.resolve("archive")));
      inner.zip(zip);
      files.putAll(inner.files());
    }
    return files;
  }

  private void commit(
      Origin.GitCommit git, Set<String> tops, Path work, ArchiveExtraction extraction)
      throws IOException {
    try (var archive = GitArchive.open(git, tops, work, options.mirror())) {
      try {
        extraction.tar(archive.tar());
      } catch (DownloadException e) {
        throw e;
      } catch (IOException e) {
        archive.finish(); // git says why its stream ended
        throw new DownloadException(
            "%s: git's archive cannot be read (%s); run it again"
                .formatted(git.text(), e.getMessage()),
            e);
      }
      archive.finish();
    }
  }

  /// The folders and files of a commit that are wanted at all; empty if that is all of it.
  private static Set<String> tops(Source source) {
    var tops = new TreeSet<String>(source.texts());
    if (source.archive().isEmpty()) {
      source.takes().forEach(take -> take.files().forEach(file -> tops.add(file.top())));
    } else {
      tops.add(source.archive());
    }
    return tops.contains("") ? Set.of() : tops;
  }

  /// Whether a take's patterns name a path, be it to take it or to leave it out.
  private static boolean isNamed(Take take, String path) {
    return take.takes(path) || take.except().stream().anyMatch(pattern -> pattern.matches(path));
  }

  private static boolean isWanted(Source source, String path) {
    return source.takes().stream().anyMatch(take -> isNamed(take, path));
  }

  private static Map<String, Path> taken(Source source, Take take, Map<String, Path> files)
      throws DownloadException {
    var taken = new LinkedHashMap<String, Path>();
    var patterns = new ArrayList<>(take.files());
    patterns.addAll(take.except());
    for (PathPattern pattern : patterns) {
      if (files.keySet().stream().noneMatch(pattern::matches)) {
        throw missing(source, pattern.text());
      }
    }
    files.forEach(
        (path, file) -> {
          if (take.takes(path)) {
            taken.put(path, file);
          }
        });
    return taken;
  }

  private static DownloadException missing(Source source, String path) {
    return new DownloadException(
        "%s: holds no %s, expected it; correct the source %s in the catalogue"
            .formatted(source.origin().text(), path, source.name()));
  }

  private void texts(Source source, Map<String, Path> files) throws IOException {
    Path folder = Files.createDirectories(root.resolve("licences"));
    for (String text : source.texts()) {
      Path file = files.get(text);
      if (file == null) {
        throw missing(source, text);
      }
      String name = text.substring(text.lastIndexOf('/') + 1);
      Files.move(
          file, folder.resolve(source.name() + "-" + name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Removes what is in a folder.
  ///
  /// @param keepPackages whether packages that were fetched, in part or whole, stay
  private static void clear(Path folder, boolean keepPackages) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        String name = file.getFileName().toString();
        boolean isPackage = name.endsWith(".deb") || name.endsWith(".deb.part");
        if (!file.equals(folder) && !(keepPackages && isPackage)) {
          Files.delete(file);
        }
      }
    }
  }
}
