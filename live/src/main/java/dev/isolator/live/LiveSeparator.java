package dev.isolator.live;

import dev.isolator.model.Accelerator;
import dev.isolator.model.FrameModel;
import dev.isolator.model.Grid;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.spectrum.Window;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Separation in real time: blocks of samples in, as many samples of every stem out, late by a
/// constant that is known before the first block.
///
/// | array | shape | unit |
/// |---|---|---|
/// | in, mix | `[channels][≥ frames]` | linear amplitude, full scale ±1.0 |
/// | stems | `[stems][channels][≥ frames]` | the same |
///
/// **Life.** [#prepare] opens the network and allocates everything; [#warmUp()] makes the first
/// minute as fast as later ones, and measures; [#process] is called for each block; [#reset()] goes
/// back to silence; [#close()] releases all.
///
/// **Threads.** One thread at a time calls [#process], the audio thread: there it does not
/// allocate, lock, log, or read and write files. The network runs on a thread of its own.
/// [#statistics()] and [#setRealTime] may be called from any thread at any time; [#warmUp()],
/// [#reset()] and [#close()] only while no [#process] runs.
///
/// **Latency.** A stem's sample comes out [#latencyFrames()] frames after it went in: `D = L − g +
/// (s + n) M`. L is the length of the synthesis window and M the network's hop, both scaled to the
/// rate; s is [#slackHops()] and n [#lookAheadHops()]; g is the greatest number of frames that
/// divides a block, the windows' hop and their offset: 1 for blocks of any size, the block where it
/// divides the hop. After a window has ended at sample e, everything before e + M′ − L is final (M′
/// the windows' hop), and the most that is asked for before the next one ends is e + M′ − g − D.
/// Each window then waits for its mask: n hops until the last spectrum that the mask depends on is
/// there, s for the network. Spectra wait in a ring.
///
/// **When the network is late** the newest mask is held for up to [#HELD_HOPS] hops; then the last
/// stem takes over the whole mix within 5 ms, until the network has caught up: see [#dryShare()].
/// All of it is counted. A network that has failed leaves the last stem with the mix.
///
/// **The sum.** The last stem is the mix minus the others: stems sum to [#process]'s `mix` within
/// rounding, whatever the masks are.
///
/// **Cost** with `live-vocals`: see `docs/live.md`. Memory: about 6 MB, and 8 kB a channel for each
/// hop of look-ahead (16 kB with a window of 4096 frames).
public final class LiveSeparator implements AutoCloseable {
  /// Larger samples are taken for no sound: 120 dB over full scale.
  public static final float MAX_AMPLITUDE = 1e6f;

  /// Hops that a mask is held while the network is late.
  public static final int HELD_HOPS = 4;

  private static final double FADE_SECONDS = 0.005;

  private final FrameModel model;
  private final LiveSettings settings;
  private final AnalysisGrid grid;
  private final SynthesisWindow window;
  private final double[] networkWindow;
  private final boolean sharedAnalysis;
  private final int latencyFrames;
  private final int blockDivisor;
  private final int slackHops;
  private final int lookAheadHops;

  /// Frames from a window's end to its mask.
  private final int delay;

  private final ChannelStream[] channels;
  private final float[] dry;
  private final float fadeStep;

  private @Nullable NetworkWorker worker;
  private @Nullable StreamNetwork stream;
  private volatile @Nullable ModelException inlineFailure;
  private final float[] inlineSpectrum;
  private final float[] inlineMask;

  /// Samples taken so far.
  private long position;

  /// Numbers of the network's next window, of the next one to be masked, and what was skipped.
  private long network;

  private long masked;
  private long kept;
  private long skipped;

  /// By window number modulo its length: which answer belongs to it; −1 if it was skipped.
  private final long[] answerOf;

  private long lateInARow;
  private float dryNow;
  private volatile float dryShare;
  private volatile boolean realTime = true;

  private final AtomicLong hops = new AtomicLong();
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong dried = new AtomicLong();
  private final AtomicLong skippedHops = new AtomicLong();
  private final AtomicLong replaced = new AtomicLong();

