package dev.isolator.live.command;

import java.lang.reflect.Proxy;
import java.util.concurrent.locks.LockSupport;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.Line;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.TargetDataLine;
import javax.sound.sampled.spi.MixerProvider;
import org.jspecify.annotations.Nullable;

/// A sound card that Java Sound finds on the tests' class path, as it finds those of the system:
/// stereo at 44.1 and 48 kHz with 16 bits, at the speed of a clock. It is there, busy, or pulled
/// out as a test says; at first there is none.
///
/// Java Sound's interfaces have thirty methods each: proxies answer those that are called.
public final class TestSoundCard extends MixerProvider {
  static final String NAME = "Test card";

  /// What the input gives, of ±32768.
  static final short SAMPLE = 8192;

  private static final Mixer.Info INFO = new Mixer.Info(NAME, "tests", "none", "1") {};
  private static volatile boolean plugged;
  private static volatile boolean busy;

  /// Plugs it in, or pulls it out.
  static void plug(boolean in) {
    plugged = in;
  }

  /// Another program takes it, or gives it back.
  static void occupy(boolean byAnother) {
    busy = byAnother;
  }

  @Override
  public Mixer.Info[] getMixerInfo() {
    return plugged ? new Mixer.Info[] {INFO} : new Mixer.Info[0];
  }

  @Override
  public Mixer getMixer(Mixer.Info info) {
    if (!plugged || !INFO.equals(info)) {
      throw new IllegalArgumentException("no such mixer: " + info);
    }
    return (Mixer)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Mixer.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "getMixerInfo" -> INFO;
                  case "getSourceLineInfo" -> new Line.Info[] {new Line.Info(SourceDataLine.class)};
                  case "getTargetLineInfo" -> new Line.Info[] {new Line.Info(TargetDataLine.class)};
                  case "isLineSupported" -> takes((DataLine.Info) arguments[0]);
                  case "getLine" -> new TestLine().proxy();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static boolean takes(DataLine.Info wanted) {
    AudioFormat format = wanted.getFormats()[0];
    boolean rate = format.getSampleRate() == 44_100 || format.getSampleRate() == 48_000;
    return rate && format.getChannels() == 2 && format.getSampleSizeInBits() == 16;
  }

  /// An input or an output.
  private static final class TestLine {
    private double bytesPerNano;
    private int bufferBytes;
    private long start;
    private long bytes;
    private volatile boolean closed;

    private Object proxy() {
      return Proxy.newProxyInstance(
          TestSoundCard.class.getClassLoader(),
          new Class<?>[] {SourceDataLine.class, TargetDataLine.class},
          (_, method, arguments) ->
              switch (method.getName()) {
                case "open" -> open((AudioFormat) arguments[0], (int) arguments[1]);
                case "start", "stop", "drain" -> null;
                case "close" -> close();
                case "getBufferSize" -> bufferBytes;
                case "read" -> read((byte[]) arguments[0], (int) arguments[1], (int) arguments[2]);
                case "write" -> move((int) arguments[2], bufferBytes);
                default -> throw new UnsupportedOperationException(method.getName());
              });
    }

    private @Nullable Object open(AudioFormat format, int size) throws LineUnavailableException {
      if (busy) {
        throw new LineUnavailableException("Device or resource busy");
      }
      bytesPerNano = format.getSampleRate() * format.getFrameSize() / 1e9;
      bufferBytes = size;
      start = System.nanoTime();
      return null;
    }

    private @Nullable Object close() {
      closed = true;
      return null;
    }

    private int read(byte[] into, int from, int count) {
      for (int i = from; i < from + count; i += 2) {
        into[i] = (byte) SAMPLE;
        into[i + 1] = (byte) (SAMPLE >> 8);
      }
      return move(count, 0);
    }

    /// Waits until the clock has come so far.
    ///
    /// @param early bytes that may be ahead of the clock
    /// @return bytes that went through; 0 if it was pulled out
    private int move(int count, int early) {
      while (bytes + count - early > bytesPerNano * (System.nanoTime() - start)) {
        if (closed || !plugged) {
          return 0;
        }
        LockSupport.parkNanos(this, 500_000);
      }
      bytes += count;
      return plugged ? count : 0;
    }
  }
}
