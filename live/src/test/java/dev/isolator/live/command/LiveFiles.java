package dev.isolator.live.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Decoder;
import dev.isolator.audio.Encoder;
import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.Tags;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// Files of the tests.
final class LiveFiles {
  private LiveFiles() {}

  /// Writes a stereo song of noise and a tone, as float.
  static Path song(Path file, int rate, int seconds) throws IOException {
    return song(file, rate, seconds, ChannelLayout.STEREO);
  }

  /// Writes a song in stereo or mono.
  static Path song(Path file, int rate, int seconds, ChannelLayout layout) throws IOException {
    var format = new OutputFormat(OutputFormat.Container.WAV, SampleDepth.F32, 0);
    var random = new SplittableRandom(3);
    int frames = rate * seconds;
    var block = new float[2][frames];
    for (int i = 0; i < frames; i++) {
      double tone = 0.2 * Math.sin(2 * Math.PI * 330 * i / rate + 4 * Math.sin(30.0 * i / rate));
      block[0][i] = (float) (tone + 0.1 * (2 * random.nextDouble() - 1));
      block[1][i] = (float) (tone - 0.1 * (2 * random.nextDouble() - 1));
    }
    try (var encoder = Encoder.create(file, file.toString(), format, rate, layout, Tags.NONE)) {
      encoder.write(Arrays.copyOf(block, layout.count()), frames);
      encoder.finish();
    }
    return file;
  }

  /// The samples of a short file, `[channels][frames]`.
  static float[][] read(Path file) throws IOException {
    try (var decoder = Decoder.open(file)) {
      int channels = decoder.info().layout().count();
      List<float[][]> blocks = new ArrayList<>();
      int frames = 0;
      while (true) {
        var block = new float[channels][4096];
        int got = decoder.read(block, 4096);
        if (got < 0) {
          break;
        }
        for (int channel = 0; channel < channels; channel++) {
          block[channel] = Arrays.copyOf(block[channel], got);
        }
        blocks.add(block);
        frames += got;
      }
      var all = new float[channels][frames];
      int at = 0;
      for (float[][] block : blocks) {
        for (int channel = 0; channel < channels; channel++) {
          System.arraycopy(block[channel], 0, all[channel], at, block[channel].length);
        }
        at += block[0].length;
      }
      return all;
    }
  }

  /// A model without weights, such as `ratio-2048-ahead4`: window and look-ahead.
  static Path model(String name) {
    var url = LiveFiles.class.getResource("/dev/isolator/live/" + name + ".onnx");
    return Path.of(URI.create(Objects.requireNonNull(url, name).toString()));
  }

  /// The arguments of `isolator live`, with a model without weights unless they name one: to open
  /// the built-in one costs more than most tests.
  static List<String> withModel(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    if (!all.contains("--model")) {
      all.addAll(List.of("--model", model("ratio-2048-ahead0").toString()));
    }
    return all;
  }

  /// The one file of that name below a folder.
  static Path only(Path folder, String name) throws IOException {
    try (var files = Files.walk(folder)) {
      var found = files.filter(file -> file.getFileName().toString().equals(name)).toList();
      assertEquals(1, found.size(), name + " in " + folder);
      return found.getFirst();
    }
  }

  /// Waits until a file below a folder has so many bytes, or a minute is over.
  static void awaitGrowth(Path folder, long bytes) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (largest(folder) < bytes) {
      if (System.nanoTime() > end) {
        fail("no file of %d bytes below %s".formatted(bytes, folder));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static long largest(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (var files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .mapToLong(file -> file.toFile().length())
          .max()
          .orElse(0);
    }
  }
}
