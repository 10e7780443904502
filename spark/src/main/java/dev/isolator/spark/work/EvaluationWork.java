package dev.isolator.spark.work;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.isolator.SeparatorOptions;
import dev.isolator.audio.AudioException;
import dev.isolator.evaluate.Evaluation;
import dev.isolator.evaluate.EvaluationListener;
import dev.isolator.evaluate.candidate.Candidate;
import dev.isolator.evaluate.score.SongScores;
import dev.isolator.evaluate.songs.DataSet;
import dev.isolator.evaluate.songs.FileFingerprint;
import dev.isolator.evaluate.songs.Multitrack;
import dev.isolator.model.ModelException;
import dev.isolator.spark.job.Work;
import dev.isolator.spark.job.WorkItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/// Songs of a data set → their scores: the files of `isolator evaluate`, `scores/SYSTEM/SONG.json`
/// and excerpts, and the scores in the rows' `detail`. The data set must be at the same place on
/// every executor, such as a mounted disk; models must be inside of the program or at such a place.
///
/// @param location of the data set
/// @param layout never `AUTO`
/// @param split of its songs
/// @param models names of candidates, see [Candidate#named]
/// @param threads of each engine
public record EvaluationWork(
    String location, DataSet.Layout layout, String split, List<String> models, int threads)
    implements Work {
  private static final EnginePool<Candidates> CANDIDATES = new EnginePool<>();

  public EvaluationWork {
    models = List.copyOf(models);
  }

  /// The work for a data set.
  public static EvaluationWork of(DataSet set, String split, List<String> models, int threads) {
    return new EvaluationWork(
        set.location().toAbsolutePath().toString(), set.layout(), split, models, threads);
  }

  /// The songs of a data set; each takes as long as its files are large.
  public static List<WorkItem> items(DataSet set) {
    var items = new ArrayList<WorkItem>();
    for (Multitrack song : set.songs()) {
      items.add(new WorkItem(song.name(), 0, 0, weight(song), "", ""));
    }
    return items;
  }

  private static double weight(Multitrack song) {
    long bytes = 1;
    for (var stem : song.stems().values()) {
      try {
        bytes += Files.size(stem.file());
      } catch (IOException _) {
        // its row will say what is the matter
      }
    }
    return bytes / 1e6;
  }

  @Override
  public String name() {
    return "evaluate";
  }

  @Override
  public String folder(String key) {
    return "";
  }

  @Override
  public String marker(String key) {
    return "_done/" + key;
  }

  @Override
  public Prepared prepare(WorkItem item, Path scratch, Configuration configuration)
      throws IOException, ModelException {
    DataSet all = DataSet.open(Path.of(location), layout, split);
    Multitrack song =
        all.songs().stream()
            .filter(each -> each.name().equals(item.uri()))
            .findFirst()
            .orElseThrow(
                () ->
                    new AudioException(
                        AudioException.Kind.UNREADABLE,
                        item.uri(),
                        "expected a song of %s, found none of that name on this executor; mount the same data set everywhere"
                            .formatted(location)));
    String candidates = CANDIDATES.use(this, this::open, opened -> opened.fingerprint(song.name()));
    String key = ResultKeys.of("evaluate", FileFingerprint.of(song), candidates);
    var only = new DataSet(all.location(), all.layout(), List.of(song), List.of());
    return new PreparedSong(key, "", (out, _) -> score(only, out));
  }

  private Candidates open() throws ModelException {
    var opened = new ArrayList<Candidate>();
    try {
      for (String model : models) {
        opened.add(Candidate.named(model, SeparatorOptions.defaults().withThreads(threads)));
      }
    } catch (ModelException | RuntimeException e) {
      opened.forEach(Candidate::close);
      throw e;
    }
    return new Candidates(List.copyOf(opened));
  }

  /// The candidates of one task.
  private record Candidates(List<Candidate> all) implements AutoCloseable {
    String fingerprint(String song) {
      return String.join("\n", all.stream().map(each -> each.fingerprint(song)).toList());
    }

    @Override
    public void close() {
      all.forEach(Candidate::close);
    }
  }

  private JsonObject score(DataSet song, Path out) throws IOException, ModelException {
    Evaluation.Result result =
        CANDIDATES.use(
            this,
            this::open,
            opened -> new Evaluation(out, 1).run(song, opened.all(), EvaluationListener.NONE));
    if (!result.failures().isEmpty()) {
      rethrow(result.failures().getFirst().cause());
    }
    Files.deleteIfExists(out.resolve("scores.csv")); // of one song; the driver makes that of all
    var facts =
        SongFacts.of(
            result.scores().getFirst().format().seconds(), result.scores().getFirst().notes());
    facts.add("detail", detail(result.scores()));
    return facts;
  }

  private static void rethrow(Throwable cause) throws IOException {
    switch (cause) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(cause);
    }
  }

  private static JsonArray detail(List<SongScores> scores) {
    var rows = new JsonArray();
    for (SongScores song : scores) {
      for (var stem : song.stems()) {
        var row = new JsonObject();
        row.addProperty("system", song.system());
        row.addProperty("stem", stem.stem());
        row.addProperty("sdr", text(stem.median().sdr()));
        row.addProperty("isr", text(stem.median().isr()));
        row.addProperty("sir", text(stem.median().sir()));
        row.addProperty("sar", text(stem.median().sar()));
        row.addProperty("si_sdr", text(stem.siSdr()));
        row.addProperty("track_sdr", text(stem.trackSdr()));
        rows.add(row);
      }
    }
    return rows;
  }

  /// JSON has no infinity and no NaN.
  private static String text(double value) {
    return Double.toString(value);
  }
}
