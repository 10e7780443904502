package dev.isolator.live.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.SourceDataLine;
import org.jspecify.annotations.Nullable;

/// Loudspeakers by Java Sound, played by a thread of their own.
///
/// Between the thread that writes and the one that plays lies a ring. If the writer is paced by
/// another device's clock, the two drift apart: [DriftControl] measures it by how full the ring is,
/// and [DriftResampler] plays a little faster or slower. If nothing is there to be played, silence
/// is, and counts as an underrun.
public final class JavaSoundOutput implements AudioOutput {
  private static final long POLL_NANOS = 1_000_000;

  private final String name;
  private final SourceDataLine line;
  private final AudioFormat format;
  private final int blockFrames;
  private final BlockRing ring;
  private final boolean paced;
  private final DriftControl drift;
  private final Thread player;
  private volatile boolean ending;
  private volatile boolean closed;
  private volatile @Nullable DeviceException lost;
  private final AtomicLong underruns = new AtomicLong();

  private JavaSoundOutput(
      String name, SourceDataLine line, AudioFormat format, int blockFrames, boolean paced) {
    this.name = name;
    this.line = line;
    this.format = format;
    this.blockFrames = blockFrames;
    this.paced = paced;
    this.ring = new BlockRing(format.getChannels(), 8 * blockFrames);
    this.drift = new DriftControl((int) format.getSampleRate(), 2.0 * blockFrames);
    this.player = Thread.ofPlatform().daemon().name("isolator-live-playback").unstarted(this::play);
  }

  /// Opens and starts a device.
  ///
  /// @param paced whether the writer has a clock of its own; else it is held up here
  static JavaSoundOutput open(
      JavaSoundDevice device, int sampleRate, int channels, int blockFrames, boolean paced)
      throws DeviceException {
    var format = device.format(sampleRate, channels, false);
    try {
      var line = device.outputLine(format);
      line.open(format, 3 * blockFrames * format.getFrameSize());
      line.start();
      var output = new JavaSoundOutput(device.name(), line, format, blockFrames, paced);
      output.player.start();
      return output;
    } catch (LineUnavailableException | IllegalArgumentException | SecurityException e) {
      throw device.refused("output", e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isRealTime() {
    return true;
  }

  @Override
  public int latencyFrames() {
    return line.getBufferSize() / format.getFrameSize()
        + (paced ? 2 * blockFrames + DriftResampler.TAPS / 2 : ring.capacity());
  }

  /// Blocks that were not there in time. Any thread.
  public long underruns() {
    return underruns.get();
  }

  /// How much faster the writer is than this device, in parts per million, as measured. Any thread.
  public double driftPpm() {
    return paced ? drift.ppm() : 0;
  }

  @Override
  public void write(float[][] block, int frames) throws DeviceException {
    int done = 0;
    while (done < frames) {
      done += ring.write(block, done, frames - done);
      var gone = lost;
      if (gone != null) {
        throw gone;
      }
      if (done < frames) {
        LockSupport.parkNanos(this, POLL_NANOS);
      }
    }
  }

  @Override
  public void finish() {
    ending = true;
    while (player.isAlive() && lost == null) {
      LockSupport.parkNanos(this, POLL_NANOS);
    }
  }

  @Override
  public void close() {
    closed = true;
    line.stop();
    line.close();
  }

  private void play() {
    int channels = format.getChannels();
    var out = new float[channels][blockFrames];
    var bytes =
        ByteBuffer.allocate(blockFrames * format.getFrameSize()).order(ByteOrder.LITTLE_ENDIAN);
    var resampler = new DriftResampler(channels);
    var one = new float[channels][1];
    await(2 * blockFrames);
    while (!closed) {
      double step = paced ? drift.step(ring.available(), blockFrames) : 1;
      int made = 0;
      while (made < blockFrames) {
        while (resampler.needsInput() && ring.read(one, 0, 1) == 1) {
          resampler.put(one, 0);
        }
        if (resampler.needsInput()) {
          break; // the ring is empty
        }
        resampler.take(out, made++, step);
      }
      if (made < blockFrames) {
        if (ending && made == 0) {
          line.drain();
          return;
        }
        if (!ending) {
          underruns.incrementAndGet();
        }
        for (float[] channel : out) {
          Arrays.fill(channel, made, blockFrames, 0);
        }
      }
      bytes.clear();
      JavaSoundSamples.fromFloat(out, blockFrames, format.getSampleSizeInBits(), bytes);
      int written = line.write(bytes.array(), 0, bytes.position());
      if (written < bytes.position() && !closed) {
        lost =
            new DeviceException("%s: the output has gone away; plug it in again".formatted(name));
        return;
      }
    }
  }

  /// Waits until so much is there, or nothing more comes.
  private void await(int frames) {
    while (ring.available() < frames && !ending && !closed) {
      LockSupport.parkNanos(this, POLL_NANOS);
    }
  }
}
