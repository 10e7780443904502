package dev.isolator.spark.work;

import dev.isolator.audio.AudioException;
import dev.isolator.file.Sha256;
import dev.isolator.render.SongNames;
import dev.isolator.spark.job.WorkItem;
import dev.isolator.spark.store.HadoopFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/// A song on this machine. One that is here anyway (`file:`) is read where it is; any other is
/// copied into the attempt's scratch folder, once, when its bytes are first needed.
final class FetchedSong {
  private final WorkItem item;
  private final org.apache.hadoop.fs.Path from;
  private final long mostBytes;
  private final Configuration configuration;
  private String hash;
  private boolean here;
  private Path file;

  /// @param mostBytes that a song may have
  FetchedSong(WorkItem item, Path scratch, long mostBytes, Configuration configuration)
      throws IOException {
    this.item = item;
    this.from = HadoopFiles.qualified(item.uri(), configuration);
    this.mostBytes = mostBytes;
    this.configuration = configuration;
    this.hash = item.hash();
    this.file = scratch.resolve("song" + ending());
  }

  /// The ending of its name with the dot, of letters and digits only: some formats are known by it.
  private String ending() {
    String name = from.getName();
    int dot = name.lastIndexOf('.');
    String ending = dot < 0 ? "" : name.substring(dot);
    return ending.matches("[.][A-Za-z0-9]{1,8}") ? ending : "";
  }

  /// The SHA-256 of its bytes: of an earlier run, or of reading them now.
  String hash() throws IOException {
    if (hash.isEmpty()) {
      file();
    }
    return hash;
  }

  /// Where it is on this machine.
  Path file() throws IOException {
    if (!here) {
      if ("file".equals(from.toUri().getScheme())) {
        long bytes = HadoopFiles.status(from, configuration).getLen();
        HadoopFiles.checkBytes(from, bytes, mostBytes);
        file = Path.of(from.toUri());
        if (hash.isEmpty()) {
          hash = hashed();
        }
      } else {
        String found = HadoopFiles.fetch(from, file, mostBytes, configuration);
        checkSame(found);
        hash = found;
      }
      here = true;
    }
    return file;
  }

  private String hashed() throws IOException {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new AudioException(
          AudioException.Kind.UNREADABLE,
          item.uri(),
          "may not be read (%s); ask for access".formatted(e.getMessage()),
          e);
    }
  }

  /// A key that was made of another song's bytes must not get this one's stems.
  private void checkSame(String found) throws AudioException {
    if (!hash.isEmpty() && !hash.equals(found)) {
      throw new AudioException(
          AudioException.Kind.CORRUPT,
          item.uri(),
          "expected the bytes of an earlier run (SHA-256 %s), found others of the same size and time (%s); remove that run's table below results, or touch the song"
              .formatted(hash.substring(0, 12), found.substring(0, 12)));
    }
  }

  /// What it is called in titles: its file's name without ending, as `isolator separate` calls it.
  /// A file called `mixture` has its folder's name.
  String name() {
    String name = from.getName();
    int dot = name.lastIndexOf('.');
    String song = dot > 0 ? name.substring(0, dot) : name;
    org.apache.hadoop.fs.Path folder = from.getParent();
    boolean inFolder = song.equalsIgnoreCase("mixture") && folder != null;
    return new SongNames().claim(inFolder && !folder.getName().isEmpty() ? folder.getName() : song);
  }
}
