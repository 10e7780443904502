package dev.isolator.live.device;

import dev.isolator.audio.AudioException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A stream on one thread that reads, processes and writes, and waits where it has to: files, pipes
/// and Java Sound. The input's clock paces it, or the output's.
final class BlockingStream implements AudioStream {
  private final AudioInput input;
  private final AudioOutput output;
  private final int blockFrames;
  private @Nullable Thread thread;
  private volatile boolean stopping;
  private volatile @Nullable Exception failure;

  /// Why the input ended before its time, or null. Of the thread.
  private @Nullable DeviceException lost;

  BlockingStream(AudioInput input, AudioOutput output, int blockFrames) {
    this.input = input;
    this.output = output;
    this.blockFrames = blockFrames;
  }

  @Override
  public int sampleRate() {
    return input.sampleRate();
  }

  @Override
  public int channels() {
    return input.channels();
  }

  @Override
  public int blockFrames() {
    return blockFrames;
  }

  @Override
  public int captureLatencyFrames() {
    return input.latencyFrames();
  }

  @Override
  public int playbackLatencyFrames() {
    return output.latencyFrames();
  }

  @Override
  public boolean isRealTime() {
    return input.isRealTime() || output.isRealTime();
  }

  @Override
  public void start(AudioCallback callback) {
    thread =
        Thread.ofPlatform().daemon().name("isolator-live-audio").start(() -> runUntilEnd(callback));
  }

  private void runUntilEnd(AudioCallback callback) {
    try {
      run(callback);
    } catch (AudioException | DeviceException | RuntimeException e) {
      failure = e;
    }
  }

  private void run(AudioCallback callback) throws AudioException, DeviceException {
    var in = new float[channels()][blockFrames];
    var out = new float[channels()][blockFrames];
    var part = new float[channels()][blockFrames];
    int latency = callback.latencyFrames();
    var trim = new OutputTrim(output, channels(), blockFrames, latency);
    long read = 0;
    boolean ended = false;
    while (!ended) {
      int got = fill(in, part);
      read += got;
      ended = got < blockFrames;
      callback.process(in, out, blockFrames);
      trim.write(out, blockFrames, ended ? read : Long.MAX_VALUE);
    }
    for (float[] channel : in) {
      Arrays.fill(channel, 0);
    }
    for (long late = 0;
        late < latency + blockFrames && trim.written() < read;
        late += blockFrames) {
      callback.process(in, out, blockFrames);
      trim.write(out, blockFrames, read);
    }
    output.finish();
    failure = lost;
  }

  /// Reads a block, in as many parts as the input gives it; what the input's end leaves open is
  /// silence. A device that goes away is an end too: what it gave until then is kept.
  ///
  /// @param part as large as the block, overwritten
  /// @return frames that were read
  private int fill(float[][] block, float[][] part) throws AudioException {
    int filled = 0;
    while (filled < blockFrames && !stopping) {
      int got = read(part, blockFrames - filled);
      if (got < 0) {
        break;
      }
      for (int channel = 0; channel < block.length; channel++) {
        System.arraycopy(part[channel], 0, block[channel], filled, got);
      }
      filled += got;
    }
    for (float[] channel : block) {
      Arrays.fill(channel, filled, blockFrames, 0);
    }
    return filled;
  }

  private int read(float[][] part, int frames) throws AudioException {
    try {
      return input.read(part, frames);
    } catch (DeviceException e) {
      lost = e;
      return -1;
    } catch (AudioException e) {
      if (stopping) {
        return -1; // it was stopped in the middle of the song, which is what is wrong with it
      }
      throw e;
    }
  }

  @Override
  public void stop() {
    stopping = true;
    input.stop();
  }

  @Override
  public boolean awaitEnd(Duration most) throws InterruptedException {
    var running = thread;
    return running == null || running.join(most);
  }

  @Override
  public @Nullable Exception failure() {
    return failure;
  }

  @Override
  public Counters counters() {
    return output instanceof JavaSoundOutput device
        ? new Counters(device.underruns(), device.driftPpm())
        : new Counters(0, 0);
  }

  @Override
  public void close() {
    stop();
    var running = thread;
    if (output.isRealTime()) {
      output.close(); // what waits for room in it gives up
    }
    if (input.isRealTime()) {
      input.close();
    }
    if (running == null || AudioThreads.join(running)) {
      output.close();
      input.close();
    }
  }
}
