package dev.isolator.spark.job;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.model.ModelException;
import dev.isolator.spark.job.ItemResult.State;
import dev.isolator.spark.store.ResultStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.hadoop.conf.Configuration;

/// One attempt at one item, in a task: what is done is skipped, else the work runs, its files are
/// published, and the marker comes last. Whatever goes wrong with the item becomes its row; only a
/// task that is being killed ends with an exception.
final class ItemAttempt {
  private final Work work;
  private final RunSettings settings;
  private final ResultStore store;
  private final Configuration configuration;
  private final TaskPlace place;

  ItemAttempt(
      Work work,
      RunSettings settings,
      ResultStore store,
      Configuration configuration,
      TaskPlace place) {
    this.work = work;
    this.settings = settings;
    this.store = store;
    this.configuration = configuration;
    this.place = place;
  }

  /// Runs it.
  ///
  /// @throws CancellationException if the task is being killed
  ItemResult run(WorkItem item) {
    long begin = System.nanoTime();
    var facts = new Facts();
    try {
      if (!item.trouble().isEmpty()) {
        throw new CommandException(ExitCode.UNREADABLE, item.trouble());
      }
      return done(item, facts, begin);
    } catch (CancellationException e) {
      throw e;
    } catch (Throwable e) { // memory and natives too: the next song may do with less
      if (place.isKilled()) {
        throw cancelled(e);
      }
      return failed(item, facts, begin, e);
    }
  }

  private static CancellationException cancelled(Throwable cause) {
    var cancelled = new CancellationException("the task was killed");
    cancelled.initCause(cause);
    return cancelled;
  }

  /// What is known of the item so far, for the row of a failure.
  private static final class Facts {
    private String key = "";
    private String hash = "";
  }

  private ItemResult done(WorkItem item, Facts facts, long begin)
      throws IOException, ModelException, CommandException {
    Path scratch = ScratchFolder.below(settings.scratchFolder()).forAttempt();
    try {
      Work.Prepared prepared = work.prepare(item, scratch, configuration);
      facts.key = prepared.key();
      facts.hash = prepared.hash();
      var marker = store.marker(work.marker(facts.key));
      if (marker.isPresent()) {
        return row(item, facts, before(marker.get()), marker.get(), begin);
      }
      return row(item, facts, State.DONE, attempt(item, prepared, scratch, begin), begin);
    } finally {
      ScratchFolder.remove(scratch);
    }
  }

  /// What an attempt of this same run has finished was done by this run, even if its row was lost
  /// with its executor.
  private State before(JsonObject marker) {
    var run = marker.get("run");
    return run != null && run.getAsString().equals(settings.run()) ? State.DONE : State.SKIPPED;
  }

  private JsonObject attempt(WorkItem item, Work.Prepared prepared, Path scratch, long begin)
      throws IOException, ModelException, CommandException {
    if (place.attempt() > 0) {
      int open = store.open(prepared.key());
      if (open >= settings.mostOpen()) {
        throw new ExecutorsDied(item.uri(), open);
      }
    }
    try (var _ = store.begun(prepared.key(), place.attemptId())) {
      Path out = Files.createDirectory(scratch.resolve("out"));
      JsonObject found = prepared.run(out, place::isKilled);
      if (place.isKilled()) {
        throw new CancellationException("the task was killed");
      }
      List<String> files = store.publish(out, work.folder(prepared.key()));
      JsonObject marker = marker(item, prepared, found, files, begin);
      store.commit(work.marker(prepared.key()), marker);
      return marker;
    }
  }

  private JsonObject marker(
      WorkItem item, Work.Prepared prepared, JsonObject found, List<String> files, long begin) {
    var marker = new JsonObject();
    marker.addProperty("uri", item.uri());
    marker.addProperty("key", prepared.key());
    marker.addProperty("sha256", prepared.hash());
    marker.addProperty("run", settings.run());
    marker.addProperty("attempt", place.attempt());
    marker.addProperty("executor", place.executor());
    marker.addProperty("seconds", seconds(begin));
    var names = new JsonArray();
    files.forEach(names::add);
    marker.add("files", names);
    found.entrySet().forEach(fact -> marker.add(fact.getKey(), fact.getValue()));
    return marker;
  }

  private ItemResult row(WorkItem item, Facts facts, State state, JsonObject marker, long begin) {
    var songSeconds = marker.get("songSeconds");
    var detail = marker.get("detail");
    return new ItemResult(
        item.uri(),
        facts.key,
        state,
        "",
        "",
        seconds(begin),
        songSeconds == null ? Double.NaN : songSeconds.getAsDouble(),
        place.attempt(),
        place.executor(),
        item.bytes(),
        item.modified(),
        facts.hash,
        texts(marker, "files"),
        texts(marker, "notes"),
        detail == null ? "" : detail.toString());
  }

  private static List<String> texts(JsonObject json, String name) {
    var texts = new ArrayList<String>();
    if (json.get(name) instanceof JsonArray array) {
      array.forEach(text -> texts.add(text.getAsString()));
    }
    return texts;
  }

  private ItemResult failed(WorkItem item, Facts facts, long begin, Throwable failure) {
    return new ItemResult(
        item.uri(),
        facts.key,
        State.FAILED,
        failure instanceof ExecutorsDied ? "CRASHED" : ExitCode.of(failure).name(),
        message(item, failure),
        seconds(begin),
        Double.NaN,
        place.attempt(),
        place.executor(),
        item.bytes(),
        item.modified(),
        facts.hash,
        List.of(),
        List.of(),
        "");
  }

  /// One line that begins with the item's name: song files of the scratch folder have another.
  private static String message(WorkItem item, Throwable failure) {
    String text =
        switch (failure) {
          case AudioException audio -> {
            String said = String.valueOf(audio.getMessage());
            yield audio.kind() != Kind.UNWRITABLE && said.startsWith(audio.file() + ": ")
                ? item.uri() + said.substring(audio.file().length())
                : said;
          }
          case OutOfMemoryError memory ->
              "%s: there is not enough memory (%s; Java may use %d MB); give the executors more"
                  .formatted(
                      item.uri(), memory.getMessage(), Runtime.getRuntime().maxMemory() >> 20);
          case IOException _, CommandException _ -> String.valueOf(failure.getMessage());
          default -> "%s: internal error (a bug in Isolator): %s".formatted(item.uri(), failure);
        };
    return text.replaceAll("\\s*\\R\\s*", " ");
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  /// Executors died of an item, again and again.
  private static final class ExecutorsDied extends IOException {
    private static final long serialVersionUID = 1L;

    ExecutorsDied(String uri, int times) {
      super(
          "%s: the executor died %d times while it worked on this; try it alone (isolator separate), or give the executors more memory"
              .formatted(uri, times));
    }
  }
}
