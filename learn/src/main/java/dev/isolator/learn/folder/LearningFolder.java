package dev.isolator.learn.folder;

import dev.isolator.learn.history.History;
import dev.isolator.model.ModelCatalogue;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The folder of a learning loop:
///
/// | file | |
/// |---|---|
/// | `learn.yaml` | the settings, see [LearningSettings] |
/// | `data/N/` | version N of the data; never changed, except that what is revoked is taken out |
/// | `runs/rN/` | run N: `run.json`, its training, its model, `gate.json` and `gate.html` |
/// | `history.jsonl` | what happened, see [History] |
/// | `cache/` | decoded sound of the original data; may be deleted between runs |
///
/// @param path of the folder
/// @param settings read from it
public record LearningFolder(Path path, LearningSettings settings) {
  private static final int MOST_TRIES = 240;
  private static final int TRY_MILLIS = 250;

  /// Opens a folder.
  ///
  /// @throws IOException if its settings are missing or wrong
  public static LearningFolder open(Path path) throws IOException {
    return new LearningFolder(path, LearningSettings.read(path.resolve(LearningSettings.FILE)));
  }

  /// A version of the data.
  public Path version(int number) {
    return path.resolve("data").resolve(Integer.toString(number));
  }

  /// A run.
  public Path run(String id) {
    return path.resolve("runs").resolve(id);
  }

  /// Where decoded sound of the original data lies.
  public Path cache() {
    return path.resolve("cache");
  }

  /// What happened.
  public History history() {
    return new History(path);
  }

  /// The models at hand, with their aliases.
  public ModelCatalogue catalogue() {
    Path models = settings.models();
    return models == null ? ModelCatalogue.open() : ModelCatalogue.open(models);
  }

  /// The numbers of all versions of the data, in order.
  public List<Integer> versions() throws IOException {
    return numbers(path.resolve("data"), "");
  }

  /// The numbers of all runs, in order.
  public List<Integer> runs() throws IOException {
    return numbers(path.resolve("runs"), "r");
  }

  private static List<Integer> numbers(Path folder, String prefix) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var numbers = new ArrayList<Integer>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.matches(prefix + "[1-9][0-9]{0,8}")) {
          numbers.add(Integer.parseInt(name.substring(prefix.length())));
        }
      }
    }
    numbers.sort(null);
    return numbers;
  }

  /// Keeps other processes from doing the same at the same time, until it is closed. One that was
  /// told to end is given a minute to save.
  ///
  /// @param what is done: the name of a lock file in the folder
  /// @throws IOException if another process does it, and goes on doing it
  public Exclusion exclusively(String what) throws IOException {
    Files.createDirectories(path);
    Path file = path.resolve(what + ".lock");
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      for (int i = 0; i < MOST_TRIES; i++) {
        if (isLocked(channel)) {
          return new Exclusion(channel);
        }
        TimeUnit.MILLISECONDS.sleep(TRY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new IOException(
        "%s: expected no other process that does the same here, found one; wait until it has ended"
            .formatted(file));
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // another thread of this process has it
    }
  }

  /// What keeps others out. The system gives it up when the process dies.
  public static final class Exclusion implements AutoCloseable {
    private final FileChannel channel;

    private Exclusion(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
