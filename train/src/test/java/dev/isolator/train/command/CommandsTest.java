package dev.isolator.train.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.isolator.cli.CommandPlugin;
import dev.isolator.cli.ExitCode;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.train.data.SmallManifest;
import dev.isolator.train.loop.Checkpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What people type, from a manifest to a model: files, messages and exit codes.
class CommandsTest {
  private static final String SMALL =
      "name: small\nchannels: [4, 6]\nsegmentFrames: 16\nmargin: 2\nbatch: 2\nprecision: float\nphraseMinutes: 1\nsteps: 2\nmix: {instrumentalShare: 1, midiShare: 0, coded: 0}\n";

  @TempDir static Path data = Path.of("");
  @TempDir Path folder = Path.of("");

  /// Exit code, then what was printed.
  private record Result(int code, String out) {}

  @BeforeAll
  static void write() throws IOException {
    SmallManifest.write(data, "train");
    Files.write(
        data.resolve("held.jsonl"),
        List.of(
            "{\"schema\":\"isolator-manifest\",\"version\":1}",
            SmallManifest.entry("kept-aside", "song", "vocals", "", "validation")
                .replace(
                    "\"vocals\":",
                    "\"music\":{\"path\":\"voice.wav\",\"start\":1,\"duration\":3},\"vocals\":")));
    Files.writeString(data.resolve("small.yaml"), SMALL);
  }

