package dev.isolator.server.worker;

import com.google.gson.Gson;
import dev.isolator.audio.AudioException;
import dev.isolator.model.ModelException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/// The worker process's main class: reads one [WorkerCommand] from standard input, carries it out,
/// and writes [WorkerMessage]s.
///
/// Standard output belongs to the messages; whatever a library prints goes to standard error. When
/// standard input ends, the server is dead, and this process ends at once: nobody would take its
/// result. Whatever is thrown, on whichever thread, ends the process with one message.
public final class Worker {
  private static final Gson GSON = new Gson();
  private static final int EXIT_ORPHANED = 9;

  private Worker() {}

  /// Takes no arguments.
  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    var messages = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    // A thread that dies could be one that the others wait for.
    Thread.setDefaultUncaughtExceptionHandler((_, e) -> end(messages, failure(e)));
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    if (line == null) {
      Runtime.getRuntime().halt(EXIT_ORPHANED);
      return;
    }
    Thread.ofPlatform().daemon().name("parent-watch").start(() -> exitWithParent(in));
    end(
        messages,
        carryOut(line, share -> messages.println(GSON.toJson(WorkerMessage.progress(share)))));
  }

  /// Says the last word; of several threads, the first.
  private static synchronized void end(PrintStream messages, WorkerMessage last) {
    messages.println(GSON.toJson(last));
    messages.flush();
    Runtime.getRuntime().halt(0); // native threads and hooks have nothing left to say
  }

  private static void exitWithParent(BufferedReader in) {
    try {
      while (in.readLine() != null) {
        // nothing more is said; the end is what we wait for
      }
    } catch (IOException e) {
      System.err.println("worker: standard input broke: " + e);
    }
    Runtime.getRuntime().halt(EXIT_ORPHANED);
  }

  private static WorkerMessage carryOut(String line, DoubleConsumer progress) {
    try {
      WorkerCommand command = GSON.fromJson(line, WorkerCommand.class);
      if (command.separate() != null) {
        return WorkerMessage.separated(SeparateSong.run(command.separate(), progress));
      }
      if (command.transcode() != null) {
        TranscodeStem.run(command.transcode());
        return WorkerMessage.transcoded();
      }
      return WorkerMessage.failed(
          "crash", "The server sent an empty command; this is a bug in Isolator.");
    } catch (Throwable e) { // of any kind: a job must end
      return failure(e);
    }
  }

  /// What is said of a failure.
  static WorkerMessage failure(Throwable thrown) {
    Throwable e = cause(thrown);
    return switch (e) {
      case AudioException audio -> WorkerMessage.failed(kind(audio), sentence(withoutFile(audio)));
      case ModelException model ->
          WorkerMessage.failed(
              "model", "The model could not be run: " + oneLine(model.getMessage()));
      case OutOfMemoryError _ ->
          WorkerMessage.failed("memory", "The song needs more memory than a job may have.");
      default -> {
        thrown.printStackTrace(System.err);
        System.err.println("worker: " + e); // the server logs the last lines only
        yield WorkerMessage.failed(
            "crash",
            e instanceof LinkageError
                ? "The server lacks a library that separation needs, or cannot load it; its log names it."
                : "The separation ended with an internal error; this is a bug in Isolator.");
      }
    };
  }

  /// What libraries that wrap errors in exceptions mean; otherwise what was thrown.
  private static Throwable cause(Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof OutOfMemoryError || e instanceof LinkageError) {
        return e;
      }
    }
    return thrown;
  }

  private static String kind(AudioException e) {
    return switch (e.kind()) {
      case UNREADABLE, UNSUPPORTED -> "unsupported";
      case CORRUPT -> "corrupt";
      case LIMIT -> "limit";
      case UNWRITABLE -> "storage";
    };
  }

  /// The message names the file as the server calls it, which is nobody's business.
  private static String withoutFile(AudioException e) {
    String message = oneLine(e.getMessage());
    String file = e.file() + ": ";
    return (message.startsWith(file) ? message.substring(file.length()) : message)
        .replace(e.file(), "the song");
  }

  private static String oneLine(@Nullable String message) {
    return message == null ? "no reason was given" : message.replaceAll("\\s*\\R\\s*", " ");
  }

  private static String sentence(String clause) {
    return clause.isEmpty()
        ? clause
        : "This file "
            + (clause.matches("^(is|ends|has|holds|cannot|starts|lasts|was|needs|says|claims) .*")
                ? clause
                : "cannot be used: " + clause);
  }
}
