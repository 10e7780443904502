package dev.isolator.cli;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import dev.isolator.render.EncodedByTag;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns the arguments of a command into songs: files as they are, folders with all songs below
/// them.
///
/// Of a folder only what ends as [SongEndings] lists is taken, in the order of the paths; hidden
/// files and folders, links to folders and files made by Isolator are left out. A file that is an
/// argument itself is taken whatever its name.
final class SongFinder {
  private static final Pattern ADDRESS = Pattern.compile("(?i)[a-z][a-z0-9+.-]+://.*");

  /// What Java puts in place of bytes that are not of the system's character set.
  private static final char REPLACEMENT = '\uFFFD';

  private SongFinder() {}

  /// The songs, in order.
  ///
  /// @param failures folders and names that could not be looked into
  /// @param leftOut what else is in the folders
  record Found(List<SongInput> songs, List<AudioException> failures, LeftOut leftOut) {}

  static Found find(List<String> arguments) {
    var songs = new ArrayList<SongInput>();
    var failures = new ArrayList<AudioException>();
    var leftOut = new LeftOut();
    for (var argument : arguments) {
      if (argument.equals("-")) {
        songs.add(SongInput.PIPE);
        continue;
      }
      try {
        var path = path(argument);
        if (Files.isDirectory(path)) {
          int stemsBefore = leftOut.stems();
          var walk = new Walk(leftOut);
          Files.walkFileTree(Files.isSymbolicLink(path) ? path.toRealPath() : path, walk);
          failures.addAll(walk.failures);
          boolean hasStems = leftOut.stems() > stemsBefore;
          if (walk.songs.isEmpty() && !hasStems && walk.failures.isEmpty()) {
            throw noSongs(argument);
          }
          walk.songs.stream().sorted().map(SongInput::new).forEach(songs::add);
        } else {
          songs.add(new SongInput(path));
        }
      } catch (AudioException e) {
        failures.add(e);
      } catch (IOException e) {
        failures.add(unreadable(argument, e));
      }
    }
    return new Found(songs.stream().distinct().toList(), failures, leftOut);
  }

  private static Path path(String argument) throws AudioException {
    if (argument.isEmpty()) { // means this folder to the system, but is a script's unset variable
      throw new AudioException(
          Kind.UNREADABLE, "''", "expected a file or folder, found no name; this folder is .");
    }
    if (ADDRESS.matcher(argument).matches()) {
      throw new AudioException(
          Kind.UNSUPPORTED,
          argument,
          "is an address, expected a file; download it, or pipe it: curl -sL ADDRESS | isolator separate -");
    }
    try {
      var path = Path.of(argument);
      return argument.indexOf(REPLACEMENT) < 0 ? path : undecodable(argument);
    } catch (InvalidPathException e) {
      var encoding = System.getProperty("sun.jnu.encoding", "");
      var way =
          encoding.startsWith("UTF")
              ? "expected the name of a file, found '%s'".formatted(e.getReason())
              : "the name holds letters that this shell's locale (%s) has not; set LC_ALL=C.UTF-8"
                  .formatted(encoding);
      throw new AudioException(Kind.UNREADABLE, argument, way, e);
    }
  }

  /// A name whose bytes are no UTF-8 reaches the program with replacement characters in their
  /// place. The folder that the file is in still knows the bytes: the one entry that looks like the
  /// name is meant.
  private static Path undecodable(String argument) throws AudioException {
    var path = Path.of(argument);
    if (Files.exists(path)) {
      return path; // it really has that character
    }
    Path found = path.isAbsolute() ? path.getRoot() : Path.of("");
    for (var part : path) {
      var next = found == null ? part : found.resolve(part);
      if (!Files.exists(next) && part.toString().indexOf(REPLACEMENT) >= 0) {
        next = entry(found == null ? Path.of("") : found, part.toString(), argument);
      }
      found = next;
    }
    return found == null ? path : found;
  }

  private static Path entry(Path folder, String shown, String argument) throws AudioException {
    var alike = new ArrayList<Path>();
    try (var entries = Files.newDirectoryStream(folder)) {
      for (var entry : entries) {
        var name = entry.getFileName();
        if (name != null && name.toString().equals(shown)) {
          alike.add(folder.resolve(name));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new AudioException(
          Kind.UNREADABLE, argument, "its folder could not be read; check the name", e);
    }
    if (alike.size() == 1) {
      return alike.getFirst();
    }
    throw new AudioException(
        Kind.UNREADABLE,
        argument,
        alike.isEmpty()
            ? "no such file, expected a sound file; check the name, of which some bytes are no UTF-8"
            : "expected a name in UTF-8, found other bytes, and %d files whose names look so; rename them, or give their folder"
                .formatted(alike.size()));
  }

  private static AudioException noSongs(String folder) {
    var endings = SongEndings.listed();
    return new AudioException(
        Kind.UNREADABLE,
        folder,
        "expected songs in this folder, found none that ends in " + endings);
  }

  private static AudioException unreadable(String path, IOException e) {
    var reason =
        e instanceof AccessDeniedException
            ? "may not be read (permission denied); ask for access"
            : "cannot be looked into (%s); check what it is".formatted(e.getMessage());
    return new AudioException(Kind.UNREADABLE, path, reason, e);
  }

  private static boolean isHidden(Path path) {
    var name = path.getFileName();
    return name != null
        && name.toString().startsWith(".")
        && !Set.of(".", "..").contains(name.toString());
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final List<Path> songs = new ArrayList<>();
    private final List<AudioException> failures = new ArrayList<>();
    private final LeftOut leftOut;
    private boolean inside; // the argument itself may be a hidden folder

    Walk(LeftOut leftOut) {
      this.leftOut = leftOut;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean hidden = inside && isHidden(folder);
      inside = true;
      if (hidden) {
        leftOut.hiddenFolder();
      }
      return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      var name = String.valueOf(file.getFileName());
      boolean song = SongEndings.isSong(name);
      if (isHidden(file)) {
        if (song) {
          leftOut.hidden();
        }
      } else if (Files.isDirectory(file)) {
        leftOut.linkToFolder();
      } else if (!song) {
        leftOut.otherEnding(SongEndings.of(name));
      } else if (!Files.isRegularFile(file)) {
        missing(file, attributes);
      } else if (Files.isReadable(file) && EncodedByTag.marks(file)) {
        leftOut.stem();
      } else {
        songs.add(file); // an unreadable file is reported when its turn comes
      }
      return FileVisitResult.CONTINUE;
    }

    /// A song's name without a file behind it.
    private void missing(Path file, BasicFileAttributes attributes) {
      if (attributes.isSymbolicLink() && !Files.exists(file)) {
        failures.add(
            new AudioException(
                Kind.UNREADABLE,
                file.toString(),
                "is a link to a file that is not there; remove it, or bring the file back"));
      } else {
        leftOut.device();
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      failures.add(unreadable(file.toString(), e));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
      if (e != null) {
        failures.add(unreadable(folder.toString(), e));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
