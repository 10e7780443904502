package dev.isolator.benchmarks;

import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Decoder;
import dev.isolator.audio.Encoder;
import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.Tags;
import dev.isolator.model.Accelerator;
import dev.isolator.model.ChunkModel;
import dev.isolator.model.ChunkPlan;
import dev.isolator.model.ModelCatalogue;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Whole songs through the program as users start it: real-time factor, peak memory, start-up.
///
/// `benchmarks/run songs LAUNCHER SONG [hours]`: SONG is any song of at least some seconds; it is
/// repeated to 4 minutes and 1 hour of mp3, and, with `hours`, to a stream of so many hours of wav
/// through a pipe. Prints one line per run, and at the end each figure's ratio to that of the
/// network alone and of the 4-minute song.
final class WholeSongs {
  private static final int RATE = 44_100;
  private static final int BLOCK = 16_384;

  private final Path launcher;
  private final float[][] excerpt;
  private final Path folder;

  private WholeSongs(Path launcher, float[][] excerpt, Path folder) {
    this.launcher = launcher;
    this.excerpt = excerpt;
    this.folder = folder;
  }

  /// Time and memory of one run of the program.
  private record Run(double seconds, long peakKilobytes) {}

  public static void main(String[] args) throws Exception {
    if (args.length < 2) {
      System.err.println("usage: benchmarks/run songs LAUNCHER SONG [HOURS OF STREAM]");
      System.exit(2);
    }
    Path folder = Files.createTempDirectory("isolator-songs");
    try {
      var songs = new WholeSongs(Path.of(args[0]).toAbsolutePath(), read(Path.of(args[1])), folder);
      songs.measure(args.length > 2 ? Double.parseDouble(args[2]) : 0);
    } finally {
      delete(folder);
    }
  }

  private void measure(double hours) throws Exception {
    start(List.of("--version"), null); // builds what is missing, and warms the disk's cache
    report("start, --version", start(List.of("--version"), null), 0);
    Path second = song("second", Container.WAV, 1);
    report("1 s of wav, start to end", separate(second, "one", null), 1);
    double network = networkAlone();
    System.out.printf("network alone, same threads: %.0f x real time%n", network);

    Run minutes = separate(song("minutes", Container.MP3, 240), "minutes", null);
    report("4 min of mp3 -> 2 wav", minutes, 240);
    System.out.printf(
        "  in proportion to the network alone: %.2f%n", 240 / minutes.seconds() / network);
    Run hour = separate(song("hour", Container.MP3, 3600), "hour", null);
    report("1 h of mp3 -> 2 wav", hour, 3600);
    compare(hour, minutes);
    if (hours > 0) {
      double seconds = hours * 3600;
      Run stream = separate(Path.of("-"), "stream", out -> stream(out, seconds));
      report("%.1f h of wav through a pipe -> vocals.wav".formatted(hours), stream, seconds);
      compare(stream, minutes);
    }
  }

  private static void compare(Run run, Run minutes) {
    System.out.printf(
        "  peak memory in proportion to 4 min: %.3f%n",
        (double) run.peakKilobytes() / minutes.peakKilobytes());
  }

  private static void report(String what, Run run, double songSeconds) {
    System.out.printf(
        "%-48s %8.2f s  %6.1f x real time  peak %4d MB%n",
        what, run.seconds(), songSeconds / run.seconds(), run.peakKilobytes() / 1000);
  }

  /// Gives a program its standard input.
  @FunctionalInterface
  private interface Feeding {
    void feed(OutputStream out) throws IOException;
  }

  private Run separate(Path song, String name, @org.jspecify.annotations.Nullable Feeding feeding)
      throws Exception {
    var arguments =
        new ArrayList<>(List.of("separate", "--quiet", "-o", folder.resolve(name).toString()));
    if (feeding != null) { // 24 hours of wav are 15 GB a stem: one of them shows RF64 as well
      arguments.addAll(List.of("--keep", "vocals", "--clip", "saturate"));
    }
    arguments.add(song.toString());
    Run run = start(arguments, feeding);
    delete(folder.resolve(name));
    return run;
  }

