package dev.isolator.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The JVM's ahead-of-time cache of the program: a training run separates two seconds of sound, and
/// the classes that it loaded and linked, with the profiles of its methods, go to `isolator.aot`
/// (JEP 514, JEP 515). A cache serves the JVM that made it and the jars it was made with; another
/// JVM ignores it.
final class AotCache {
  private static final int RATE_HZ = 44100;
  private static final int SECONDS = 2;

  /// What to run, the one that loads most first; a later one is taken if those before it fail.
  private static final List<List<String>> TRAINING_RUNS =
      List.of(
          List.of("separate", "song.wav", "-o", "stems"), List.of("doctor"), List.of("--version"));

  private AotCache() {}

  /// Makes `app/isolator.aot` for `java`. Leaves none if no run succeeds: the program starts
  /// without.
  ///
  /// @param log gets what the runs print
  /// @return whether there is one now
  static boolean train(Path java, Path app, Path log) throws IOException, InterruptedException {
    var cache = app.resolve("isolator.aot");
    Files.deleteIfExists(cache);
    var scratch = Files.createTempDirectory("isolator-training");
    try {
      Files.write(scratch.resolve("song.wav"), song());
      for (var arguments : TRAINING_RUNS) {
        var made = scratch.resolve("isolator.aot");
        var command = command(java, app, List.of("-XX:AOTCacheOutput=" + made), arguments);
        var run =
            new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(scratch.resolve("song.wav").toFile()))
                .start();
        if (run.waitFor() == 0 && Files.exists(made)) {
          try (var content = Files.newInputStream(made)) { // the scratch may be another disk
            AtomicCopy.of(content, cache);
          }
          return true;
        }
      }
      return false;
    } finally {
      FileTree.delete(scratch);
    }
  }

  /// The command that `start.sh` runs too.
  static List<String> command(Path java, Path app, List<String> options, List<String> arguments)
      throws IOException {
    var classpath =
        Files.readAllLines(app.resolve("classpath"), UTF_8).stream()
            .map(jar -> app.resolve(jar).toString())
            .toList();
    var command = new ArrayList<String>();
    command.add(java.toString());
    command.add("@" + app.resolve("jvm.options"));
    command.addAll(options);
    command.add("-Donnxruntime.native.path=" + app.resolve("native"));
    command.add("-Djava.library.path=" + app.resolve("native"));
    command.add("-Dorg.bytedeco.javacpp.pathsFirst=true");
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classpath));
    command.add("dev.isolator.cli.Isolator");
    command.addAll(arguments);
    return command;
  }

  /// A chord and noise, as a WAV file: 16 bit, stereo.
  static byte[] song() {
    int frames = RATE_HZ * SECONDS;
    var wav = ByteBuffer.allocate(44 + frames * 4).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(UTF_8)).putInt(36 + frames * 4).put("WAVEfmt ".getBytes(UTF_8));
    wav.putInt(16).putShort((short) 1).putShort((short) 2).putInt(RATE_HZ).putInt(RATE_HZ * 4);
    wav.putShort((short) 4).putShort((short) 16).put("data".getBytes(UTF_8)).putInt(frames * 4);
    var noise = new Random(1);
    for (int n = 0; n < frames; n++) {
      double chord = 0;
      for (double hertz : new double[] {220, 277.18, 329.63}) {
        chord += 0.2 * Math.sin(2 * Math.PI * hertz * n / RATE_HZ);
      }
      wav.putShort((short) (32767 * (chord + 0.05 * noise.nextGaussian())));
      wav.putShort((short) (32767 * (chord * 0.8 + 0.05 * noise.nextGaussian())));
    }
    return wav.array();
  }
}
