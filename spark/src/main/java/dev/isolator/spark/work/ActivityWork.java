package dev.isolator.spark.work;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.isolator.Separation;
import dev.isolator.Separator;
import dev.isolator.VoiceActivity;
import dev.isolator.model.ModelException;
import dev.isolator.spark.job.Work;
import dev.isolator.spark.job.WorkItem;
import dev.isolator.voice.Hysteresis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;

/// Songs → where somebody sings. There are no files but the markers, `activity/KK/KEY.json`; the
/// spans are in the rows' `detail`, of which the command makes a table.
///
/// @param song how it is heard
/// @param on probability at which voice begins, see [Hysteresis], as are all others
public record ActivityWork(
    SongSettings song, double on, double off, double leastVoiceSeconds, double leastPauseSeconds)
    implements Work {
  public ActivityWork {
    var _ = new Hysteresis(on, off, leastVoiceSeconds, leastPauseSeconds); // refuses what it must
  }

  /// With the default thresholds.
  public static ActivityWork of(SongSettings song) {
    var defaults = Hysteresis.defaults();
    return new ActivityWork(
        song,
        defaults.on(),
        defaults.off(),
        defaults.leastVoiceSeconds(),
        defaults.leastPauseSeconds());
  }

  @Override
  public String name() {
    return "activity";
  }

  @Override
  public String folder(String key) {
    return ResultKeys.folder("activity", key);
  }

  @Override
  public String marker(String key) {
    return folder(key) + ".json";
  }

  @Override
  public Prepared prepare(WorkItem item, Path scratch, Configuration configuration)
      throws IOException {
    var fetched = new FetchedSong(item, scratch, song.maxSongBytes(), configuration);
    String hash = fetched.hash();
    var hysteresis = new Hysteresis(on, off, leastVoiceSeconds, leastPauseSeconds);
    String key = ResultKeys.of("activity", hash, song.identity(), hysteresis.toString());
    return new PreparedSong(key, hash, (_, cancelled) -> listen(fetched, hysteresis, cancelled));
  }

  private JsonObject listen(FetchedSong fetched, Hysteresis hysteresis, BooleanSupplier cancelled)
      throws IOException, ModelException {
    return StemWork.ENGINES.use(
        song,
        () -> Separator.open(song.toOptions()),
        engine -> {
          Separation separation = engine.separate(fetched.file()).named(fetched.name());
          Cancelling.watch(separation, cancelled);
          VoiceActivity activity = separation.activity(hysteresis);
          var spans = new JsonArray();
          for (var span : activity.timeline().spans()) {
            var each = new JsonArray();
            each.add(span.startSeconds());
            each.add(span.endSeconds());
            spans.add(each);
          }
          var detail = new JsonObject();
          detail.addProperty("source", activity.source().words());
          detail.addProperty("voiceSeconds", activity.timeline().seconds());
          detail.add("spans", spans);
          var facts =
              SongFacts.of(
                  (double) activity.frames() / activity.input().sampleRate(), activity.notes());
          facts.add("detail", detail);
          return facts;
        });
  }
}
