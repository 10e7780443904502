package dev.isolator.live.device;

import com.sun.jna.Native;
import dev.isolator.audio.AudioException;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jaudiolibs.jnajack.JackClient;
import org.jaudiolibs.jnajack.JackException;
import org.jaudiolibs.jnajack.JackLatencyCallbackMode;
import org.jaudiolibs.jnajack.JackPort;
import org.jaudiolibs.jnajack.JackPortFlags;
import org.jaudiolibs.jnajack.JackPortType;
import org.jspecify.annotations.Nullable;

/// A stream at JACK's clock: blocks come in JACK's own thread, from ports or from an [AudioInput]
/// that a thread reads ahead, and go to ports or to an [AudioOutput] that a thread writes after.
final class JackStream implements AudioStream {
  private static final int AHEAD_BLOCKS = 16;

  /// Ports that are connected at the most: left and right, also where the output is mono.
  private static final int SIDES = 2;

  /// Blocks that wait between a device with a clock of its own and the server.
  private static final int DEVICE_BLOCKS = 4;

  private static final long POLL_NANOS = 1_000_000;

  /// For a thread to leave the JVM after it has ended for Java; it takes microseconds.
  private static final long LEAVE_NANOS = 250_000_000;

  /// For the next block to come, if one does.
  private static final long BLOCK_NANOS = 2_000_000_000;

  /// For JACK to let its thread go after a block was refused: a block as a rule, 5 s if the server
  /// is held up.
  private static final long REFUSED_NANOS = 10_000_000_000L;

  private final JackClient client;
  private final JackObserver observer;
  private final int sampleRate;
  private final int blockFrames;
  private final int channels;
  private final List<String> sources;
  private final List<String> destinations;
  private final int sourceLatency;
  private final int destinationLatency;
  private final @Nullable AudioInput input;
  private final @Nullable AudioOutput output;
  private final JackPort[] inPorts;
  private final JackPort[] outPorts;
  private final BlockRing ahead;
  private final BlockRing after;
  private final float[][] in;
  private final float[][] out;
  private final @Nullable DriftCompensation drift;
  private final AtomicLong dropOuts = new AtomicLong();
  private volatile @Nullable Exception failure;
  private volatile int otherBlock;
  private volatile boolean ended;
  private volatile boolean connected;
  private volatile boolean stopping;
  private volatile boolean inputEnded;
  private volatile boolean closed;
  private final AtomicLong framesIn = new AtomicLong();
  private int latency;
  private long flushed;

  /// JACK's threads for Java; see [#closeClient()].
  private volatile @Nullable Thread player;

  private volatile @Nullable Thread teller;
  private volatile boolean inBlock;
  private volatile int refused;
  private boolean activated;
  private @Nullable Thread reader;
  private @Nullable Thread writer;

  /// Opens the client and its ports.
  ///
  /// @param source which ports give the input (empty: the sound card's), or where it is read from
  /// @param destination which ports take the output, or where it is written
  /// @param most channels, where ports alone do not say how many
  JackStream(Endpoint source, Endpoint destination, int most) throws DeviceException {
    this.input = source.input();
    this.output = destination.output();
    this.client = JackServer.open("isolator");
    JackObserver monitor = null;
    try {
      this.sampleRate = client.getSampleRate();
      this.blockFrames = client.getBufferSize();
      this.channels = input != null ? input.channels() : most;
      this.sources = input != null ? List.of() : source.connections(client, true, channels);
      this.destinations =
          output != null ? List.of() : destination.connections(client, false, SIDES);
      checkRate();
      this.inPorts = ports("in", input == null, JackPortFlags.JackPortIsInput);
      this.outPorts = ports("out", output == null, JackPortFlags.JackPortIsOutput);
      monitor = new JackObserver(client.getName() + "-clock");
      client.setXrunCallback(
          _ -> {
            Native.detach(false); // as in JackObserver
            dropOuts.incrementAndGet();
          });
      client.onShutdown(_ -> lose());
    } catch (JackException e) {
      close(client, monitor);
      throw JackServer.failed(e);
    } catch (DeviceException | RuntimeException e) {
      close(client, monitor);
      throw e;
    }
    this.observer = monitor;
    this.sourceLatency = latencyOf(sources, true);
    this.destinationLatency = latencyOf(destinations, false);
    this.drift =
        input != null && input.isRealTime()
            ? new DriftCompensation(channels, sampleRate, DEVICE_BLOCKS * blockFrames)
            : null;
    this.ahead = new BlockRing(channels, AHEAD_BLOCKS * blockFrames);
    this.after = new BlockRing(channels, AHEAD_BLOCKS * blockFrames);
    this.in = new float[channels][blockFrames];
    this.out = new float[channels][blockFrames];
  }