  private static Result run(Object command, Object... words) {
    var out = new StringWriter();
    var line =
        new CommandLine(command)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out))
            .setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (e, _, _) -> {
          out.write(e.getMessage() + "\n");
          return ExitCode.of(e).number();
        });
    line.setParameterExceptionHandler(
        (e, _) -> {
          out.write(e.getMessage() + "\n");
          return ExitCode.USAGE.number();
        });
    int code = line.execute(Arrays.stream(words).map(Object::toString).toArray(String[]::new));
    return new Result(code, out.toString().replace(System.lineSeparator(), "\n"));
  }

  private static Object[] onSmallData(Path run, Object... first) {
    var words =
        List.of(
            "--data",
            data.resolve("data.jsonl"),
            "--validation",
            data.resolve("held.jsonl"),
            "--cache",
            data.resolve("cache"),
            "--run",
            run);
    return java.util.stream.Stream.concat(Arrays.stream(first), words.stream()).toArray();
  }

  private Result train(String name) {
    return run(new TrainCommand(), onSmallData(folder.resolve(name), data.resolve("small.yaml")));
  }

  private Path yaml(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void theCommandLineFindsThem() {
    var commands =
        ServiceLoader.load(CommandPlugin.class).stream()
            .filter(p -> p.type().equals(TrainCommands.class))
            .flatMap(p -> p.get().commands().stream())
            .map(c -> new CommandLine(c).getCommandName())
            .toList();
    assertEquals(List.of("train", "finetune", "export"), commands);
  }

  /// A program of its own is told to end: it saves where it is without validating, which may take
  /// minutes, and goes on from there.
  @Test
  @Timeout(300)
  void aRunThatIsStoppedGoesOn() throws Exception {
    var config = yaml("long.yaml", SMALL.replace("steps: 2", "steps: 100000"));
    var run = folder.resolve("stopped");
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.addAll(List.of("dev.isolator.cli.Isolator", "train"));
    Arrays.stream(onSmallData(run, config)).map(Object::toString).forEach(words::add);
    var log = folder.resolve("stopped.log");
    var process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      var steps = run.resolve("steps.tsv");
      while (process.isAlive() && (!Files.exists(steps) || Files.readAllLines(steps).size() < 2)) {
        Thread.sleep(20);
      }
      process.destroy();
      assertTrue(process.waitFor(3, TimeUnit.MINUTES), () -> "it does not end");
    } finally {
      process.destroyForcibly();
    }
    var said = Files.readString(log);
    assertFalse(said.contains("Exception"), said);
    assertFalse(said.contains("validation at step"), said);
    long step = Checkpoint.read(run.resolve("last.ckpt")).step();
    assertTrue(step > 0, said);

    yaml("long.yaml", SMALL.replace("steps: 2", "steps: " + (step + 2)));
    var further = run(new TrainCommand(), onSmallData(run, config));
    assertEquals(0, further.code(), further.out());
    assertEquals(step + 2, Checkpoint.read(run.resolve("last.ckpt")).step());
  }

  @Test
  void aManifestBecomesAModelWithItsCard() throws IOException {
    var trained = train("run");
    assertEquals(0, trained.code(), trained.out());
    assertTrue(trained.out().contains("processor time: "), trained.out());
    Path run = folder.resolve("run");
    for (var file : List.of("best.ckpt", "report.html", "steps.tsv", "validation.tsv")) {
      assertTrue(Files.size(run.resolve(file)) > 0, file);
    }
    var checkpoint = Checkpoint.read(run.resolve("last.ckpt"));
    assertEquals(2, checkpoint.step());

    Path models = folder.resolve("models");
    var exported =
        run(
            new ExportCommand(),
            data.resolve("small.yaml"),
            run.resolve("last.ckpt"),
            "--data",
            data.resolve("data.jsonl"),
            "--licence",
            "CC0-1.0",
            "-o",
            models);
    Path model = models.resolve("small-1.onnx");
    assertEquals(new Result(0, "wrote " + model + "\n"), exported);
    var card =
        JsonParser.parseString(Files.readString(models.resolve("small-1.json"))).getAsJsonObject();
    var metric = only(card, "metrics");
    assertEquals("whole-track SDR, dB, median", metric.get("measure").getAsString());
    assertEquals(checkpoint.progress().measured(), metric.get("vocals").getAsDouble(), 0.005);
    assertEquals("CC0-1.0", card.get("licence").getAsString());
    assertTrue(card.toString().contains("a-voice"), card::toString);

    // A shop's own songs, from the model and from the checkpoint for other stems.
    var tuned = finetune("small.yaml", "tuned", model);
    assertEquals(0, tuned.code(), tuned.out());
    assertEquals(2, Checkpoint.read(folder.resolve("tuned/last.ckpt")).step());
    yaml("four.yaml", SMALL + "stems: [vocals, drums, bass, other]\n");
    var four =
        run(
            new FinetuneCommand(),
            onSmallData(
                folder.resolve("four"),
                folder.resolve("four.yaml"),
                "--from",
                run.resolve("last.ckpt")));
    assertEquals(0, four.code(), four.out());
    assertTrue(
        four.out()
            .startsWith(
                "starts from %s without its last layer, which answers for vocals, music\n"
                    .formatted(run.resolve("last.ckpt"))),
        four.out());

    // And back: a model for two stems of a network for four, and a network for two of that model.
    var folded =
        run(
            new ExportCommand(),
            folder.resolve("four.yaml"),
            folder.resolve("four/last.ckpt"),
            "--stems",
            "vocals,music",
            "--as",
            "folded@7",
            "-o",
            models);
    Path two = models.resolve("folded-7.onnx");
    assertEquals(new Result(0, "wrote " + two + "\n"), folded);
    assertEquals(
        "[\"vocals\",\"music\"]",
        JsonParser.parseString(Files.readString(models.resolve("folded-7.json")))
            .getAsJsonObject()
            .get("stems")
            .toString());
    var again = finetune("small.yaml", "two", two);
    assertEquals(0, again.code(), again.out());
    assertTrue(
        again
            .out()
            .startsWith(
                "starts from %s without its last layer, which answers for vocals, drums, bass, other\n"
                    .formatted(two)),
        again.out());
  }

  private Result finetune(String configuration, String name, Object from) {
    return run(
        new FinetuneCommand(),
        onSmallData(folder.resolve(name), data.resolve(configuration), "--from", from));
  }

  /// The two ways that a run starts without a full checkpoint: averaged weights, and a model.
  @Test
  void aRunStartsFromWeightsAlone() throws IOException {
    assertEquals(0, train("full").code());
    Path full = folder.resolve("full/last.ckpt");
    Path models = folder.resolve("weights");
    var written =
        run(new ExportCommand(), data.resolve("small.yaml"), full, "--weights-only", "-o", models);
    Path weights = models.resolve("small.ckpt");
    assertEquals(new Result(0, "wrote " + weights + "\n"), written);
    assertTrue(Files.size(weights) < Files.size(full) / 2);

    // What goes on counts on; what starts from it begins at step 0.
    Path on = Files.createDirectories(folder.resolve("on")).resolve("last.ckpt");
    Files.copy(weights, on);
    Path four = yaml("four-steps.yaml", SMALL.replace("steps: 2", "steps: 4"));
    var gone = run(new TrainCommand(), onSmallData(folder.resolve("on"), four));
    assertEquals(0, gone.code(), gone.out());
    assertEquals(4, Checkpoint.read(on).step());
    assertEquals(2, Checkpoint.read(on).progress().optimiserStep());

    var started = trainFrom("from-weights", weights);
    assertEquals(0, started.code(), started.out());
    var fromWeights = Checkpoint.read(folder.resolve("from-weights/last.ckpt"));
    assertEquals(2, fromWeights.step());

    // A model is written from both alike, and has no running statistics to train on with.
    assertEquals(
        0, run(new ExportCommand(), data.resolve("small.yaml"), weights, "-o", models).code());
    Path model = models.resolve("small-1.onnx");
    assertEquals(0, trainFrom("from-model", model).code());
    var fromModel = Checkpoint.read(folder.resolve("from-model/last.ckpt"));
    for (float x : fromModel.weights().statistics()) {
      assertTrue(x == 0 || x == (float) (1 - 1e-5), "a statistic of " + x);
    }
    assertFalse(
        Arrays.equals(
            Checkpoint.read(weights).weights().statistics(), fromWeights.weights().statistics()));

    assertEquals(
        new Result(
            2,
            "--weights-only writes no model: leave out --as, --stems, --voice, --data and --int8\n"),
        run(
            new ExportCommand(),
            data.resolve("small.yaml"),
            full,
            "--weights-only",
            "--as",
            "small@2",
            "-o",
            models));
    Path wide = yaml("wider.yaml", SMALL.replace("[4, 6]", "[4, 8]"));
    assertEquals(
        new Result(
            3,
            full
                + ": expected weights of studio [vocals, music] with down0.out = 8, found those of another network with down0.out = 6; name a checkpoint of the same family, stems and settings\n"),
        run(new ExportCommand(), wide, full, "--weights-only", "-o", models));
  }

  /// The graph in 8 bits is written with a model and beside one that was written before; both times
  /// it belongs to the model.
  @Test
  void aModelIsWrittenInEightBitsToo() throws IOException {
    Path models = folder.resolve("int8-models");
    assertEquals(0, train("int8").code());
    Path checkpoint = folder.resolve("int8/last.ckpt");
    var words = List.of(data.resolve("small.yaml"), checkpoint, "--int8", "-o", models);

    assertEquals(
        new Result(
            2,
            "--int8 is calibrated on sound that the model was trained on: name its manifest by --data\n"),
        run(new ExportCommand(), words.toArray()));
    var named = new ArrayList<Object>(words);
    named.addAll(List.of("--data", data.resolve("data.jsonl")));
    var exported = run(new ExportCommand(), named.toArray());
    Path model = models.resolve("small-1.onnx");
    Path int8 = models.resolve("small-1.int8.onnx");
    assertEquals(new Result(0, "wrote %s\nwrote %s\n".formatted(model, int8)), exported);
    var catalogue = ModelCatalogue.open(folder.resolve("none"));
    assertTrue(catalogue.find(model.toString()).hasInt8());
    catalogue.verify(catalogue.find(model.toString()));

    byte[] written = Files.readAllBytes(int8);
    Files.delete(int8);
    named.set(1, model);
    assertEquals(
        new Result(0, "wrote %s\n".formatted(int8)), run(new ExportCommand(), named.toArray()));
    assertArrayEquals(written, Files.readAllBytes(int8));
  }

  /// A teacher's name goes into the settings that are kept and into the card.
  @Test
  void aModelSaysWhoTaughtIt() throws IOException {
    Path config = yaml("taught.yaml", SMALL + "teacher: {model: studio-vocals-3}\n");
    Path run = folder.resolve("taught");
    var trained = run(new TrainCommand(), onSmallData(run, config));
    assertEquals(0, trained.code(), trained.out());
    assertTrue(
        Files.readString(run.resolve("settings.txt"))
            .contains("distillation=Distillation[teacher=studio-vocals-3, share=0.5]"));

    Path models = folder.resolve("taught-models");
    var exported = run(new ExportCommand(), config, run.resolve("last.ckpt"), "-o", models);
    assertEquals(0, exported.code(), exported.out());
    var card =
        JsonParser.parseString(Files.readString(models.resolve("small-1.json"))).getAsJsonObject();
    assertEquals(
        "isolator train, 2 steps, 0 minutes, averaged weights; 50 % of the targets by the teacher studio-vocals-3",
        card.get("training").getAsString());

    Path wrong = yaml("wrong.yaml", SMALL + "teacher: {model: studio-4-3}\n");
    Path none = folder.resolve("untaught");
    var refused = run(new TrainCommand(), onSmallData(none, wrong));
    assertEquals(
        "teacher studio-4-3: expected a model for vocals, music, as the run is for, found one for vocals, drums, bass, other; name another model (isolator models list), or set stems\n",
        refused.out());
    assertFalse(Files.exists(none));
  }

  /// Layers at the bottom are put into a trained network, read from a checkpoint or a model.
  @Test
  void aTrainedNetworkGrows() throws IOException {
    String live = SMALL + "family: live\n";
    Path small = yaml("live.yaml", live);
    assertEquals(0, run(new TrainCommand(), onSmallData(folder.resolve("live"), small)).code());
    Path checkpoint = folder.resolve("live/last.ckpt");
    Path models = folder.resolve("live-models");
    assertEquals(0, run(new ExportCommand(), small, checkpoint, "-o", models).code());
    Path grown = yaml("grown.yaml", live + "bottomBlocks: 1\nrecurrentUnits: 4\n");
    for (Path from : List.of(checkpoint, models.resolve("small-1.onnx"))) {
      Path run = folder.resolve("grown-" + from.getFileName());
      var trained = run(new TrainCommand(), onSmallData(run, grown, "--from", from));
      assertEquals(0, trained.code(), trained.out());
      assertTrue(
          trained
              .out()
              .startsWith(
                  "starts from %s; what the settings add to its network at the bottom changes nothing at first\n"
                      .formatted(from)),
          trained.out());
    }
    Path wide = yaml("wide.yaml", live.replace("[4, 6]", "[6, 6]") + "localLevel: true\n");
    for (Path from : List.of(checkpoint, models.resolve("small-1.onnx"))) {
      Path run = folder.resolve("wide-" + from.getFileName());
      var trained = run(new TrainCommand(), onSmallData(run, wide, "--from", from));
      assertEquals(0, trained.code(), trained.out());
      assertTrue(
          trained
              .out()
              .startsWith(
                  "starts from %s, whose levels have [4, 6] channels; those that the settings add change nothing at first\n"
                      .formatted(from)),
          trained.out());
    }
    assertEquals(
        new Result(
            2,
            "a network with recurrentUnits remembers all that came before, so that the chunks of a song would show; it can be trained, not exported yet\n"),
        run(new ExportCommand(), grown, folder.resolve("grown-last.ckpt/last.ckpt"), "-o", models));
  }

  private Result trainFrom(String name, Path weights) {
    return run(
        new TrainCommand(),
        onSmallData(folder.resolve(name), data.resolve("small.yaml"), "--from", weights));
  }

  private static JsonObject only(JsonObject card, String key) {
    JsonArray list = card.getAsJsonArray(key);
    assertEquals(1, list.size());
    return list.get(0).getAsJsonObject();
  }

  @Test
  void whatCannotBeTrainedIsRefusedBeforeAnythingIsMade() throws IOException {
    Path run = folder.resolve("none");
    Path odd = yaml("odd.yaml", SMALL + "colour: red\n");
    var unknown = run(new TrainCommand(), onSmallData(run, odd));
    assertEquals(3, unknown.code());
    assertTrue(
        unknown.out().startsWith(odd + ": ") && unknown.out().contains("colour"), unknown.out());

    Path missing = folder.resolve("missing.yaml");
    assertEquals(
        new Result(
            3,
            missing + ": expected a configuration (YAML), found nothing there; check the path\n"),
        run(new TrainCommand(), onSmallData(run, missing)));
    assertFalse(Files.exists(run));

    var unnamed = finetune("small.yaml", "none", "studio-vocals-99");
    assertEquals(
        new Result(
            3,
            "studio-vocals-99: no built-in model of that name and version; name one (isolator models list), a .onnx or a .ckpt file\n"),
        unnamed);
    assertFalse(Files.exists(run));
  }

  @Test
  void whatCannotBeExportedIsRefused() throws IOException {
    assertEquals(0, train("other").code());
    Path checkpoint = folder.resolve("other/last.ckpt");
    Path wide = yaml("wide.yaml", SMALL.replace("[4, 6]", "[4, 8]"));
    assertEquals(
        new Result(
            3,
            checkpoint
                + ": expected weights of studio [vocals, music] with down0.out = 8, found those of another network with down0.out = 6; name a checkpoint of the same family, stems and settings\n"),
        run(new ExportCommand(), wide, checkpoint, "-o", folder.resolve("models")));

    Path voice = yaml("voice.yaml", "family: binary\noutput: voice\nsegmentFrames: 61\nsteps: 1\n");
    assertEquals(
        new Result(
            2,
            voice
                + ": a network for voice activity is a model by itself, without stems; leave out --stems and --voice\n"),
        run(
            new ExportCommand(),
            voice,
            checkpoint,
            "--voice",
            voice,
            checkpoint,
            "-o",
            folder.resolve("models")));

    assertEquals(
        new Result(2, "a network for vocals, music gives those, was asked for drums, rest\n"),
        run(
            new ExportCommand(),
            data.resolve("small.yaml"),
            checkpoint,
            "--stems",
            "drums,rest",
            "-o",
            folder.resolve("models")));
    assertEquals(
        new Result(2, "--as must be like studio-vocals@3, was best one\n"),
        run(
            new ExportCommand(),
            data.resolve("small.yaml"),
            checkpoint,
            "--as",
            "best one",
            "-o",
            folder.resolve("models")));
    assertFalse(Files.exists(folder.resolve("models")));
  }
}
