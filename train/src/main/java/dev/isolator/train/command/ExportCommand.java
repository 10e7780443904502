package dev.isolator.train.command;

import com.google.gson.JsonObject;
import dev.isolator.cli.ExitCode;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.ManifestFile;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.train.loop.Checkpoint;
import dev.isolator.train.loop.SettingsReader;
import dev.isolator.train.onnx.ModelWriter;
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
      "Writes NAME-VERSION.onnx, with the model card inside, and the same card as NAME-VERSION.json; of a causal model also NAME-VERSION.stream.onnx, which takes one frame at a time.",
      ""
    })
final class ExportCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "CONFIG.yaml", description = "The run's settings.")
  private Path configuration = Path.of("");

  @Parameters(index = "1", paramLabel = "FILE.ckpt", description = "The checkpoint to write.")
  private Path checkpointFile = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "Where to. Default: the current folder.")
  private Path output = Path.of(".");

  @Option(
      names = "--data",
      paramLabel = "MANIFEST",
      description = "What it was trained on, for the card: licences and credits travel along.")
  private @Nullable Path data;

  @Option(
      names = "--licence",
      paramLabel = "TEXT",
      defaultValue = "not stated",
      description = "Licence of the weights, for the card.")
  private String licence = "not stated";

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException {
    var settings = SettingsReader.read(configuration);
    var architecture = settings.architecture();
    var checkpoint = Checkpoint.read(checkpointFile);
    var weights = checkpoint.averaged(architecture, checkpointFile);
    var metrics = new JsonObject();
    metrics.addProperty("set", "the trainer's validation mixes");
    metrics.addProperty("measure", "whole-track SDR, dB, median");
    metrics.addProperty("vocals", Math.round(checkpoint.best() * 100) / 100.0);
    var provenance =
        new ModelWriter.Provenance(
            settings.name(),
            settings.version(),
            licence,
            "isolator train, %d steps, %.0f minutes, averaged weights"
                .formatted(checkpoint.step(), checkpoint.seconds() / 60),
            data == null ? List.of() : trainingData(ManifestFile.read(data)),
            List.of(metrics));
    var out = spec.commandLine().getOut();
    out.println("wrote " + ModelWriter.write(output, architecture, weights, provenance));
    if (architecture.causal()) {
      out.println("wrote " + ModelWriter.writeStream(output, architecture, weights, provenance));
    }
    return ExitCode.OK.number();
  }

  /// One line for each kind, licence and credit.
  private static List<JsonObject> trainingData(Manifest manifest) {
    var counts = new LinkedHashMap<List<String>, Integer>();
    for (var entry : manifest.entries()) {
      if (entry.split() == Split.TRAIN) {
        counts.merge(
            List.of(entry.kind().toString(), entry.licence(), entry.credit()), 1, Integer::sum);
      }
    }
    var lines = new ArrayList<JsonObject>();
    counts.forEach(
        (key, count) -> {
          var line = new JsonObject();
          line.addProperty("what", count + " × " + key.get(0));
          line.addProperty("licence", key.get(1));
          line.addProperty("credit", key.get(2));
          lines.add(line);
        });
    return lines;
  }
}
