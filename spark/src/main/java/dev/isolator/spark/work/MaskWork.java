package dev.isolator.spark.work;

import com.google.gson.JsonObject;
import dev.isolator.Separator;
import dev.isolator.SeparatorOptions;
import dev.isolator.model.Model;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import dev.isolator.spark.job.Work;
import dev.isolator.spark.job.WorkItem;
import dev.isolator.spark.mask.MaskRecorder;
import dev.isolator.spark.mask.MaskRendering;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;

/// Songs → their masks, `masks/KK/KEY/song.masks`, of which [MaskRendering] makes stems.
///
/// @param song how it is taken apart; its masking is left to the rendering
public record MaskWork(SongSettings song) implements Work {
  /// What a mask file is called.
  public static final String FILE = "song.masks";

  private static final EnginePool<Engine> ENGINES = new EnginePool<>();

  /// The work for settings whose masking is the default: what is done with masks is said when they
  /// are rendered.
  ///
  /// @throws IllegalArgumentException for hard masks, the Wiener filter, or a voice gate
  public static MaskWork of(SongSettings song) {
    SongSettings plain = SongSettings.of(song.model());
    if (!Double.isNaN(song.binaryThreshold())
        || song.wienerIterations() != 0
        || song.voiceGating() != plain.voiceGating()) {
      throw new IllegalArgumentException(
          "--masks keeps what the network says; give --binary, --wiener and --voice-gate to isolator catalogue render");
    }
    return new MaskWork(song);
  }

  /// A recorder, and the separator around it.
  private record Engine(MaskRecorder recorder, Separator separator) implements AutoCloseable {
    static Engine open(SongSettings song) throws ModelException {
      SeparatorOptions options = song.toOptions();
      Model model =
          ModelCatalogue.open()
              .separating(options.model())
              .open(options.networkThreads(), options.accelerator(), options.precision());
      var recorder = MaskRecorder.of(model, song.model().identity());
      return new Engine(recorder, MaskRendering.separatorOf(recorder, options));
    }

    @Override
    public void close() {
      separator.close();
    }
  }

  @Override
  public String name() {
    return "separate --masks";
  }

  @Override
  public String folder(String key) {
    return ResultKeys.folder("masks", key);
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
    String key = ResultKeys.of("masks", hash, song.identity());
    return new PreparedSong(key, hash, (out, cancelled) -> record(fetched, out, cancelled));
  }

  private JsonObject record(FetchedSong fetched, Path out, BooleanSupplier cancelled)
      throws IOException, ModelException {
    return ENGINES.use(
        song,
        () -> Engine.open(song),
        engine -> {
          MaskRendering.Recorded recorded =
              MaskRendering.record(
                  fetched.file(),
                  fetched.hash(),
                  engine.recorder(),
                  engine.separator(),
                  out.resolve(FILE),
                  separation -> Cancelling.watch(separation, cancelled));
          return SongFacts.of(
              (double) recorded.samples() / recorded.sampleRate(), recorded.notes());
        });
  }
}
