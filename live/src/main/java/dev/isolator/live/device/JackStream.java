package dev.isolator.live.device;

import dev.isolator.audio.AudioException;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
  private static final long POLL_NANOS = 1_000_000;

  /// For a thread to leave the JVM after it has ended for Java; it takes microseconds.
  private static final long LEAVE_NANOS = 250_000_000;

  private final JackClient client;
  private final JackFreewheel freewheel;
  private final int sampleRate;
  private final int blockFrames;
  private final int channels;
  private final List<String> sources;
  private final List<String> destinations;
  private final @Nullable AudioInput input;
  private final @Nullable AudioOutput output;
  private final JackPort[] inPorts;
  private final JackPort[] outPorts;
  private final BlockRing ahead;
  private final BlockRing after;
  private final float[][] in;
  private final float[][] out;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicLong dropOuts = new AtomicLong();
  private volatile @Nullable Exception failure;
  private volatile boolean stopping;
  private volatile boolean inputEnded;
  private volatile boolean closed;
  private final AtomicLong framesIn = new AtomicLong();
  private int latency;
  private long flushed;

  /// JACK's threads while they are in Java; see [#closeClient()].
  private volatile @Nullable Thread player;

  private volatile @Nullable Thread teller;
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
    JackFreewheel monitor = null;
    try {
      this.sampleRate = client.getSampleRate();
      this.blockFrames = client.getBufferSize();
      this.sources = input != null ? List.of() : source.connections(client, true, most);
      this.destinations = output != null ? List.of() : destination.connections(client, false, most);
      this.channels = input != null ? input.channels() : most;
      checkRate();
      this.inPorts = ports("in", input == null, JackPortFlags.JackPortIsInput);
      this.outPorts = ports("out", output == null, JackPortFlags.JackPortIsOutput);
      monitor = new JackFreewheel(client.getName() + "-clock");
      client.setXrunCallback(_ -> dropOuts.incrementAndGet());
      client.onShutdown(_ -> lose("jack: the server has gone away; start it again"));
      client.setBuffersizeCallback(
          (_, frames) -> {
            if (frames != blockFrames) {
              lose("jack: the server changed its blocks to %d frames".formatted(frames));
            }
          });
    } catch (JackException e) {
      if (monitor != null) {
        monitor.close();
      }
      client.close();
      throw new DeviceException("jack: %s; restart the server".formatted(JackServer.oneLine(e)), e);
    } catch (DeviceException | RuntimeException e) {
      client.close();
      throw e;
    }
    this.freewheel = monitor;
    this.ahead = new BlockRing(channels, AHEAD_BLOCKS * blockFrames);
    this.after = new BlockRing(channels, AHEAD_BLOCKS * blockFrames);
    this.in = new float[channels][blockFrames];
    this.out = new float[channels][blockFrames];
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

  private void lose(String why) {
    teller = Thread.currentThread();
    failure = new DeviceException(why);
    ended.countDown();
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
    return latencyOf(inPorts, JackLatencyCallbackMode.JackCaptureLatency);
  }

  @Override
  public int playbackLatencyFrames() {
    return latencyOf(outPorts, JackLatencyCallbackMode.JackPlaybackLatency);
  }

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
    return !freewheel.isOn();
  }

  @Override
  public void start(AudioCallback callback) throws DeviceException {
    latency = callback.latencyFrames();
    if (input != null) {
      reader = Thread.ofPlatform().daemon().name("isolator-live-reader").start(this::readAhead);
      while (ahead.available() < ahead.capacity() / 2 && !inputEnded) {
        LockSupport.parkNanos(this, POLL_NANOS);
      }
    }
    if (output != null) {
      writer = Thread.ofPlatform().daemon().name("isolator-live-writer").start(this::writeAfter);
    }
    try {
      client.setProcessCallback((_, frames) -> block(callback, frames));
      client.activate();
      connect(sources, inPorts, true);
      connect(destinations, outPorts, false);
    } catch (JackException e) {
      throw new DeviceException(
          "jack: the client does not start (%s); restart the server"
              .formatted(JackServer.oneLine(e)),
          e);
    }
  }

  /// Connects ports in order; a single one is heard on, or gives, both sides.
  private void connect(List<String> others, JackPort[] ports, boolean give)
      throws JackException, DeviceException {
    for (int channel = 0; channel < ports.length && !others.isEmpty(); channel++) {
      String other = others.get(Math.min(channel, others.size() - 1));
      String mine = ports[channel].getName();
      JackServer.library().connect(client, give ? other : mine, give ? mine : other);
    }
  }

  /// A block in JACK's thread.
  private boolean block(AudioCallback callback, int frames) {
    player = Thread.currentThread();
    if (closed) {
      return false; // so that JACK ends this thread of its own accord
    }
    if (frames != blockFrames) {
      return true;
    }
    int given = frames;
    if (input == null) {
      for (int channel = 0; channel < channels; channel++) {
        if (stopping) {
          Arrays.fill(in[channel], 0);
        } else {
          inPorts[channel].getFloatBuffer().get(0, in[channel], 0, frames);
        }
      }
      given = stopping ? 0 : frames;
    } else {
      given = takeAhead(frames);
    }
    framesIn.setRelease(framesIn.getPlain() + given);
    if (given == 0 && (stopping || inputEnded)) {
      flushed += frames;
    }
    callback.process(in, out, frames);
    for (int channel = 0; channel < outPorts.length; channel++) {
      FloatBuffer buffer = outPorts[channel].getFloatBuffer();
      buffer.put(0, out[channel], 0, frames);
    }
    if (output != null) {
      giveAfter(frames);
    }
    if (output == null && flushed >= latency + frames) {
      ended.countDown();
    }
    return true;
  }

  private int takeAhead(int frames) {
    while (freewheel.isOn() && !inputEnded && ahead.available() < frames) {
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
    while (freewheel.isOn() && !closed && after.room() < frames) {
      Thread.onSpinWait(); // not in real time
    }
    if (after.write(out, 0, frames) < frames) {
      dropOuts.incrementAndGet();
    }
  }

  private void readAhead() {
    var source = input;
    var block = new float[channels][blockFrames];
    try {
      while (!stopping && !closed && source != null) {
        int got = source.read(block, blockFrames);
        if (got < 0) {
          break;
        }
        for (int done = 0; done < got && !closed && !stopping; ) {
          done += ahead.write(block, done, got - done);
          if (done < got) {
            LockSupport.parkNanos(this, POLL_NANOS);
          }
        }
      }
    } catch (AudioException | DeviceException | RuntimeException e) {
      failure = e;
      ended.countDown();
    }
    inputEnded = true;
  }

  private void writeAfter() {
    var target = output;
    if (target == null) {
      return;
    }
    var block = new float[channels][blockFrames];
    var trim = new OutputTrim(target, channels, blockFrames, latency);
    try {
      while (!closed && failure == null) {
        int got = after.read(block, 0, blockFrames);
        boolean noMore = stopping || (inputEnded && ahead.available() == 0);
        if (got == 0 && noMore && trim.written() >= framesIn.get()) {
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
    ended.countDown();
  }

  @Override
  public void stop() {
    stopping = true;
  }

  @Override
  public boolean awaitEnd(Duration most) throws InterruptedException {
    return ended.await(most.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public @Nullable Exception failure() {
    return failure;
  }

  @Override
  public Counters counters() {
    return new Counters(dropOuts.get(), 0);
  }

  /// Closes the client when none of JACK's threads is in the JVM any more: JACK ends its threads
  /// wherever they are, and one that is ended there takes the whole program along. Java says that a
  /// thread has left shortly before it has, so some time is waited besides. The client of a thread
  /// that does not come back is left open.
  private void closeClient() {
    for (Thread thread : new Thread[] {player, teller}) {
      if (thread != null) {
        AudioThreads.join(thread);
        if (thread.isAlive()) {
          return;
        }
      }
    }
    long until = System.nanoTime() + LEAVE_NANOS;
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(this, LEAVE_NANOS);
    }
    client.close();
  }

  @Override
  public void close() {
    closed = true;
    freewheel.close();
    closeClient();
    for (Thread thread : new Thread[] {reader, writer}) {
      if (thread != null) {
        AudioThreads.join(thread);
      }
    }
    if (input != null) {
      input.close();
    }
    if (output != null) {
      output.close();
    }
  }
}
