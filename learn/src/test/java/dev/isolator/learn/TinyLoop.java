package dev.isolator.learn;

import dev.isolator.learn.folder.LearningFolder;
import dev.isolator.model.ModelAliases;
import dev.isolator.model.ModelCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A learning folder for tests, with a network of some hundred weights in use, held-out songs, and
/// the sound that the network was trained on.
final class TinyLoop {
  static final String NETWORK =
      """
      name: small
      channels: [4, 6]
      localLevel: true
      segmentFrames: 32
      margin: 2
      batch: 4
      precision: float
      phraseMinutes: 1
      rate: %s
      warmUpSteps: 10
      steps: %d
      validationMinutes: 1000
      mix: {noVocals: 0.3, instrumentalShare: 1, midiShare: 0, coded: 0, phraseShare: 1, anyLevel: 0, lowPassed: 0, bandLimited: 0, matchedTop: 0, reverb: 0}
      """;

  private static final int STEPS = 1300;

  private TinyLoop() {}

  /// Trains the network in use anew, which takes minutes: `small-1.onnx` and its card.
  static void makeNetwork(Path folder, Path resources) throws Exception {
    sounds(folder);
    Files.writeString(folder.resolve("first.yaml"), NETWORK.formatted("0.003", STEPS));
    isolator(
        folder,
        "train",
        folder.resolve("first.yaml"),
        "--data",
        folder.resolve("original/data.jsonl"),
        "--validation",
        folder.resolve("validation/manifest.jsonl"),
        "--cache",
        folder.resolve("cache"),
        "--run",
        folder.resolve("first"));
    isolator(
        folder,
        "export",
        folder.resolve("first.yaml"),
        folder.resolve("first/last.ckpt"),
        "--licence",
        "CC0-1.0",
        "-o",
        resources);
  }

  private static void sounds(Path folder) throws IOException {
    TinySongs.original(Files.createDirectories(folder.resolve("original")));
    var validation = new LinkedHashMap<String, TinySongs.Song>();
    var heldOut = new LinkedHashMap<String, TinySongs.Song>();
    for (int i = 0; i < 2; i++) {
      validation.put("valid-" + i, TinySongs.song(500 + i, 5, true));
    }
    for (int i = 0; i < 5; i++) {
      heldOut.put("held-" + i, TinySongs.song(600 + i, 6, true));
    }
    heldOut.put("held-instrumental", TinySongs.song(700, 6, false));
    TinySongs.manifest(
        Files.createDirectories(folder.resolve("validation")), "validation", validation);
    TinySongs.manifest(Files.createDirectories(folder.resolve("held")), "evaluation", heldOut);
  }

  /// Makes a folder.
  ///
  /// @param steps of each run
  static LearningFolder make(Path folder, int steps) throws Exception {
    sounds(folder);
    Files.writeString(folder.resolve("network.yaml"), NETWORK.formatted("0.0015", steps));
    Path exported = Files.createDirectories(folder.resolve("exported"));
    for (String name : List.of("small-1.onnx", "small-1.json")) {
      try (var in = TinyLoop.class.getResourceAsStream(name)) {
        Files.copy(Objects.requireNonNull(in, name), exported.resolve(name));
      }
    }
    Path models = folder.resolve("models");
    var catalogue = ModelCatalogue.open(models);
    var small = ModelAliases.Target.of(catalogue.add(exported.resolve("small-1.onnx")).card());
    ModelAliases.change(models, "test", small, "test", aliases -> aliases.promoted(small, small));
    Files.writeString(
        folder.resolve("learn.yaml"),
        """
        config: network.yaml
        data: original/data.jsonl
        validation: validation/manifest.jsonl
        gate: held/manifest.jsonl
        models: models
        minutes: 0
        nice: 0
        """);
    return LearningFolder.open(folder);
  }

  /// Runs a command of Isolator to its end.
  static void isolator(Path folder, Object... words) throws Exception {
    Path log = folder.resolve("commands.log");
    Process process = start(log, words);
    try {
      if (!process.waitFor(30, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new AssertionError(Files.readString(log));
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /// Starts a command of Isolator.
  static Process start(Path log, Object... words) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx700m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "dev.isolator.cli.Isolator"));
    for (Object word : words) {
      command.add(word.toString());
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }
}
