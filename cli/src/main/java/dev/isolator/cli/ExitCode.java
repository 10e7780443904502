package dev.isolator.cli;

import dev.isolator.audio.AudioException;
import dev.isolator.model.ModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;

/// The exit codes of the program. Numbers never change their meaning.
public enum ExitCode {
  OK(0, "done"),
  USAGE(2, "a command or option is wrong"),
  UNREADABLE(3, "a file is missing or may not be read, or a folder holds no song"),
  UNSUPPORTED(4, "a file is not audio of a kind that is read"),
  CORRUPT(5, "a file is audio, but broken or cut short"),
  LIMIT(6, "a file is past one of the limits"),
  UNWRITABLE(7, "an output exists, the disk is full, or it may not be written"),
  MODEL(8, "a model is missing, broken, or cannot be run"),
  DEVICE(9, "an audio device is missing, busy, or does not take the sound"),
  INTERNAL(70, "internal error (a bug in Isolator); --debug shows where"),
  CANCELLED(130, "cancelled with Ctrl-C");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /// The number that the shell sees in `$?`.
  public int number() {
    return number;
  }

  /// The code for a failure that ended a command.
  public static ExitCode of(Throwable failure) {
    return switch (failure) {
      case AudioException audio ->
          switch (audio.kind()) {
            case UNREADABLE -> UNREADABLE;
            case UNSUPPORTED -> UNSUPPORTED;
            case CORRUPT -> CORRUPT;
            case LIMIT -> LIMIT;
            case UNWRITABLE -> UNWRITABLE;
          };
      case ModelException _ -> MODEL;
      case CommandException command -> command.code();
      case FileAlreadyExistsException _ -> UNWRITABLE;
      case IOException _, UncheckedIOException _ -> UNREADABLE; // of plug-ins; ours are above
      case CancellationException _ -> CANCELLED;
      case OutOfMemoryError _ -> LIMIT;
      default -> INTERNAL;
    };
  }

  /// Number to meaning, for the help.
  static Map<String, String> table() {
    var table = new LinkedHashMap<String, String>();
    for (var code : values()) {
      table.put(Integer.toString(code.number), code.meaning);
    }
    return table;
  }
}