  /// Closes clients that were never activated.
  private static void close(JackClient client, @Nullable JackObserver monitor) {
    if (monitor != null) {
      monitor.close();
    }
    client.close();
  }

  /// One end of the stream.
  ///
  /// @param ports a part of the ports' names, empty for the sound card's, `none` for no connection
  /// @param input where samples are read instead, or null
  /// @param output where samples are written instead, or null
  record Endpoint(String ports, @Nullable AudioInput input, @Nullable AudioOutput output) {
    private List<String> connections(JackClient client, boolean give, int most)
        throws DeviceException {
      return ports.equals("none") ? List.of() : JackServer.ports(client, ports, give, most);
    }
  }

  private void checkRate() throws DeviceException {
    if (input != null && input.sampleRate() != sampleRate) {
      throw new DeviceException(
          "jack: expected a server at the %d Hz of %s, found %d Hz; start the server at that rate, or convert the song"
              .formatted(input.sampleRate(), input.name(), sampleRate));
    }
  }

  private JackPort[] ports(String name, boolean needed, JackPortFlags direction)
      throws JackException {
    var ports = new JackPort[needed ? channels : 0];
    for (int channel = 0; channel < ports.length; channel++) {
      ports[channel] =
          client.registerPort(name + "_" + (channel + 1), JackPortType.AUDIO, direction);
    }
    return ports;
  }

  private void lose() {
    ThreadCancellation.disable(); // this was JACK's last call in this thread
    teller = Thread.currentThread();
    fail(new DeviceException("jack: the server has gone away; start it again"));
  }

  /// There are no more blocks; an output is completed by its thread, with what there is.
  private void fail(Exception e) {
    failure = e;
    endUnlessWriting();
  }

  private void endUnlessWriting() {
    if (output == null) {
      ended = true;
    }
  }

