package dev.isolator.audio;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/// A song could not be read or written. The message is one line: file, expected, found, way out.
/// Programs switch over [#kind()].
public final class AudioException extends IOException {
  private static final long serialVersionUID = 1L;

  /// The kinds of failure. The command line has an exit code for each of them.
  public enum Kind {
    /// No such file, a directory, no permission, a pipe that broke.
    UNREADABLE,
    /// Not audio of a kind we read: no sound in it, an unknown container, a playlist.
    UNSUPPORTED,
    /// Audio, but broken: truncated, corrupt, lying.
    CORRUPT,
    /// Past one of the limits of [DecodeLimits], or of the memory that there is.
    LIMIT,
    /// The output cannot be written: disk full, no permission, a format that cannot hold it.
    UNWRITABLE
  }

  private final Kind kind;
  private final String file;

  /// @param file the file as the user named it
  /// @param what expected, found and the way out, without the file's name
  public AudioException(Kind kind, String file, String what) {
    super(file + ": " + what);
    this.kind = kind;
    this.file = file;
  }

  public AudioException(Kind kind, String file, String what, Throwable cause) {
    super(file + ": " + what, cause);
    this.kind = kind;
    this.file = file;
  }

  /// Says why a file cannot be written, and what to do.
  ///
  /// @param file the file as the user named it
  /// @param e what the file system said
  public static AudioException unwritable(String file, IOException e) {
    var reason =
        e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : text(e);
    var lower = reason.toLowerCase(Locale.ROOT);
    String what;
    if (lower.contains("no space")
        || lower.contains("not enough space")
        || lower.contains("quota")) {
      what = "cannot be written: the disk is full; free some space or choose another output folder";
    } else if (lower.contains("file too large")) {
      what =
          "cannot be written: the file system holds no file of that size; choose another output"
              + " folder or a smaller format";
    } else if (lower.contains("name too long")) {
      what = "cannot be written: the name is too long for this file system; choose a shorter one";
    } else if (e instanceof AccessDeniedException || lower.contains("permission denied")) {
      what = "cannot be written: no permission; choose another output folder";
    } else if (lower.contains("read-only")) {
      what = "cannot be written: the file system is read-only; choose another output folder";
    } else if (e instanceof NoSuchFileException) {
      what = "cannot be written: its folder is not there; make it or choose another";
    } else {
      what = "cannot be written (%s); choose another output folder".formatted(reason);
    }
    return new AudioException(Kind.UNWRITABLE, file, what, e);
  }

  private static String text(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /// What the system says of a failure, in one line; its kind where it says nothing.
  static String reason(IOException e) {
    var message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.lines().findFirst().orElse(message);
  }

  /// What sort of failure it is.
  public Kind kind() {
    return kind;
  }

  /// The file as the user named it.
  public String file() {
    return file;
  }
}
