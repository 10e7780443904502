package dev.isolator.spark.command;

import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.audio.SampleDepth;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.render.ClipPolicy;
import dev.isolator.render.Remix;
import dev.isolator.spark.job.CatalogueRun;
import dev.isolator.spark.job.Work;
import dev.isolator.spark.song.SongTable;
import dev.isolator.spark.work.MaskWork;
import dev.isolator.spark.work.ModelPlace;
import dev.isolator.spark.work.SongSettings;
import dev.isolator.spark.work.StemSettings;
import dev.isolator.spark.work.StemWork;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator catalogue separate TABLE|FOLDER -o URI`.
@Command(
    name = "separate",
    header = "Separate all songs of a table or folder.",
    description = {
      "",
      "Writes the stems of each song to URI/stems/KK/KEY/STEM.wav, where KEY is the hash of song, model"
          + " and options, and a row for each song to the Parquet table URI/results/RUN. Songs that were"
          + " done before are skipped; one that fails is a row.",
      "With --masks the masks are kept in place of stems, in about 1 MB a minute or less; isolator catalogue"
          + " render makes stems of song and masks.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Examples:",
      "  isolator catalogue separate Songs/ -o separated",
      "  isolator catalogue separate songs.parquet -o masks --masks",
      "  spark-submit … isolator-spark.jar catalogue separate s3a://songs/table.parquet -o s3a://songs/stems"
    })
final class CatalogueSeparateCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "TABLE",
      description =
          "A table with a column uri (.parquet, .csv, .jsonl), or a folder of songs; a path or a URI.")
  private String table = "";

  @ArgGroup(validate = false, heading = "%nRun:%n")
  private ClusterOptions cluster = new ClusterOptions();

  @ArgGroup(validate = false, heading = "%nModel and songs:%n")
  private SongOptions songs = new SongOptions();

  @ArgGroup(validate = false, heading = "%nOutput:%n")
  private Output output = new Output();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  /// The options for what is written: those of `isolator separate`, and masks.
  static final class Output {
    @Option(
        names = "--masks",
        description = "Keep masks in place of stems. Excludes the options below")
    boolean masks;

    @Option(
        names = "--stems",
        paramLabel = "STEM",
        split = ",",
        description = "Write only these of the model's stems, such as vocals,drums")
    List<String> stems = List.of();

    @Option(
        names = "--mix",
        paramLabel = "GAINS",
        description =
            "Also write the song in another balance, as of isolator separate. May be given several times.")
    List<String> mixes = List.of();

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        description = "One of: wav, flac, mp3, m4a, opus, stem, stem-alac. Default: wav")
    Container format = Container.WAV;

    @Option(
        names = "--bits",
        paramLabel = "BITS",
        description =
            "Bit depth of lossless formats: 16, 24 or 32f. Default: the song's own; 16 for songs from lossy formats")
    @Nullable SampleDepth depth;

    @Option(
        names = "--bitrate",
        paramLabel = "KBPS",
        description = "Bit rate of lossy formats, in kbit/s. Default: a high one")
    int bitrate;

    @Option(
        names = "--clip",
        paramLabel = "POLICY",
        description = "Where a stem goes over full scale: gain, saturate, float. Default: gain")
    ClipPolicy clip = ClipPolicy.GAIN;

    private boolean isAsDefault() {
      return stems.isEmpty()
          && mixes.isEmpty()
          && format == Container.WAV
          && depth == null
          && bitrate == 0
          && clip == ClipPolicy.GAIN;
    }

    StemSettings toSettings() {
      return new StemSettings(format, depth, bitrate, clip, stems, mixes);
    }
  }

  @Override
  public Integer call() throws IOException {
    StemSettings stems;
    try {
      stems = output.toSettings();
      stems.toOptions(); // refuses what excludes each other
      songs.toSettings(new ModelPlace(songs.model, "", ""), Math.max(1, cluster.threads));
      check(stems, ModelCatalogue.open().separating(songs.model).card().stems());
    } catch (IllegalArgumentException e) {
      throw usage(e);
    }
    if (output.masks && !output.isAsDefault()) {
      throw new ParameterException(
          spec.commandLine(),
          "--masks keeps what stems are made of; leave out the options for stems, isolator catalogue render has them");
    }
    try (var session = CatalogueSession.open(cluster, "separate", spec.commandLine())) {
      CatalogueRun run = session.begin();
      var place = ModelPlace.of(songs.model, session.spark().sparkContext());
      SongSettings settings = songs.toSettings(place, cluster.threads);
      Work work = output.masks ? MaskWork.of(settings) : new StemWork(settings, stems);
      var all = new SongTable(session.spark()).read(table);
      return session.run(run, work, all, "song").number();
    }
  }

  /// Refuses stems that the model does not have, before the first song is read.
  private static void check(StemSettings settings, List<String> model) {
    for (String stem : settings.stems()) {
      if (!model.contains(stem)) {
        throw new IllegalArgumentException(
            "the model's stems are %s, not %s".formatted(String.join(", ", model), stem));
      }
    }
    for (String mix : settings.mixes()) {
      for (String stem : Remix.parse(mix).gainsDb().keySet()) {
        if (!model.contains(stem)) {
          throw new IllegalArgumentException(
              "the model's stems are %s, not %s".formatted(String.join(", ", model), stem));
        }
      }
    }
  }

  private ParameterException usage(IllegalArgumentException e) {
    return new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
  }
}
