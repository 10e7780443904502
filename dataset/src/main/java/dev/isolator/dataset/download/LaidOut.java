package dev.isolator.dataset.download;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.isolator.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a finished source has put into the data folder: its lines in the folder's tables. Kept as
/// `sources/NAME.json`, from which the tables are written.
///
/// @param definition the source's, when it was laid out
/// @param files paths below the folder, all of them training data
/// @param index lines of `instrumental/index.tsv`
/// @param licences lines of `LICENCES.md`
record LaidOut(String definition, List<String> files, List<String> index, List<String> licences) {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  static LaidOut of(Source source) {
    return new LaidOut(
        source.definition(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  private static Path place(Path root, String source) {
    return root.resolve("sources").resolve(source + ".json");
  }

  /// The record of a source, if it is as the catalogue says and its files are there.
  static Optional<LaidOut> find(Path root, Source source) throws IOException {
    Path file = place(root, source.name());
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    LaidOut found = read(file);
    boolean whole = found.definition.equals(source.definition());
    for (String path : found.files) {
      whole &= Files.isRegularFile(root.resolve(path));
    }
    return whole ? Optional.of(found) : Optional.empty();
  }

  /// Removes what an earlier definition of a source has laid out.
  static void forget(Path root, Source source) throws IOException {
    Path file = place(root, source.name());
    if (Files.isRegularFile(file)) {
      for (String path : read(file).files) {
        Files.deleteIfExists(root.resolve(path));
      }
      Files.delete(file);
      DataFolderTables.write(root);
    }
  }

  /// The records of all sources, in order of their names.
  static List<LaidOut> all(Path root) throws IOException {
    var all = new ArrayList<LaidOut>();
    try (var files = Files.list(root.resolve("sources"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        all.add(read(file));
      }
    }
    return all;
  }

  private static LaidOut read(Path file) throws IOException {
    try {
      LaidOut read = GSON.fromJson(Files.readString(file), LaidOut.class);
      if (read != null) {
        return read;
      }
      throw new JsonParseException("empty");
    } catch (JsonParseException e) {
      throw new DownloadException(
          "%s: expected what this command wrote, found something else; delete it, and the source is made anew"
              .formatted(file),
          e);
    }
  }

  void write(Path root, Source source) throws IOException {
    Files.createDirectories(root.resolve("sources"));
    AtomicFile.write(place(root, source.name()), GSON.toJson(this) + "\n");
  }
}
