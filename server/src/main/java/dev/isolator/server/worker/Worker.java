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
/// result.
public final class Worker {
  private static final Gson GSON = new Gson();
  private static final int EXIT_ORPHANED = 9;

  private Worker() {}

  /// Takes no arguments.
  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    var messages = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    if (line == null) {
      Runtime.getRuntime().halt(EXIT_ORPHANED);
      return;
    }
    Thread.ofPlatform().daemon().name("parent-watch").start(() -> exitWithParent(in));
    WorkerMessage last =
        carryOut(line, share -> messages.println(GSON.toJson(WorkerMessage.progress(share))));
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
    } catch (AudioException e) {
      return WorkerMessage.failed(kind(e), sentence(withoutFile(e)));
    } catch (ModelException e) {
      return WorkerMessage.failed(
          "model", "The model could not be run: " + oneLine(e.getMessage()));
    } catch (OutOfMemoryError e) {
      return WorkerMessage.failed("memory", "The song needs more memory than a job may have.");
    } catch (IOException | RuntimeException | LinkageError e) {
      e.printStackTrace(System.err);
      return WorkerMessage.failed(
          "crash", "The separation ended with an internal error; this is a bug in Isolator.");
    }
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