  /// Runs the program and reads its peak memory from `/proc`.
  private Run start(List<String> arguments, @org.jspecify.annotations.Nullable Feeding feeding)
      throws Exception {
    var command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(arguments);
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Thread feeder =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (OutputStream out =
                      new BufferedOutputStream(process.getOutputStream(), 1 << 16)) {
                    if (feeding != null) {
                      feeding.feed(out);
                    }
                  } catch (IOException e) {
                    System.err.println("the program stopped reading: " + e);
                  }
                });
    long peak = 0;
    while (process.isAlive()) {
      peak = Math.max(peak, peakKilobytes(process.pid()));
      process.waitFor(50, java.util.concurrent.TimeUnit.MILLISECONDS);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    feeder.join();
    if (process.exitValue() != 0) {
      throw new IllegalStateException(command + " ended with " + process.exitValue());
    }
    return new Run(seconds, peak);
  }

  private static long peakKilobytes(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // it has just ended, or this is not Linux: then 0 is printed
    }
  }

  /// Seconds of music a second of the network on its own, on as many threads as there are
  /// processors.
  private static double networkAlone() throws Exception {
    int threads = Runtime.getRuntime().availableProcessors();
    try (var model =
        (ChunkModel) ModelCatalogue.open().defaultModel().open(threads, Accelerator.CPU)) {
      model.run();
      long begin = System.nanoTime();
      int runs = 10;
      for (int i = 0; i < runs; i++) {
        model.run();
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      double frames = (double) runs * ChunkPlan.of(model.contract(), 0).coreFrames();
      return frames * model.contract().grid().frameSeconds() / seconds;
    }
  }

  private Path song(String name, Container container, int seconds) throws IOException {
    Path file = folder.resolve(name + "." + container.extension());
    var format = new OutputFormat(container, SampleDepth.S16, container == Container.MP3 ? 192 : 0);
    try (var encoder =
        Encoder.create(file, file.toString(), format, RATE, ChannelLayout.STEREO, Tags.NONE)) {
      long left = (long) seconds * RATE;
      var block = new float[2][BLOCK];
      for (long at = 0; left > 0; at += BLOCK) {
        int frames = (int) Math.min(BLOCK, left);
        repeat(at, block, frames);
        encoder.write(block, frames);
        left -= frames;
      }
      encoder.finish();
    }
    return file;
  }

  private void repeat(long at, float[][] block, int frames) {
    for (int channel = 0; channel < 2; channel++) {
      float[] source = excerpt[Math.min(channel, excerpt.length - 1)];
      for (int i = 0; i < frames; i++) {
        block[channel][i] = source[(int) ((at + i) % source.length)];
      }
    }
  }

  /// A wav file whose header leaves the length open, as programs write into pipes.
  private void stream(OutputStream out, double seconds) throws IOException {
    var header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
    header.put("RIFF".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(-1);
    header.put("WAVEfmt ".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(16);
    header.putShort((short) 1).putShort((short) 2).putInt(RATE).putInt(4 * RATE);
    header.putShort((short) 4).putShort((short) 16);
    header.put("data".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(-1);
    out.write(header.array());
    var block = new float[2][BLOCK];
    var bytes = ByteBuffer.allocate(4 * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    long frames = (long) (seconds * RATE);
    for (long at = 0; at < frames; at += BLOCK) {
      repeat(at, block, BLOCK);
      bytes.clear();
      for (int i = 0; i < BLOCK; i++) {
        bytes.putShort((short) (block[0][i] * 32_000)).putShort((short) (block[1][i] * 32_000));
      }
      out.write(bytes.array());
    }
  }

  private static float[][] read(Path song) throws IOException {
    try (var decoder = Decoder.open(song)) {
      int channels = decoder.info().layout().count();
      int most = 60 * decoder.info().sampleRate();
      var samples = new float[channels][most];
      var block = new float[channels][BLOCK];
      int filled = 0;
      for (int n = 0; n >= 0 && filled < most; n = decoder.read(block, BLOCK)) {
        int kept = Math.min(n, most - filled);
        for (int channel = 0; channel < channels; channel++) {
          System.arraycopy(block[channel], 0, samples[channel], filled, kept);
        }
        filled += kept;
      }
      for (int channel = 0; channel < channels; channel++) {
        samples[channel] = Arrays.copyOf(samples[channel], filled);
      }
      return samples;
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