  private LiveSeparator(FrameModel model, LiveSettings settings) throws ModelException {
    this.model = model;
    this.settings = settings;
    Grid trained = model.contract().grid();
    int rate = settings.sampleRate();
    this.grid =
        AnalysisGrid.of(trained.sampleRate(), trained.fftLength(), trained.hopLength(), rate);
    this.window = SynthesisWindow.of(settings.latency(), grid.fftLength(), grid.hopLength());
    this.sharedAnalysis = !settings.latency().hasSecondAnalysis();
    this.networkWindow = sharedAnalysis ? window.analysis() : Window.hann(grid.fftLength());
    this.slackHops = slackHops(settings, grid.hopLength());
    this.lookAheadHops = model.contract().reach().lookAheadFrames();
    this.delay = (slackHops + lookAheadHops) * grid.hopLength();
    this.blockDivisor =
        gcd(gcd(settings.blockFrames(), window.hop()), (int) ((firstEnd() + delay) % window.hop()));
    this.latencyFrames = window.frames() - blockDivisor + delay;
    int waiting = Math.ceilDiv(delay, window.hop()) + 1;
    this.channels = new ChannelStream[settings.channels()];
    for (int channel = 0; channel < channels.length; channel++) {
      channels[channel] =
          new ChannelStream(
              grid, window, model.card().stems().size() - 1, waiting, latencyFrames + delay);
    }
    this.dry = new float[grid.hopLength()];
    this.fadeStep = (float) (1 / (FADE_SECONDS * rate));
    this.inlineSpectrum = new float[model.spectrum().capacity()];
    this.inlineMask = new float[model.mask().capacity()];
    this.answerOf = new long[slackHops + HELD_HOPS + 2];
    begin();
  }

  /// A block that is longer than a hop asks for several masks at once. None of them may be due
  /// before the next block, as until then no time goes by: a block's hops but one are added.
  private static int slackHops(LiveSettings settings, int hopFrames) {
    return settings.slackHops() == 0
        ? 0
        : settings.slackHops() - 1 + Math.ceilDiv(settings.blockFrames(), hopFrames);
  }

  /// Prepares a model of the catalogue.
  ///
  /// @throws ModelException if the model cannot answer frame by frame, or does not open
  public static LiveSeparator prepare(ModelCatalogue.Entry model, LiveSettings settings)
      throws ModelException {
    return prepare(model.openStream(1, Accelerator.CPU), settings);
  }

