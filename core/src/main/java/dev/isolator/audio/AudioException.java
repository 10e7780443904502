package dev.isolator.audio;

import java.io.IOException;

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
    /// Past one of the limits of [DecodeLimits].
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

  /// What sort of failure it is.
  public Kind kind() {
    return kind;
  }

  /// The file as the user named it.
  public String file() {
    return file;
  }
}
