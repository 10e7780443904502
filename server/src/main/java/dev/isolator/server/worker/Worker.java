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
import org.jspecify.annotations.Nullable;

/// The worker process's main class: reads one [Order] from standard input, does it, and answers in
/// [Report]s.
///
/// Standard output belongs to the answers; whatever a library prints goes to standard error. When
/// standard input ends the server is dead, and so is this process, at once: nobody would take what
/// it makes.
public final class Worker {
  private static final Gson GSON = new Gson();
  private static final int EXIT_ORPHANED = 9;

  private Worker() {}

  /// Takes no arguments.
  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    var answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    if (line == null) {
      Runtime.getRuntime().halt(EXIT_ORPHANED);
      return;
    }
    Thread.ofPlatform().daemon().name("parent-watch").start(() -> dieWithParent(in));
    Report last = carryOut(line, report -> answers.println(GSON.toJson(report)));
    answers.println(GSON.toJson(last));
    answers.flush();
    Runtime.getRuntime().halt(0); // native threads and hooks have nothing left to say
  }

  private static void dieWithParent(BufferedReader in) {
    try {
      while (in.readLine() != null) {
        // nothing more is said; the end is what we wait for
      }
    } catch (IOException e) {
      System.err.println("worker: standard input broke: " + e);
    }
    Runtime.getRuntime().halt(EXIT_ORPHANED);
  }

  /// Where reports go that are not the last.
  interface Reporting {
    void report(Report report);
  }

  private static Report carryOut(String line, Reporting reporting) {
    try {
      Order order = GSON.fromJson(line, Order.class);
      if (order.separate() != null) {
        return Report.done(SeparateSong.run(order.separate(), reporting));
      }
      if (order.transcode() != null) {
        return Report.done(TranscodeStem.run(order.transcode()));
      }
      return Report.failed("crash", "The server gave an empty order; this is a mistake of ours.");
    } catch (AudioException e) {
      return Report.failed(kind(e), sentence(withoutFile(e)));
    } catch (ModelException e) {
      return Report.failed("model", "The model could not be run: " + oneLine(e.getMessage()));
    } catch (OutOfMemoryError e) {
      return Report.failed("memory", "The song needs more memory than a job may have.");
    } catch (IOException | RuntimeException | LinkageError e) {
      e.printStackTrace(System.err);
      return Report.failed(
          "crash", "Something broke inside the separation; this is a mistake of ours.");
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
