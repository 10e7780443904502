package dev.isolator.dataset.download;

import dev.isolator.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The tables of a data folder, out of the records of its sources.
final class DataFolderTables {
  private DataFolderTables() {}

  /// Refuses a folder whose tables somebody else wrote.
  static void requireOwn(Path root) throws DownloadException {
    if (Files.exists(root.resolve("split.tsv")) && !Files.isDirectory(root.resolve("sources"))) {
      throw new DownloadException(
          "%s: holds a data set that this command did not make (split.tsv), expected an empty folder or one of its own; give another one, isolator dataset manifest takes several folders"
              .formatted(root));
    }
  }

  /// Writes `split.tsv`, `LICENCES.md` and, where there are instrumentals, their index; each whole
  /// or not at all.
  static void write(Path root) throws IOException {
    var split = new StringBuilder("file\tsplit\n");
    var index = new StringBuilder("file\tseconds\tcomposer\tlicence\tsource\n");
    var licences =
        new StringBuilder(
            """
            # Audio data: what it is, where it comes from, what it allows

            Fetched by `isolator dataset download`. Everything here may be used, changed, redistributed and used commercially
            under the terms named; the licence texts are in `licences/`, composer and licence of each instrumental in
            `instrumental/index.tsv`.

            | folder | what | for | source | licence | credit |
            |---|---|---|---|---|---|
            """);
    boolean instrumentals = false;
    for (LaidOut source : LaidOut.all(root)) {
      source.files().forEach(file -> split.append(file).append("\ttrain\n"));
      lines(index, source.index());
      lines(licences, source.licences());
      instrumentals |= !source.index().isEmpty();
    }
    Path table = root.resolve("instrumental/index.tsv");
    if (instrumentals || Files.exists(table)) {
      AtomicFile.write(table, index.toString());
    }
    AtomicFile.write(root.resolve("LICENCES.md"), licences.toString());
    AtomicFile.write(root.resolve("split.tsv"), split.toString());
  }

  private static void lines(StringBuilder text, List<String> lines) {
    lines.forEach(line -> text.append(line).append('\n'));
  }

  /// The line of `LICENCES.md` for a folder, or a group of files.
  static String licence(String folder, Source source, Take take) {
    return "| `%s` | %s | training | %s | %s | %s |"
        .formatted(
            folder,
            source.what(),
            source.origin().text(),
            take.licence(),
            take.credit().isEmpty() ? "not required" : take.credit());
  }
}
