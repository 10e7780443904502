package dev.isolator.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hidden files of processes that were killed while they wrote: `.isolator-PROCESS-SYSTEM-…part`.
///
/// PROCESS is a process number, SYSTEM eight hexadecimal digits for the machine and its space of
/// process numbers (a container has its own). A file of this system whose process is gone, or began
/// after the file was last written, goes at once. Whether a process of another system runs cannot
/// be seen from here (a shared disk): its files, and those of versions before this one, go when
/// nobody wrote them for a day.
final class Leftovers {
  private static final String PREFIX = ".isolator-";
  private static final String SUFFIX = ".part";
  private static final Pattern NAME =
      Pattern.compile("\\.isolator-([0-9]{1,18})-([0-9a-f]{1,16})-.*\\.part");

  /// A file of another system that was not written for so long is nobody's.
  private static final Duration ABANDONED = Duration.ofDays(1);

  /// A folder is looked through once in so long; listing a large one costs more than writing a
  /// file.
  private static final Duration AGAIN = Duration.ofMinutes(10);

  /// What a process' start and a file's time may differ by; clocks of disks are coarse.
  private static final Duration CLOCKS = Duration.ofSeconds(10);

  private static final int MOST_FOLDERS = 1000;
  private static final String SYSTEM = system();
  private static final Map<Path, Instant> SWEPT = new ConcurrentHashMap<>();

  private Leftovers() {}

  /// The name of this process' hidden file of that number.
  static String name(long number) {
    return PREFIX + ProcessHandle.current().pid() + "-" + SYSTEM + "-" + number + SUFFIX;
  }

  /// Removes the leftovers in a folder, if that was not done in the last ten minutes.
  static void sweep(Path folder) {
    Instant now = Instant.now();
    Instant before = SWEPT.get(folder);
    if (before != null && Duration.between(before, now).compareTo(AGAIN) < 0) {
      return;
    }
    if (SWEPT.size() >= MOST_FOLDERS) {
      SWEPT.clear();
    }
    SWEPT.put(folder, now);
    remove(folder, now);
  }

  /// Removes the leftovers in a folder.
  static void remove(Path folder, Instant now) {
    try (var files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path file : files) {
        if (isLeftOver(file, now)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Somebody else's leftovers; what we write ourselves will tell if the folder is no good.
    }
  }

  private static boolean isLeftOver(Path file, Instant now) throws IOException {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (!name.matches()) {
      return false;
    }
    Instant written = Files.getLastModifiedTime(file).toInstant();
    if (!name.group(2).equals(SYSTEM)) {
      return Duration.between(written, now).compareTo(ABANDONED) > 0;
    }
    return ProcessHandle.of(Long.parseLong(name.group(1)))
        .map(process -> beganAfter(process, written))
        .orElse(true);
  }

  /// Whether a process that lives cannot have written the file: the number was given again.
  private static boolean beganAfter(ProcessHandle process, Instant written) {
    return process.info().startInstant().map(written.plus(CLOCKS)::isBefore).orElse(false);
  }

  /// Eight digits for this machine and its space of process numbers.
  private static String system() {
    String host = System.getenv().getOrDefault("COMPUTERNAME", "");
    String names =
        host + read("/proc/sys/kernel/hostname") + read("/etc/machine-id") + processSpace();
    return Sha256.of(names.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException | RuntimeException e) {
      return ""; // no Linux
    }
  }

  private static String processSpace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException | RuntimeException e) {
      return "";
    }
  }
}
