package dev.isolator.spark.work;

import com.google.gson.JsonObject;
import dev.isolator.Separation;
import dev.isolator.SeparationResult;
import dev.isolator.Separator;
import dev.isolator.model.ModelException;
import dev.isolator.spark.job.Work;
import dev.isolator.spark.job.WorkItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;

/// Songs → stems: what `isolator separate` writes, byte for byte, below `stems/KK/KEY`.
///
/// Two songs of the same bytes are one song: the stems carry the name of the one that came first,
/// where the song's tags have no title.
///
/// @param song how it is taken apart
/// @param stems how they are written
public record StemWork(SongSettings song, StemSettings stems) implements Work {
  static final EnginePool<Separator> ENGINES = new EnginePool<>();

  @Override
  public String name() {
    return "separate";
  }

  @Override
  public String folder(String key) {
    return ResultKeys.folder("stems", key);
  }

  @Override
  public String marker(String key) {
    return folder(key) + "/_done";
  }

  @Override
  public Prepared prepare(WorkItem item, Path scratch, Configuration configuration)
      throws IOException {
    var fetched = new FetchedSong(item, scratch, song.maxSongBytes(), configuration);
    String hash = fetched.hash();
    String key = ResultKeys.of("stems", hash, song.identity(), stems.identity());
    return new PreparedSong(key, hash, (out, cancelled) -> separate(fetched, out, cancelled));
  }

  private JsonObject separate(FetchedSong fetched, Path out, BooleanSupplier cancelled)
      throws IOException, ModelException {
    return ENGINES.use(
        song,
        () -> Separator.open(song.toOptions()),
        engine -> {
          Separation separation =
              engine.separate(fetched.file()).named(fetched.name()).render(stems.toOptions());
          Cancelling.watch(separation, cancelled);
          SeparationResult result = separation.writeTo(out);
          return SongFacts.of(
              (double) result.frames() / result.input().sampleRate(), result.notes());
        });
  }
}
