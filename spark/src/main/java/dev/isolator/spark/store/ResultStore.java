package dev.isolator.spark.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StreamCapabilities;

/// The folder that a catalogue's results go to. Files appear under their names whole or not at all:
///
/// | file system | how |
/// |---|---|
/// | the machine's own, HDFS and others | written below `_temporary/RUN`, then renamed over whatever bears the name, atomically |
/// | object stores (`s3a`, `gs`, …) | put under the name: an object appears when its stream is closed, and a rename would copy |
///
/// Two attempts at the same song may publish at once, as Spark's speculation makes them: they write
/// the same bytes, and either may come last. The marker comes after all files that it stands for.
/// Any thread.
public final class ResultStore {
  /// Schemes of stores that have no cheap rename, and whose objects appear whole.
  private static final Set<String> OBJECT_STORES =
      Set.of("s3a", "s3", "s3n", "gs", "oss", "cosn", "obs", "wasb", "wasbs", "swift");

  private final Path root;
  private final Path temporary;
  private final FileSystem files;
  private final Configuration configuration;
  private final boolean puts;

  /// @param root where everything goes, with its scheme
  /// @param run the name of this run, which its temporary files are below
  public ResultStore(String root, String run, Configuration configuration) throws IOException {
    this.root = HadoopFiles.qualified(root, configuration);
    this.temporary = new Path(this.root, "_temporary/" + run);
    this.files = HadoopFiles.systemOf(this.root, configuration);
    this.configuration = configuration;
    this.puts = OBJECT_STORES.contains(String.valueOf(this.root.toUri().getScheme()));
  }

  /// Where everything goes.
  public Path root() {
    return root;
  }

  /// Makes sure that results can be written, before any work is done.
  public void prepare() throws IOException {
    try {
      files.mkdirs(temporary);
      put(new Path(temporary, "writable"), new ByteArrayInputStream(new byte[0]));
    } catch (IOException e) {
      throw new AudioException(
          Kind.UNWRITABLE,
          root.toString(),
          "expected a folder that can be written to, found that it cannot (%s); choose another -o"
              .formatted(e.getMessage()),
          e);
    }
  }

  /// Removes this run's temporary files.
  public void sweep() throws IOException {
    files.delete(temporary, true);
    Path all = temporary.getParent();
    if (all != null && files.exists(all) && files.listStatus(all).length == 0) {
      files.delete(
          all, false); // nobody else's run is under way; if one begins now, it makes it again
    }
  }

  /// Reads a marker, if it is there.
  ///
  /// @param name below the root
  public Optional<JsonObject> marker(String name) throws IOException {
    try (InputStream in = files.open(new Path(root, name))) {
      return Optional.of(
          JsonParser.parseString(new String(in.readAllBytes(), UTF_8)).getAsJsonObject());
    } catch (FileNotFoundException _) {
      return Optional.empty();
    } catch (JsonParseException | IllegalStateException _) {
      return Optional.empty(); // no marker of ours: the song is done again
    }
  }

  /// Publishes all files below a local folder, under their names below `folder`.
  ///
  /// @param folder below the root; empty = the root itself
  /// @return the names below the root, in their order
  public List<String> publish(java.nio.file.Path made, String folder) throws IOException {
    List<java.nio.file.Path> all;
    try (Stream<java.nio.file.Path> walk = Files.walk(made)) {
      all = walk.filter(Files::isRegularFile).sorted().toList();
    }
    var names = new ArrayList<String>();
    for (var file : all) {
      var below = made.relativize(file).toString().replace('\\', '/');
      var name = folder.isEmpty() ? below : folder + "/" + below;
      try (InputStream in = Files.newInputStream(file)) {
        appear(new Path(root, name), in);
      } catch (AudioException e) {
        throw e;
      } catch (IOException e) {
        throw AudioException.unwritable(new Path(root, name).toString(), e);
      }
      names.add(name);
    }
    return names;
  }

  /// Writes the marker: what it stands for is there.
  ///
  /// @param name below the root
  public void commit(String name, JsonObject marker) throws IOException {
    appear(new Path(root, name), new ByteArrayInputStream((marker + "\n").getBytes(UTF_8)));
  }

  /// Notes that an attempt at something begins, until what is returned is closed.
  ///
  /// @param key of what is attempted
  /// @param attempt a number that no other attempt has
  public Closeable begun(String key, long attempt) throws IOException {
    var note = new Path(temporary, "begun/" + key + "/" + attempt);
    put(note, new ByteArrayInputStream(new byte[0]));
    return () -> files.delete(note, false);
  }

  /// Attempts that have begun and not ended: those under way, and those whose executor died.
  public int open(String key) throws IOException {
    try {
      return files.listStatus(new Path(temporary, "begun/" + key)).length;
    } catch (FileNotFoundException _) {
      return 0;
    }
  }

  private void appear(Path target, InputStream content) throws IOException {
    if (puts) {
      put(target, content);
      return;
    }
    var made = new Path(temporary, UUID.randomUUID().toString());
    try {
      put(made, content);
      Path folder = target.getParent();
      if (folder != null) {
        files.mkdirs(folder);
      }
      if (files instanceof RawLocalFileSystem) {
        if (!files.rename(made, target)) { // replaces, as the system's own rename does
          throw new IOException("the rename to its name failed");
        }
      } else {
        FileContext.getFileContext(root.toUri(), configuration)
            .rename(made, target, Options.Rename.OVERWRITE);
      }
    } finally {
      files.delete(made, false); // of a rename that failed; else there is nothing
    }
  }

  private void put(Path target, InputStream content) throws IOException {
    try (FSDataOutputStream out = files.create(target, true)) {
      try {
        content.transferTo(out);
        if (out.hasCapability(StreamCapabilities.HSYNC)) {
          out.hsync();
        }
      } catch (IOException | RuntimeException e) {
        if (out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
          out.abort(); // or closing would let half an object appear
        }
        throw e;
      }
    }
  }
}