  /// Prepares an opened network. It is closed with the separator, or at once if this fails.
  public static LiveSeparator prepare(FrameModel model, LiveSettings settings)
      throws ModelException {
    try {
      return new LiveSeparator(model, settings);
    } catch (ModelException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /// The stems' names, in the order in which they come out.
  public List<String> stems() {
    return model.card().stems();
  }

  /// What it was prepared for.
  public LiveSettings settings() {
    return settings;
  }

  /// Frames that every stem and the mix come later than they went in. Constant.
  public int latencyFrames() {
    return latencyFrames;
  }

  /// Hops from a spectrum to the use of its mask: those of [LiveSettings#slackHops()], and where
  /// blocks are longer than a hop as many more as a block has hops beyond the first.
  public int slackHops() {
    return slackHops;
  }

  /// Hops that the network looks ahead, for which its masks are waited besides: those that it was
  /// trained for, as its card says.
  public int lookAheadHops() {
    return lookAheadHops;
  }

  /// Frames from one of the network's spectra to the next, at this rate.
  public int hopFrames() {
    return grid.hopLength();
  }

  /// Makes the first minute as fast as later ones: some hundred hops of noise go through, so that
  /// the JVM compiles what runs in each of them; then the network is measured, and the stream goes
  /// back to silence. Takes 2 s at the most and the measurement, some 100 hops more. For streams in
  /// real time; a file does not need it. Not while [#process] runs.
  ///
  /// @return how long the network takes on this machine
  /// @throws ModelException if the network fails, or there is no memory for its states
  public HopTimes warmUp() throws ModelException {
    boolean before = realTime;
    new WarmUp(this).run();
    realTime = before;
    reset();
    return NetworkSpeed.measure(model);
  }

  /// Whether a late network is replaced (default true), or waited for: from a file, or while a
  /// sound server runs faster than real time. Any thread.
  public void setRealTime(boolean isRealTime) {
    this.realTime = isRealTime;
  }

  /// How much of the mix the last stem carries because the network is late, at the end of the last
  /// block: 0 as usual, 1 all of it. Any thread.
  public float dryShare() {
    return dryShare;
  }

  /// Takes a block apart. Audio thread.
  ///
  /// @param in `[channels][≥ frames]`; may be the same arrays as `mix`
  /// @param stems `[stems][channels][≥ frames]`, overwritten
  /// @param mix `[channels][≥ frames]`, overwritten: the input, as late as the stems are
  /// @param frames 0 or more; a multiple of [LiveSettings#blockFrames()]'s greatest common divisor
  ///   with the hop
  /// @throws IllegalArgumentException if `frames` is not
  public void process(float[][] in, float[][][] stems, float[][] mix, int frames) {
    if (frames < 0 || frames % blockDivisor != 0) {
      throw new IllegalArgumentException(
          "expected blocks of a multiple of %d frames, as prepared for (blockFrames %d), found %d"
              .formatted(blockDivisor, settings.blockFrames(), frames));
    }
    int done = 0;
    while (done < frames) {
      int piece = (int) Math.min(Math.min(frames - done, dry.length), nextEvent() - position);
      long noSound = 0;
      for (int channel = 0; channel < channels.length; channel++) {
        noSound += channels[channel].add(position, in[channel], done, piece);
      }
      if (noSound > 0) {
        add(replaced, noSound);
      }
      position += piece;
      events();
      emit(stems, mix, done, piece);
      done += piece;
    }
    dryShare = dryNow;
  }

  /// One past the last sample of the first window: frame 0 is centred on sample 0.
  private long firstEnd() {
    return sharedAnalysis ? grid.fftLength() / 2 : 0;
  }

  private long networkEnd() {
    return grid.fftLength() / 2 + network * grid.hopLength();
  }

  private long endOf(long number) {
    return firstEnd() + number * window.hop();
  }

  /// The position at which the next window ends or gets its mask.
  private long nextEvent() {
    long next = Math.min(networkEnd(), endOf(masked) + delay);
    return sharedAnalysis ? next : Math.min(next, endOf(kept));
  }

  private void events() {
    if (position == networkEnd()) {
      askNetwork();
      network++;
    }
    if (!sharedAnalysis && position == endOf(kept)) {
      for (ChannelStream channel : channels) {
        channel.keep(kept, position);
      }
      kept++;
    }
    if (position == endOf(masked) + delay) {
      applyMask();
      masked++;
    }
  }

  /// Transforms the window that ends here, for the network.
  private void askNetwork() {
    add(hops, 1);
    NetworkWorker thread = worker;
    if (thread != null && !realTime) {
      thread.awaitRoom();
    }
    float[] room = thread == null ? inlineSpectrum : thread.next();
    for (int side = 0; side < channels.length; side++) {
      channels[side].analyse(networkWindow, position, room == null ? inlineSpectrum : room, side);
      if (sharedAnalysis) {
        channels[side].keepLast(network);
      }
    }
    int slot = (int) (network % answerOf.length);
    if (thread == null) {
      answerOf[slot] = network;
      runInline();
    } else if (room == null) {
      answerOf[slot] = -1;
      skipped++;
      add(skippedHops, 1);
    } else {
      bothSides(room);
      answerOf[slot] = network - skipped;
      thread.offer();
    }
  }

  /// A single channel is heard on both sides.
  private void bothSides(float[] spectrum) {
    if (channels.length == 1) {
      System.arraycopy(spectrum, 0, spectrum, spectrum.length / 2, spectrum.length / 2);
    }
  }

  private void runInline() {
    var answering = stream;
    if (answering == null || inlineFailure != null) {
      return;
    }
    bothSides(inlineSpectrum);
    try {
      answering.answer(inlineSpectrum, inlineMask, inlineMask);
    } catch (ModelException e) {
      inlineFailure = e;
    }
  }

  /// Masks the window whose mask is due now.
  private void applyMask() {
    long end = endOf(masked);
    long frame = Math.floorDiv(end - grid.fftLength() / 2, grid.hopLength());
    float[] mask = frame < 0 ? null : answerTo(frame + lookAheadHops);
    if (mask == null) {
      return; // before the first frame there is silence; without any mask the last stem has it all
    }
    for (int side = 0; side < channels.length; side++) {
      channels[side].join(masked, end, mask, side, channels.length == 1 ? 1 : side);
    }
  }

  /// The network's answer to one of its spectra, or the newest before it: the mask of the frame
  /// that lies the look-ahead before.
  private float @Nullable [] answerTo(long frame) {
    NetworkWorker thread = worker;
    if (thread == null) {
      if (inlineFailure != null) {
        lateInARow = HELD_HOPS + 1L;
        add(dried, 1);
      }
      return inlineMask;
    }
    long answer = answerOf[(int) (frame % answerOf.length)];
    if (!realTime && answer >= 0) {
      thread.await(answer);
    }
    long newest = thread.answered() - 1;
    if (answer >= 0 && newest >= answer) {
      lateInARow = 0;
      return thread.mask(answer);
    }
    lateInARow++;
    add(lateInARow > HELD_HOPS ? dried : held, 1);
    return newest < 0 ? null : thread.mask(newest);
  }

  /// Gives away the samples that are due after a piece of the input.
  private void emit(float[][][] stems, float[][] mix, int at, int frames) {
    float target = lateInARow > HELD_HOPS ? 1 : 0;
    for (int i = 0; i < frames; i++) {
      dryNow =
          target > dryNow ? Math.min(1, dryNow + fadeStep) : Math.max(target, dryNow - fadeStep);
      dry[i] = dryNow;
    }
    long first = position - frames - latencyFrames;
    int last = stems.length - 1;
    for (int channel = 0; channel < channels.length; channel++) {
      ChannelStream stream = channels[channel];
      for (int i = 0; i < frames; i++) {
        long place = first + i;
        double rest = place < 0 ? 0 : stream.sample(place);
        mix[channel][at + i] = (float) rest;
        for (int stem = 0; stem < last; stem++) {
          float sample = place < 0 ? 0 : (1 - dry[i]) * stream.take(stem, place);
          stems[stem][channel][at + i] = sample;
          rest -= sample;
        }
        stems[last][channel][at + i] = (float) rest;
      }
    }
  }

  /// Waits for all answers that are due, or for the network's failure. Not while [#process] runs.
  void awaitAnswers() {
    NetworkWorker thread = worker;
    if (thread != null) {
      thread.awaitAll();
    }
  }

  /// Goes back to silence: the next sample is the first of a new stream. Not while [#process] runs.
  ///
  /// @throws ModelException if there is no memory for the network's states
  public void reset() throws ModelException {
    stopNetwork();
    for (ChannelStream channel : channels) {
      channel.clear();
    }
    begin();
  }

  private void begin() throws ModelException {
    position = 0;
    network = 0;
    masked = 0;
    kept = 0;
    skipped = 0;
    lateInARow = 0;
    dryNow = 0;
    dryShare = 0;
    inlineFailure = null;
    Arrays.fill(answerOf, -1);
    for (AtomicLong counter : List.of(hops, held, dried, skippedHops, replaced)) {
      counter.set(0);
    }
    Arrays.fill(inlineMask, 0);
    var begun = new StreamNetwork(model);
    stream = begun;
    if (slackHops > 0) {
      worker = new NetworkWorker(begun, inlineSpectrum.length, inlineMask.length, slackHops);
    }
  }

  private void stopNetwork() {
    if (worker != null) {
      worker.close();
      worker = null;
    }
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }

  /// What happened so far. Any thread.
  public LiveStatistics statistics() {
    NetworkWorker thread = worker;
    long due = hops.get();
    double seconds = (double) due * grid.hopLength() / settings.sampleRate();
    StreamNetwork answering = stream;
    ModelException failure = thread == null ? inlineFailure : thread.failure();
    return new LiveStatistics(
        due,
        held.get(),
        dried.get(),
        skippedHops.get(),
        replaced.get(),
        answering == null ? 0 : answering.restarts(),
        thread == null || due == 0 ? 0 : thread.busyNanos() / 1e9 / seconds,
        failure == null ? null : failure.getMessage());
  }

  /// Ends the network's thread and frees the network.
  @Override
  public void close() {
    stopNetwork();
    model.close();
  }

  /// Only the audio thread adds.
  private static void add(AtomicLong counter, long more) {
    counter.setRelease(counter.getPlain() + more);
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
