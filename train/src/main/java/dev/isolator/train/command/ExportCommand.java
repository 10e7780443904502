package dev.isolator.train.command;

import com.google.gson.JsonObject;
import dev.isolator.audio.Counted;
import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.ManifestFile;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Head;
import dev.isolator.train.loop.Checkpoint;
import dev.isolator.train.loop.TrainingSettings;
import dev.isolator.train.loop.TrainingSettingsReader;
import dev.isolator.train.onnx.ModelWriter;
import dev.isolator.train.onnx.TrainedNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator export CONFIG.yaml FILE.ckpt --output FOLDER`.
@Command(
    name = "export",
    header = "Write a trained model as ONNX.",
    description = {
      "",
      "Writes NAME-VERSION.onnx, with the model card inside, and the same card as NAME-VERSION.json; of a causal model also NAME-VERSION.stream.onnx, which takes one frame at a time. With --int8 the same network is written with its convolutions in 8 bits too, NAME-VERSION.int8.onnx.",
      ""
    })
final class ExportCommand implements Callable<Integer> {
  private static final String VOICE_MEASURE = "voice activity, share of correct frames";

  @Parameters(index = "0", paramLabel = "CONFIG.yaml", description = "The run's settings.")
  private Path configuration = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description =
          "The checkpoint whose averaged weights are written; or a model, NAME.onnx, that gets its NAME.stream.onnx beside it, or with --int8 its NAME.int8.onnx.")
  private Path checkpointFile = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "Folder to write to. Default: the current folder.")
  private Path output = Path.of(".");

  @Option(
      names = "--as",
      paramLabel = "NAME@VERSION",
      description = "Name and version of the model. Default: those of the settings.")
  private @Nullable String as;

  @Option(
      names = "--stems",
      paramLabel = "NAME,NAME",
      split = ",",
      description =
          "vocals,music writes a network for four stems as a model for two: all stems but the vocals are added up.")
  private List<String> stems = List.of();

  @Option(
      names = "--voice",
      arity = "2",
      paramLabel = "FILE",
      description =
          "Settings and checkpoint of a network for voice activity on the same grid, to be put into the same model, which then has the output voice.")
  private List<Path> voiceFiles = List.of();

  @Option(
      names = "--data",
      paramLabel = "MANIFEST",
      description =
          "What the model was trained on: its licences and credits are written into the card. May be given several times.")
  private List<Path> data = List.of();

  @Option(
      names = "--licence",
      paramLabel = "TEXT",
      defaultValue = "not stated",
      description = "Licence of the weights, written into the card.")
  private String licence = "not stated";

  @Option(
      names = "--begun-from",
      paramLabel = "MODEL",
      defaultValue = "",
      description =
          "The model whose weights training began from, such as studio-vocals@2, written into the card.")
  private String begunFrom = "";

  @Option(
      names = "--learn-run",
      paramLabel = "ID",
      defaultValue = "",
      description =
          "Run of the learning loop that trained the weights, written into the card. Set by isolator learn.")
  private String learnRun = "";

  @Option(
      names = "--weights-only",
      description =
          "Writes the averaged weights as a checkpoint, NAME.ckpt, instead of a model: a quarter of the size, to start from or to go on from.")
  private boolean weightsOnly;

  @Option(
      names = "--int8",
      description =
          "Also writes the network with its convolutions in 8 bits, a third of the size; processors with instructions for it run it faster. Calibrated on 18 mixes of --data.")
  private boolean int8;

  @Option(
      names = "--half",
      description =
          "Stores weights in 16 bits instead of 32: half the size. They are computed with in 32 bits.")
  private boolean half;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException, CommandException {
    var settings = TrainingSettingsReader.read(configuration);
    var architecture = settings.architecture();
    if (int8 && data.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "--int8 is calibrated on sound that the model was trained on: name its manifest by --data");
    }
    if (checkpointFile.toString().endsWith(".onnx")) {
      return !data.isEmpty() && int8
          ? writeInt8(checkpointFile, settings, ManifestFile.read(data.getFirst()))
          : writeStreamBeside(architecture);
    }
    if (weightsOnly) {
      return writeWeights(settings);
    }
    if (architecture.head() instanceof Head.Voice && !(stems.isEmpty() && voiceFiles.isEmpty())) {
      throw new CommandException(
          ExitCode.USAGE,
          "%s: a network for voice activity is a model by itself, without stems; leave out --stems and --voice"
              .formatted(configuration));
    }
    var named =
        as == null ? List.of(settings.model().name(), settings.model().version()) : name(as);
    var given = stems.isEmpty() ? architecture.stems() : stems;
    var checkpoint = Checkpoint.read(checkpointFile);
    var weights = checkpoint.averaged(architecture, checkpointFile);
    var metrics = new ArrayList<JsonObject>();
    metrics.addAll(metrics(architecture, checkpoint));
    var voice = voiceFiles.isEmpty() ? null : voice(metrics);
    var manifests = new ArrayList<Manifest>();
    for (Path file : data) {
      manifests.add(ManifestFile.read(file));
    }
    var provenance =
        new ModelWriter.Provenance(
            named.getFirst(),
            named.getLast(),
            licence,
            "isolator train%s, %s, %.0f minutes, averaged weights%s%s"
                .formatted(
                    begunFrom.isEmpty() ? "" : " from the weights of " + begunFrom,
                    Counted.of(checkpoint.step(), "step"),
                    checkpoint.progress().seconds() / 60,
                    given.equals(architecture.stems())
                        ? ""
                        : "; of " + String.join(", ", architecture.stems()),
                    distillation(settings)),
            trainingData(manifests),
            metrics,
            learnRun);
    var out = spec.commandLine().getOut();
    try {
      var network = new TrainedNetwork(architecture, weights, given);
      Path model = ModelWriter.write(output, network, voice, provenance);
      out.println("wrote " + model);
      boolean causal =
          architecture.causal()
              && !(architecture.head() instanceof Head.Voice)
              && (voice == null || voice.architecture().causal());
      if (causal) {
        out.println("wrote " + ModelWriter.writeStream(output, network, voice, provenance));
      }
      if (int8) {
        writeInt8(model, settings, manifests.getFirst());
      }
      if (half) {
        ModelWriter.storeInHalf(model);
      }
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
    return ExitCode.OK.number();
  }

  /// Writes the 8-bit graph of a model that was written before.
  private int writeInt8(Path model, TrainingSettings settings, Manifest manifest)
      throws IOException {
    Path file = Int8Graph.write(model, settings.architecture(), manifest, settings.seed());
    spec.commandLine().getOut().println("wrote " + file);
    return ExitCode.OK.number();
  }

  /// Writes the stream of a model that was written before.
  private int writeStreamBeside(Architecture architecture) throws IOException, CommandException {
    if (makesModel() || weightsOnly) {
      throw new CommandException(
          ExitCode.USAGE,
          "%s is a model already: leave out --as, --stems, --voice, --data and --weights-only, or name a checkpoint"
              .formatted(checkpointFile));
    }
    if (!architecture.causal()) {
      throw new CommandException(
          ExitCode.USAGE,
          "%s: expected a causal network, which can answer frame by frame, found one that looks %d frames ahead"
              .formatted(configuration, architecture.lookAhead()));
    }
    Path file = ModelWriter.writeStreamBeside(checkpointFile, architecture);
    spec.commandLine().getOut().println("wrote " + file);
    return ExitCode.OK.number();
  }

  /// Whether an option is given that says what a new model is to be.
  private boolean makesModel() {
    return as != null || !stems.isEmpty() || !voiceFiles.isEmpty() || !data.isEmpty() || int8;
  }

  /// Writes the averaged weights under the settings' name.
  private int writeWeights(TrainingSettings settings) throws IOException, CommandException {
    if (makesModel()) {
      throw new CommandException(
          ExitCode.USAGE,
          "--weights-only writes no model: leave out --as, --stems, --voice, --data and --int8");
    }
    Path file = output.resolve(settings.model().name() + ".ckpt");
    var weights =
        Checkpoint.read(checkpointFile).weightsOnly(settings.architecture(), checkpointFile);
    if (half) {
      weights.writeHalf(file);
    } else {
      weights.write(file);
    }
    spec.commandLine().getOut().println("wrote " + file);
    return ExitCode.OK.number();
  }

  private static List<String> name(String text) throws CommandException {
    if (!text.matches("[a-z0-9-]+@[0-9]+")) {
      throw new CommandException(ExitCode.USAGE, "--as must be like studio-vocals@3, was " + text);
    }
    return List.of(text.split("@"));
  }

  private List<JsonObject> metrics(Architecture architecture, Checkpoint checkpoint)
      throws IOException {
    boolean detector = architecture.head() instanceof Head.Voice;
    var sets =
        detector
            ? ValidationFigures.ofVoice(checkpointFile, checkpoint.step())
            : ValidationFigures.of(checkpointFile, checkpoint.step());
    if (!sets.isEmpty()) {
      return sets;
    }
    return List.of(
        detector
            ? metric(VOICE_MEASURE, "voice", checkpoint)
            : metric("whole-track SDR, dB, median", "vocals", checkpoint));
  }

  private TrainedNetwork voice(List<JsonObject> metrics) throws IOException {
    var architecture = TrainingSettingsReader.read(voiceFiles.getFirst()).architecture();
    var checkpoint = Checkpoint.read(voiceFiles.getLast());
    if (architecture.head() instanceof Head.Voice) {
      metrics.add(metric(VOICE_MEASURE, "voice", checkpoint));
    }
    return new TrainedNetwork(
        architecture, checkpoint.averaged(architecture, voiceFiles.getLast()));
  }

  private static String distillation(TrainingSettings settings) {
    var distillation = settings.distillation();
    return distillation.isOn()
        ? "; %.0f %% of the targets by the teacher %s"
            .formatted(100 * distillation.share(), Path.of(distillation.teacher()).getFileName())
        : "";
  }

  /// The validation figure of these weights; of weights that were saved between two validations,
  /// the best figure of their run.
  private static JsonObject metric(String measure, String what, Checkpoint checkpoint) {
    var progress = checkpoint.progress();
    boolean own = !Double.isNaN(progress.measured());
    double value = own ? progress.measured() : progress.best();
    double digits = what.equals("voice") ? 10_000 : 100;
    var metric = new JsonObject();
    metric.addProperty("set", "the trainer's validation mixes");
    metric.addProperty("measure", own ? measure : measure + ", best of the run");
    metric.addProperty(what, Math.round(value * digits) / digits);
    return metric;
  }

  /// One object for each combination of kind, licence and credit, with the names of its entries.
  private static List<JsonObject> trainingData(List<Manifest> manifests) {
    var ids = new LinkedHashMap<List<String>, List<String>>();
    for (var manifest : manifests) {
      for (var entry : manifest.entries()) {
        if (entry.split() == Split.TRAIN) {
          ids.computeIfAbsent(
                  List.of(entry.kind().toString(), entry.licence(), entry.credit()),
                  _ -> new ArrayList<>())
              .add(entry.id());
        }
      }
    }
    var lines = new ArrayList<JsonObject>();
    ids.forEach(
        (key, entries) -> {
          var line = new JsonObject();
          line.addProperty("what", "%s: %s".formatted(key.get(0), String.join(", ", entries)));
          line.addProperty("licence", key.get(1));
          line.addProperty("credit", key.get(2));
          lines.add(line);
        });
    return lines;
  }
}
