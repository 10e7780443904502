package dev.isolator.train.command;

import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.ManifestFile;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.file.AtomicFile;
import dev.isolator.train.data.AdditionalMixes;
import dev.isolator.train.data.AdditionalSources;
import dev.isolator.train.data.CodedCopies;
import dev.isolator.train.data.Mix;
import dev.isolator.train.data.MixLoader;
import dev.isolator.train.data.MixMaker;
import dev.isolator.train.data.PcmCache;
import dev.isolator.train.data.SoundLibrary;
import dev.isolator.train.data.Teacher;
import dev.isolator.train.data.ValidationMixes;
import dev.isolator.train.loop.FolderLog;
import dev.isolator.train.loop.Start;
import dev.isolator.train.loop.Trainer;
import dev.isolator.train.loop.TrainingSettings;
import dev.isolator.train.loss.Spectra;
import dev.isolator.train.torch.Libtorch;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that `train` and `finetune` share, and the run itself.
final class RunOptions {
  private static final int PATIENCE_SECONDS = 120;
  private static final int PAUSE_MILLIS = 200;

  @Option(
      names = "--data",
      paramLabel = "MANIFEST",
      required = true,
      description =
          "What to train on: entries of the split train. Made by isolator dataset manifest.")
  private Path data = Path.of("");

  @Option(
      names = "--validation",
      paramLabel = "MANIFEST",
      required = true,
      description =
          "Songs with stems to validate on. Made by isolator dataset validation. May be given several times.")
  private List<Path> validation = List.of();

  @Option(
      names = "--run",
      paramLabel = "FOLDER",
      required = true,
      description =
          "Folder of the run, for checkpoints and logs. If a run is found there, it goes on.")
  private Path run = Path.of("");

  @Option(
      names = "--additional",
      paramLabel = "MANIFEST",
      description =
          "More songs, in a share of the mixes; the other mixes are of --data alone (replay). Made by isolator learn collect.")
  private @Nullable Path additional;

  @Option(
      names = "--additional-share",
      paramLabel = "P",
      defaultValue = "0.3",
      description =
          "Share of the mixes that have a source of --additional, 0 to 0.3. Default: ${DEFAULT-VALUE}.")
  private double additionalShare = 0.3;

  @Option(
      names = "--pause",
      paramLabel = "FILE",
      description =
          "The run stands still between two steps while this file exists; the time does not count.")
  private @Nullable Path pause;

  @Option(
      names = "--with-parent",
      description =
          "The run ends, with a checkpoint, when its standard input does: when the program that started it dies.")
  private boolean withParent;

  @Option(
      names = "--cache",
      paramLabel = "FOLDER",
      description =
          "Folder for decoded and generated sound (some GB), which may be deleted between runs. Default: cache in the run's folder.")
  private @Nullable Path cache;