  @Override
  public int sampleRate() {
    return sampleRate;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int blockFrames() {
    return blockFrames;
  }

  @Override
  public int captureLatencyFrames() {
    return switch (input) {
      case null ->
          Math.max(sourceLatency, latencyOf(inPorts, JackLatencyCallbackMode.JackCaptureLatency));
      case AudioInput device when device.isRealTime() ->
          device.latencyFrames() + DriftCompensation.latencyFrames() + DEVICE_BLOCKS * blockFrames;
      case AudioInput file -> file.latencyFrames();
    };
  }

  @Override
  public int playbackLatencyFrames() {
    return output == null
        ? Math.max(
            destinationLatency, latencyOf(outPorts, JackLatencyCallbackMode.JackPlaybackLatency))
        : output.latencyFrames();
  }

  /// Of the ports that ours are going to be connected to.
  private int latencyOf(List<String> others, boolean give) {
    return others.stream().mapToInt(port -> observer.latencyFrames(port, give)).max().orElse(0);
  }

  /// Of our ports, as far as they are connected; also by hand.
  private int latencyOf(JackPort[] ports, JackLatencyCallbackMode mode) {
    int most = 0;
    for (JackPort port : ports) {
      try {
        var range = new JackPort.JackLatencyRange();
        port.getLatencyRange(range, mode);
        most = Math.max(most, range.getMax());
      } catch (JackException _) {
        return blockFrames; // the server has gone, which is told elsewhere
      }
    }
    return most;
  }

  @Override
  public boolean isRealTime() {
    return !observer.isFreewheeling();
  }

  @Override
  public void start(AudioCallback callback) throws DeviceException {
    latency = callback.latencyFrames();
    if (input != null) {
      reader = Thread.ofPlatform().daemon().name("isolator-live-reader").start(this::readAhead);
      int enough = drift == null ? ahead.capacity() / 2 : DEVICE_BLOCKS * blockFrames;
      while (ahead.available() < enough && !inputEnded && !stopping) {
        LockSupport.parkNanos(this, POLL_NANOS);
      }
    }
    try {
      client.setProcessCallback((_, frames) -> block(callback, frames));
      activated = true;
      client.activate();
      connect(sources, inPorts, true);
      connect(destinations, outPorts, false);
      connected = true;
      if (output != null) {
        writer = Thread.ofPlatform().daemon().name("isolator-live-writer").start(this::writeAfter);
      }
    } catch (JackException e) {
      throw new DeviceException(
          "jack: the client does not start (%s); restart the server"
              .formatted(JackServer.oneLine(e)),
          e);
    }
  }

  /// Connects ports in order; a single one, of ours or of the others, is both sides.
  private void connect(List<String> others, JackPort[] ports, boolean give)
      throws JackException, DeviceException {
    int sides = ports.length == 0 || others.isEmpty() ? 0 : Math.max(ports.length, others.size());
    for (int side = 0; side < sides; side++) {
      String other = others.get(Math.min(side, others.size() - 1));
      String mine = ports[Math.min(side, ports.length - 1)].getName();
      JackServer.library().connect(client, give ? other : mine, give ? mine : other);
    }
  }

  /// A block in JACK's thread.
  ///
  /// @return false to let JACK end this thread of its own accord
  private boolean block(AudioCallback callback, int frames) {
    player = Thread.currentThread();
    inBlock = true;
    boolean goOn = !closed;
    if (!goOn) {
      refuse();
    }
    if (goOn && frames != blockFrames && frames > 0) {
      otherBlock = frames; // which is told by a thread that may allocate
      endUnlessWriting();
      goOn = false;
    }
    if (goOn && frames > 0) {
      try {
        if (connected) {
          process(callback, frames);
        } else {
          give(frames); // silence: the music begins when somebody hears it
        }
      } catch (RuntimeException e) {
        fail(e);
        goOn = false;
      }
    }
    inBlock = false;
    return goOn;
  }

  /// The first refusal ends JACK's thread; where it comes again, the thread stays (PipeWire).
  private void refuse() {
    if (refused == 0) {
      ThreadCancellation.disable();
      refused = 1;
    } else {
      ThreadCancellation.enable();
      refused = 2;
    }
  }

  private void process(AudioCallback callback, int frames) {
    int given = frames;
    if (input == null) {
      boolean silent = stopping; // for the whole block
      for (int channel = 0; channel < channels; channel++) {
        if (silent) {
          Arrays.fill(in[channel], 0);
        } else {
          inPorts[channel].getFloatBuffer().get(0, in[channel], 0, frames);
        }
      }
      given = silent ? 0 : frames;
    } else {
      given = takeAhead(frames);
    }
    framesIn.setRelease(framesIn.getPlain() + given);
    if (given == 0 && (stopping || inputEnded)) {
      flushed += frames;
    }
    callback.process(in, out, frames);
    give(frames);
    if (output != null) {
      giveAfter(frames);
    }
    if (output == null && flushed >= latency + frames) {
      ended = true;
    }
  }

  private void give(int frames) {
    for (int channel = 0; channel < outPorts.length; channel++) {
      FloatBuffer buffer = outPorts[channel].getFloatBuffer();
      buffer.put(0, out[channel], 0, frames);
    }
  }

  private int takeAhead(int frames) {
    while (observer.isFreewheeling() && !inputEnded && ahead.available() < frames) {
      Thread.onSpinWait(); // not in real time
    }
    int taken = ahead.read(in, 0, frames);
    if (taken < frames) {
      for (float[] channel : in) {
        Arrays.fill(channel, taken, frames, 0);
      }
      if (!inputEnded && !stopping) {
        dropOuts.incrementAndGet();
      }
    }
    return taken;
  }

  private void giveAfter(int frames) {
    while (observer.isFreewheeling() && !closed && after.room() < frames) {
      Thread.onSpinWait(); // not in real time
    }
    if (after.write(out, 0, frames) < frames) {
      dropOuts.incrementAndGet();
    }
  }

  private void readAhead() {
    var source = input;
    var block = new float[channels][blockFrames];
    var followed = new float[channels][DriftCompensation.most(blockFrames)];
    try {
      while (!stopping && !closed && source != null) {
        int got = source.read(block, blockFrames);
        if (got < 0) {
          break;
        }
        if (drift == null) {
          giveAhead(block, got);
        } else {
          giveAhead(followed, drift.process(block, got, followed, ahead.available()));
        }
      }
    } catch (AudioException | DeviceException | RuntimeException e) {
      if (!stopping) { // else it was stopped in the middle of the song
        fail(e);
      }
    }
    inputEnded = true;
  }

  private void giveAhead(float[][] block, int frames) {
    for (int done = 0; done < frames && !closed && !stopping; ) {
      done += ahead.write(block, done, frames - done);
      if (done < frames) {
        LockSupport.parkNanos(this, POLL_NANOS);
      }
    }
  }

  private void writeAfter() {
    var target = output;
    if (target == null) {
      return;
    }
    var block = new float[channels][blockFrames];
    var trim = new OutputTrim(target, channels, blockFrames, latency);
    try {
      while (!closed) {
        boolean lost = failure() != null; // then no block comes that is not there yet
        int got = after.read(block, 0, blockFrames);
        boolean noMore = stopping || (inputEnded && ahead.available() == 0);
        if (got == 0 && (lost || (noMore && trim.written() >= framesIn.get()))) {
          break;
        }
        trim.write(block, got, noMore ? framesIn.get() : Long.MAX_VALUE);
        if (got == 0) {
          LockSupport.parkNanos(this, POLL_NANOS);
        }
      }
      if (!closed) {
        target.finish();
      }
    } catch (AudioException | DeviceException | RuntimeException e) {
      failure = e;
    }
    ended = true;
  }

  @Override
  public void stop() {
    stopping = true;
    if (input != null) {
      input.stop();
    }
  }

  @Override
  public boolean awaitEnd(Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    while (!ended && System.nanoTime() < until) {
      Thread.sleep(1); // a block wakes nobody, as waking takes a lock
    }
    return ended;
  }

  @Override
  public @Nullable Exception failure() {
    int now = otherBlock;
    return failure == null && now != 0
        ? new DeviceException(
            "jack: the server went from blocks of %d frames to %d".formatted(blockFrames, now))
        : failure;
  }

  @Override
  public Counters counters() {
    double ppm = drift != null ? drift.ppm() : 0;
    return output instanceof JavaSoundOutput device
        ? new Counters(dropOuts.get() + device.underruns(), device.driftPpm())
        : new Counters(dropOuts.get(), ppm);
  }

  /// Closes the clients when none of JACK's threads is in the JVM.
  ///
  /// JACK cancels its threads wherever they are (pthread_cancel, asynchronous), and one that is
  /// cancelled in the JVM takes the whole program along. So the callback refuses, upon which JACK
  /// lets that thread go by itself, and cannot be cancelled on its way out. Before it goes it asks
  /// the server, over the socket that closing uses too: whoever does not wait for it takes its
  /// answer away and waits for ever. Then the clients are deactivated, after which the threads that
  /// tell of events call no more of ours, and what they had under way has time to end. A client
  /// whose thread does not go is left open.
  private void closeClient() {
    long start = System.nanoTime();
    while (mustWait(System.nanoTime() - start)) {
      LockSupport.parkNanos(this, POLL_NANOS);
    }
    var playing = player;
    boolean stuck = refused == 1 && teller == null && playing != null && playing.isAlive();
    if (inBlock || stuck) {
      return;
    }
    var last = teller;
    if (last != null) {
      AudioThreads.join(last);
    }
    client.deactivate();
    observer.deactivate();
    long left = System.nanoTime() + LEAVE_NANOS;
    while (System.nanoTime() < left) {
      LockSupport.parkNanos(this, LEAVE_NANOS);
    }
    client.close();
    observer.close();
  }

  /// Whether JACK's thread is still to be waited for.
  private boolean mustWait(long nanos) {
    var thread = player;
    if (!activated || (thread != null && !thread.isAlive())) {
      return false;
    }
    boolean serverGone = teller != null; // its thread waits for blocks that do not come
    boolean threadStays = refused > 1; // PipeWire's does, and is never cancelled
    if (threadStays) {
      return false;
    }
    return nanos < (refused == 1 && !serverGone ? REFUSED_NANOS : BLOCK_NANOS);
  }

  @Override
  public void close() {
    closed = true;
    stop();
    closeClient();
    if (input != null && (reader == null || AudioThreads.join(reader))) {
      input.close();
    }
    if (output != null && (writer == null || AudioThreads.join(writer))) {
      output.close();
    }
  }
}
