package dev.isolator.benchmarks;

import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Encoder;
import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.Tags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/// Whether training's memory stays flat: a small network, many steps, through the program as users
/// start it.
///
/// `benchmarks/run memory LAUNCHER [STEPS]`: makes a voice and two pieces, trains on them, and
/// reads the process's resident memory from `/proc` at every thousandth step. Exit code 1 if the
/// last reading is more than a tenth above that at step 1 000.
final class TrainingMemory {
  private static final int RATE = 44_100;
  private static final int SECONDS = 12;
  private static final int EVERY = 1000;
  private static final double MOST_GROWTH = 1.1;

  private TrainingMemory() {}

  public static void main(String[] args) throws Exception {
    if (args.length < 1) {
      System.err.println("usage: benchmarks/run memory LAUNCHER [STEPS]");
      System.exit(2);
    }
    long steps = args.length > 1 ? Long.parseLong(args[1]) : 10_000;
    Path folder = Files.createTempDirectory("isolator-memory");
    System.out.println("in " + folder);
    write(folder, steps);
    var process =
        new ProcessBuilder(
                args[0],
                "train",
                folder.resolve("small.yaml").toString(),
                "--data",
                folder.resolve("data.jsonl").toString(),
                "--validation",
                folder.resolve("held.jsonl").toString(),
                "--run",
                folder.resolve("run").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile())
            .start();
    long first = 0;
    long last = 0;
    long next = EVERY;
    while (process.isAlive()) {
      if (step(folder.resolve("run/steps.tsv")) >= next) {
        last = residentKilobytes(process.pid());
        first = first == 0 ? last : first;
        System.out.printf("step %6d: %.0f MB%n", next, last / 1024.0);
        next += EVERY;
      }
      Thread.sleep(200);
    }
    if (process.exitValue() != 0 || first == 0) {
      System.err.println(Files.readString(folder.resolve("output.txt")));
      System.exit(process.exitValue() == 0 ? 1 : process.exitValue());
    }
    System.out.printf("from step %d to the last reading: x %.3f%n", EVERY, (double) last / first);
    System.exit(last <= MOST_GROWTH * first ? 0 : 1);
  }

  private static long step(Path table) throws IOException {
    if (!Files.exists(table)) {
      return 0;
    }
    List<String> lines = Files.readAllLines(table);
    String[] cells = lines.isEmpty() ? new String[] {""} : lines.getLast().split("\t", -1);
    return cells[0].matches("\\d+") ? Long.parseLong(cells[0]) : 0;
  }

  private static long residentKilobytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D+", ""));
      }
    }
    throw new IOException("/proc/" + pid + "/status: expected a line VmRSS, found none");
  }

  private static void write(Path folder, long steps) throws IOException {
    sound(folder.resolve("voice.wav"), 1);
    sound(folder.resolve("piece.wav"), 2);
    Files.writeString(
        folder.resolve("small.yaml"),
        "{channels: [4, 6], segmentFrames: 16, margin: 2, batch: 2, precision: float, phraseMinutes: 1, checkpointMinutes: 1, validationMinutes: 100000, steps: %d}\n"
            .formatted(steps));
    String head = "{\"schema\":\"isolator-manifest\",\"version\":1}\n";
    String rest =
        "\"sampleRate\":44100,\"channels\":1,\"duration\":%d,\"licence\":\"CC0-1.0\",\"source\":\"a benchmark\",\"credit\":\"\"}\n"
            .formatted(SECONDS);
    Files.writeString(
        folder.resolve("data.jsonl"),
        head
            + entry("voice", "voice", "\"vocals\":" + stem("voice.wav"), "train")
            + "\"clips\":[[0,5],[6,11]],"
            + rest
            + entry("piece", "instrumental", "\"music\":" + stem("piece.wav"), "train")
            + rest);
    Files.writeString(
        folder.resolve("held.jsonl"),
        head
            + entry(
                "held",
                "song",
                "\"vocals\":" + stem("voice.wav") + ",\"music\":" + stem("piece.wav"),
                "validation")
            + rest);
  }

  private static String stem(String path) {
    return "{\"path\":\"%s\",\"sha256\":\"\",\"start\":0,\"duration\":%d}".formatted(path, SECONDS);
  }

  private static String entry(String id, String kind, String stems, String split) {
    return "{\"id\":\"%s\",\"kind\":\"%s\",\"stems\":{%s},\"artist\":\"%s\",\"split\":\"%s\","
        .formatted(id, kind, stems, id, split);
  }

  /// Harmonics that slide, and noise.
  private static void sound(Path file, long seed) throws IOException {
    var random = new SplittableRandom(seed);
    var samples = new float[1][SECONDS * RATE];
    double phase = 0;
    for (int i = 0; i < samples[0].length; i++) {
      phase += 2 * Math.PI * (150 + 100 * seed + 30 * Math.sin(1e-4 * i)) / RATE;
      double tone = Math.sin(phase) + Math.sin(2 * phase) + Math.sin(3 * phase);
      samples[0][i] = (float) (0.1 * tone + 0.02 * random.nextGaussian());
    }
    try (var encoder =
        Encoder.create(
            file,
            file.toString(),
            new OutputFormat(Container.WAV, SampleDepth.S16, 0),
            RATE,
            ChannelLayout.MONO,
            Tags.NONE)) {
      encoder.write(samples, samples[0].length);
      encoder.finish();
    }
  }
}