  @Option(
      names = "--soundfont",
      paramLabel = "FILE.sf2",
      description = "SoundFont that MIDI files are rendered with. Without one they are left out.")
  private @Nullable Path soundfont;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads that libtorch uses. Default: ${DEFAULT-VALUE}.")
  private int threads = 1;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "Minutes of training, instead of the configuration's.")
  private @Nullable Double minutes;

  void train(TrainingSettings configured, @Nullable Start start, PrintWriter err)
      throws IOException {
    var settings = minutes == null ? configured : configured.withMinutes(minutes);
    int n = Spectra.samples(settings.architecture(), settings.segments().frames());
    try (var teacher = teacher(settings, n)) {
      train(settings, n, teacher, start, err);
    }
  }

  private static @Nullable Teacher teacher(TrainingSettings settings, int n) throws IOException {
    var distillation = settings.distillation();
    return distillation.isOn()
        ? Teacher.open(distillation.teacher(), distillation.share(), settings.model().stems(), n)
        : null;
  }

  /// @param n samples of a mix
  private void train(
      TrainingSettings settings,
      int n,
      @Nullable Teacher teacher,
      @Nullable Start start,
      PrintWriter err)
      throws IOException {
    Libtorch.load(threads);
    Files.createDirectories(run);
    AtomicFile.write(run.resolve("settings.txt"), settings + "\n");
    var sounds = new PcmCache(cache != null ? cache : run.resolve("cache"));
    err.println("opening the training sound; the first time it is decoded, which takes minutes");
    err.flush();
    var training =
        SoundLibrary.open(
            ManifestFile.read(data),
            Split.TRAIN,
            sounds,
            settings.sounds().phraseMinutes(),
            settings.seed(),
            soundfont,
            warning -> err.println("isolator: warning: " + warning));
    var manifests = new ArrayList<Manifest>();
    for (Path file : validation) {
      manifests.add(ManifestFile.read(file));
    }
    var kept = ValidationMixes.open(manifests, sounds);
    var coded =
        settings.sounds().mix().effects().coded() > 0 ? CodedCopies.of(training, sounds) : training;
    var maker =
        new MixMaker(
            training,
            coded,
            settings.sounds().mix(),
            settings.model().stems(),
            settings.takesUnsplitAccompaniment(),
            n,
            Spectra.grid(settings.architecture()).hopLength());
    LongFunction<Mix> made = additional == null ? maker::make : additional(maker, additional, err);
    LongFunction<Mix> mixes = teacher == null ? made : seed -> teacher.targets(made.apply(seed));
    var stopped = new AtomicBoolean();
    var ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopped, ended), "stop training"));
    if (withParent) {
      Thread.ofPlatform().daemon().name("parent").start(() -> awaitEndOfInput(stopped));
    }
    boolean terminal = Boolean.getBoolean("isolator.terminal");
    try (var log = new FolderLog(run, err, terminal);
        var trainer = new Trainer(settings, run, start, kept, log);
        var batches =
            new MixLoader(
                mixes,
                settings.segments().batch(),
                settings.seed(),
                trainer.step(),
                1,
                settings.differentMixes())) {
      long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      trainer.run(batches, () -> isStopped(stopped));
      double steps =
          (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) * 1e-9;
      err.println(
          "processor time: %.1f s for mixes, %.1f s for all else%s"
              .formatted(batches.cpuSeconds(), steps, threads > 1 ? " on the first thread" : ""));
      err.flush();
    } catch (IOException | RuntimeException | Error e) {
      if (stopped.get()) { // the program ends before anybody above could tell
        err.println("isolator: the run was stopped, and then failed: " + e);
        e.printStackTrace(err);
        err.flush();
      }
      throw e;
    } finally {
      ended.countDown();
    }
  }

  /// Mixes of which a share has a source of another manifest. What is decoded of that lies in the
  /// run's folder, whatever `--cache` says: it goes when the run goes.
  private LongFunction<Mix> additional(MixMaker replay, Path manifest, PrintWriter err)
      throws IOException {
    var sources =
        AdditionalSources.open(
            ManifestFile.read(manifest),
            new PcmCache(run.resolve("additional")),
            warning -> err.println("isolator: warning: " + warning));
    return new AdditionalMixes(replay, sources, additionalShare)::make;
  }

  /// Whether the run is to end; waits while it is to stand still.
  private boolean isStopped(AtomicBoolean stopped) {
    while (pause != null && Files.exists(pause) && !stopped.get()) {
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return true;
      }
    }
    return stopped.get();
  }

  private static void awaitEndOfInput(AtomicBoolean stopped) {
    try {
      while (System.in.read() >= 0) {
        // nothing is said on it; it only has an end
      }
    } catch (IOException e) {
      // it has ended, too
    }
    stopped.set(true);
  }

  /// Ctrl-C ends the run after its step, with a checkpoint.
  private static void stop(AtomicBoolean stopped, CountDownLatch ended) {
    stopped.set(true);
    try {
      if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("isolator: gave up waiting; the run goes on from its last checkpoint");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
