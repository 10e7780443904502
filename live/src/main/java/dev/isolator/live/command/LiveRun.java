package dev.isolator.live.command;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.Counted;
import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.cli.ExitCode;
import dev.isolator.live.HopTimes;
import dev.isolator.live.LiveMixer;
import dev.isolator.live.LiveSeparator;
import dev.isolator.live.LiveSettings;
import dev.isolator.live.LiveStatistics;
import dev.isolator.live.device.AudioStream;
import dev.isolator.live.device.AudioStreams;
import dev.isolator.live.device.DeviceException;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import dev.isolator.render.RenderOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One run of `isolator live`, from the first sample to the last: keys and the display beside it, a
/// device that goes away is taken up again, and what is recorded is whole however it ends.
final class LiveRun implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration FLUSH = Duration.ofSeconds(5);
  private static final int EXIT_SECONDS = 20;

  private final LiveOptions options;
  private final AudioStreams streams;
  private final String in;
  private final String out;
  private final ModelCatalogue.Entry model;
  private final PrintWriter err;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupted, "isolator-live-interrupt");
  private volatile boolean ending;
  private volatile boolean opened;
  private volatile @Nullable AudioStream stream;
  private @Nullable LiveSeparator separator;
  private @Nullable LiveMixer mixer;
  private @Nullable StemRecorder recorder;

  /// @param in where the music comes from, as [AudioStreams] names it
  /// @param out where it goes
  /// @param err for everything that is told
  LiveRun(
      LiveOptions options,
      AudioStreams streams,
      String in,
      String out,
      ModelCatalogue.Entry model,
      PrintWriter err) {
    this.options = options;
    this.streams = streams;
    this.in = in;
    this.out = out;
    this.model = model;
    this.err = err;
  }

  /// On Ctrl-C the JVM waits here until files are whole. Before the first stream is open there are
  /// none, and its input may be a pipe from which nothing comes.
  private void interrupted() {
    ending = true;
    if (!opened) {
      return;
    }
    var running = stream;
    if (running != null) {
      running.stop(); // also one that is just about to start
    }
    try {
      if (!ended.await(EXIT_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("isolator: gave up waiting for the recording; it is not whole");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Runs until the input ends, or until somebody ends it.
  ExitCode untilEnd()
      throws DeviceException, AudioException, ModelException, IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(hook);
    AudioStream first = open();
    boolean keys = !in.equals("-") && !out.equals("-") && !options.quiet;
    try (var terminal = LiveTerminal.open(keys && first.isRealTime())) {
      var pressed = new LiveKeys(mixer());
      if (terminal.isThere()) {
        terminal.show("");
        say(terminal, LiveKeys.HELP);
      }
      while (true) {
        DeviceException lost = untilLost(terminal, pressed);
        if (lost == null) {
          break;
        }
        if (!AudioStreams.isDevice(in) || !AudioStreams.isDevice(out)) {
          tellWhatIsKept(terminal);
          throw lost; // a song does not wait, and a file is not gone on with
        }
        say(terminal, lost.getMessage() + "; waiting for it");
        if (!comesBack(terminal)) {
          break;
        }
        say(terminal, "the device is back");
      }
    }
    return finish();
  }

  /// Opens devices and the model, and says how late the sound will be.
  private AudioStream open() throws DeviceException, AudioException, ModelException {
    AudioStream found = streams.open(in, out, System.in, System.out);
    stream = found;
    opened = true;
    var settings =
        LiveSettings.defaults()
            .withSampleRate(checkedRate(found.sampleRate()))
            .withChannels(found.channels())
            .withLatency(options.latency)
            .withSlackHops(options.slack)
            .withBlockFrames(found.blockFrames());
    LiveSeparator ready = separator;
    if (ready != null && ready.settings().equals(settings)) {
      ready.reset();
    } else {
      if (ready != null) {
        ready.close();
      }
      ready = LiveSeparator.prepare(model, settings);
      separator = ready;
      HopTimes times = found.isRealTime() ? ready.warmUp() : null;
      if (mixer == null) {
        mixer = new LiveMixer(ready.stems(), settings.sampleRate());
        new StemGains(options.keep, options.gains).set(mixer);
      }
      tellLatency(found, ready, times);
    }
    if (recorder == null && options.record != null) {
      recorder = recorder(found, ready);
    }
    if (recorder != null && recorder.sampleRate() != settings.sampleRate()) {
      throw new DeviceException(
          "%s: expected the %d Hz that are being recorded, found %d Hz; set the device to the former rate"
              .formatted(in, recorder.sampleRate(), settings.sampleRate()));
    }
    found.start(new LiveSession(found, ready, mixer(), recorder));
    return found;
  }

  private int checkedRate(int rate) throws DeviceException {
    if (rate < LiveSettings.MIN_SAMPLE_RATE || rate > LiveSettings.MAX_SAMPLE_RATE) {
      throw new DeviceException(
          "%s: expected a rate from %d to %d Hz, found %d Hz; convert the song, or set the device to another rate"
              .formatted(in, LiveSettings.MIN_SAMPLE_RATE, LiveSettings.MAX_SAMPLE_RATE, rate));
    }
    return rate;
  }

  private StemRecorder recorder(AudioStream opened, LiveSeparator ready) throws AudioException {
    String name =
        "live-"
            + LocalDateTime.now(ZoneId.systemDefault())
                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss"));
    var rendering = RenderOptions.defaults().withContainer(Container.WAV).withDepth(options.bits);
    return new StemRecorder(
        Objects.requireNonNull(options.record),
        name,
        ready.stems(),
        opened.sampleRate(),
        opened.channels(),
        ready.latencyFrames(),
        opened.blockFrames(),
        rendering);
  }

  /// @param times of the network on this machine; null where nobody hears whether it is late
  private void tellLatency(AudioStream opened, LiveSeparator ready, @Nullable HopTimes times) {
    if (options.quiet) {
      return;
    }
    double perMilli = opened.sampleRate() / 1000.0;
    int hop = ready.hopFrames();
    double slack = ready.slackHops() * hop / perMilli;
    double ahead = ready.lookAheadHops() * hop / perMilli;
    double algorithm = ready.latencyFrames() / perMilli - slack - ahead;
    double device = (opened.captureLatencyFrames() + opened.playbackLatencyFrames()) / perMilli;
    err.printf(
        "isolator: %s, %d Hz, %s, blocks of %d frames%n",
        model.card().versionedName(),
        opened.sampleRate(),
        opened.channels() == 1 ? "mono" : "stereo",
        opened.blockFrames());
    err.printf(
        "isolator: latency %.1f ms: network and windows %.1f, %sslack %.1f, devices %.1f and their converters%n",
        algorithm + ahead + slack + device,
        algorithm,
        ahead == 0 ? "" : "look-ahead %.1f, ".formatted(ahead),
        slack,
        device);
    if (times != null) {
      String advice = advice(times, options.slack);
      if (!advice.isEmpty()) {
        err.println("isolator: " + advice);
      }
    }
    err.flush();
  }

  /// From the sound outside to the sound outside, as far as it is known.
  private double latencyMillis(AudioStream opened) {
    int device = opened.captureLatencyFrames() + opened.playbackLatencyFrames();
    int frames = Objects.requireNonNull(separator).latencyFrames() + device;
    return 1000.0 * frames / opened.sampleRate();
  }

  /// What is said before the first drop-out of a machine that is too slow, with what to do about
  /// it; empty if it is not.
  static String advice(HopTimes times, int slackHops) {
    if (!times.keepsUp()) {
      return "this machine is too slow: the network needs %.1f ms for every %.1f ms; the music will be heard untouched now and then. End other programs, or take songs apart from files: isolator separate"
          .formatted(times.meanMillis(), times.hopMillis());
    }
    if (times.neededSlackHops() > Math.max(1, slackHops)) {
      return "the network's slowest hop takes %.1f of %.1f ms here; pass --slack %d to be safe"
          .formatted(times.worstMillis(), times.hopMillis(), times.neededSlackHops());
    }
    return "";
  }

  /// Runs until the stream ends, or somebody ends it, or its device goes away.
  ///
  /// @return why it was lost, or null
  private @Nullable DeviceException untilLost(LiveTerminal terminal, LiveKeys keys)
      throws AudioException, IOException, InterruptedException {
    AudioStream running = Objects.requireNonNull(stream);
    String told = "";
    while (!running.awaitEnd(terminal.isThere() ? Duration.ZERO : TICK)) {
      if (ending) {
        running.stop();
        if (!running.awaitEnd(FLUSH)) {
          say(terminal, "gave up waiting for %s; the end of the music is missing".formatted(out));
        }
        break;
      }
      var counters = running.counters();
      var statistics = Objects.requireNonNull(separator).statistics();
      if (terminal.isThere()) {
        terminal.show(
            LiveDisplay.line(mixer(), keys.chosen(), latencyMillis(running), statistics, counters));
        int key = terminal.key(TICK.toMillis());
        ending |= key >= 0 && !keys.press(key);
      } else {
        told = tellTrouble(told, statistics, counters);
      }
      if (recorder != null && recorder.failure() != null) {
        throw Objects.requireNonNull(recorder.failure());
      }
      if (statistics.failure() != null) {
        say(terminal, statistics.failure() + "; the music is heard untouched");
        ending = true;
      }
    }
    return switch (running.failure()) {
      case null -> null;
      case DeviceException e -> e;
      case AudioException e -> throw e;
      case Exception e -> throw new IllegalStateException("the audio thread failed", e);
    };
  }

  /// Without a terminal only what went wrong is told, when there is more of it.
  private String tellTrouble(
      String told, LiveStatistics statistics, AudioStream.Counters counters) {
    String now = "late hops %d, drop-outs %d".formatted(statistics.lateHops(), counters.dropOuts());
    boolean trouble = statistics.lateHops() + counters.dropOuts() > 0;
    if (trouble && !now.equals(told) && !options.quiet) {
      err.println("isolator: " + now);
    }
    return now;
  }

  /// Waits until a lost device can be opened again.
  ///
  /// @return false if somebody ended it
  private boolean comesBack(LiveTerminal terminal)
      throws AudioException, ModelException, DeviceException, IOException, InterruptedException {
    closeStream();
    String told = "";
    while (!ending) {
      int key = terminal.key(RETRY.toMillis());
      if (!terminal.isThere()) {
        Thread.sleep(RETRY);
      }
      if (key == 'q' || key == 3) {
        ending = true;
        return false;
      }
      try {
        open();
        return true;
      } catch (DeviceException e) {
        closeStream(); // it may have been opened, but not fit for what runs
        String why = String.valueOf(e.getMessage());
        if (!told.isEmpty() && !why.equals(told)) {
          say(terminal, why); // the first one says that it is away, which was said already
        }
        told = why;
      }
    }
    return false;
  }

  private void closeStream() {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }

  private void tellWhatIsKept(LiveTerminal terminal) {
    if (!AudioStreams.isDevice(out) && !out.equals("-")) {
      say(terminal, out + " holds what came until then");
    }
  }

  /// Closes the devices, completes the files, and says what happened.
  private ExitCode finish() throws AudioException {
    LiveStatistics statistics = Objects.requireNonNull(separator).statistics();
    long dropOuts = stream == null ? 0 : stream.counters().dropOuts();
    closeStream();
    finishRecording();
    if (!options.quiet) {
      err.printf(
          "isolator: %d hops, %d late (%d held, %d untouched), drop-outs %d%s%n",
          statistics.hops(),
          statistics.lateHops(),
          statistics.heldHops(),
          statistics.dryHops(),
          dropOuts,
          statistics.replacedSamples() == 0
              ? ""
              : ", samples that were no sound: " + statistics.replacedSamples());
      err.flush();
    }
    return statistics.failure() == null ? ExitCode.OK : ExitCode.MODEL;
  }

  /// Completes the files of the recording, if there is one that is not complete yet.
  private void finishRecording() throws AudioException {
    var recording = recorder;
    if (recording == null) {
      return;
    }
    recorder = null;
    try (recording) {
      var result = recording.finish();
      if (!options.quiet) {
        result.files().forEach(file -> err.println("isolator: recorded " + file.path()));
        if (recording.lostFrames() > 0) {
          err.printf(
              "isolator: the disk was too slow: %s of the recording are silent%n",
              Counted.of(recording.lostFrames(), "frame"));
        }
      }
    }
  }

  private void say(LiveTerminal terminal, String text) {
    if (!options.quiet) {
      terminal.clear();
      err.print("isolator: " + text + (terminal.isThere() ? "\r\n" : System.lineSeparator()));
      err.flush();
    }
  }

  private LiveMixer mixer() {
    return Objects.requireNonNull(mixer);
  }

  /// Frees what is open; a recording that was not finished is finished first.
  @Override
  public void close() {
    closeStream();
    if (recorder != null && recorder.failure() != null) {
      recorder.close(); // why is told already
      recorder = null;
    }
    try {
      finishRecording();
    } catch (AudioException e) {
      err.println("isolator: " + e.getMessage());
    }
    if (separator != null) {
      separator.close();
    }
    ended.countDown();
    if (!ending) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException _) {
        // the JVM began to shut down this moment: the hook runs and finds nothing to wait for
      }
    }
  }
}
