package dev.isolator.live.device;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.OutputFormat;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Opens streams by the names that people type.
///
/// | name | input | output |
/// |---|---|---|
/// | `jack` | the sound card's inputs, by JACK | its outputs |
/// | `jack:NAME` | ports whose name contains NAME | the same |
/// | `jack:none` | ports that are connected by hand | the same |
/// | `java` | the first device of Java Sound that has an input | an output |
/// | `java:2`, `java:NAME` | the device of that number, or whose name contains it | the same |
/// | `-` | standard input, any sound format | standard output, wav with 32-bit float |
/// | anything else | a sound file | a sound file, by its ending |
///
/// @param sampleRate for an input by Java Sound, in Hz; 0 = JACK's where JACK is the output, else
///   44 100. An output has the input's
/// @param channels for devices, 1 or 2
/// @param blockFrames for streams without JACK, which has its own
/// @param format of a file that is written
/// @param overwrite whether a file that exists is replaced
public record AudioStreams(
    int sampleRate, int channels, int blockFrames, OutputFormat format, boolean overwrite) {
  private static final String JACK = "jack";
  private static final String JAVA = "java";

  /// Opens a stream.
  ///
  /// @param stdin what `-` reads
  /// @param stdout what `-` writes
  /// @throws DeviceException if a device is missing, busy, or does not take the sound
  /// @throws AudioException if a file cannot be read or written
  public AudioStream open(String in, String out, InputStream stdin, OutputStream stdout)
      throws DeviceException, AudioException {
    boolean jackIn = isOf(in, JACK);
    boolean jackOut = isOf(out, JACK);
    AudioInput input = jackIn ? null : input(in, jackOut, stdin);
    AudioOutput output = null;
    boolean opened = false;
    try {
      if (!jackOut) {
        int rate = input == null ? JackRate.now() : input.sampleRate();
        int count = input == null ? channels : input.channels();
        output = output(out, rate, count, input == null || input.isRealTime(), stdout);
      }
      var stream =
          input != null && output != null
              ? new BlockingStream(input, output, blockFrames)
              : new JackStream(
                  new JackStream.Endpoint(rest(in), input, null),
                  new JackStream.Endpoint(rest(out), null, output),
                  channels);
      opened = true;
      return stream;
    } finally {
      if (!opened) {
        close(input, output);
      }
    }
  }

  private static void close(@Nullable AudioInput input, @Nullable AudioOutput output) {
    if (input != null) {
      input.close();
    }
    if (output != null) {
      output.close();
    }
  }

  private AudioInput input(String name, boolean forJack, InputStream stdin)
      throws DeviceException, AudioException {
    if (isOf(name, JAVA)) {
      int standard = forJack ? JackRate.now() : 44_100;
      int rate = sampleRate == 0 ? standard : sampleRate;
      return JavaSoundInput.open(
          JavaSoundDevice.find(rest(name), true), rate, channels, blockFrames);
    }
    return name.equals("-") ? SoundFileInput.open(stdin, name) : SoundFileInput.open(Path.of(name));
  }

  private AudioOutput output(String name, int rate, int count, boolean paced, OutputStream stdout)
      throws DeviceException, AudioException {
    if (isOf(name, JAVA)) {
      return JavaSoundOutput.open(
          JavaSoundDevice.find(rest(name), false), rate, count, blockFrames, paced);
    }
    return name.equals("-")
        ? new PipeOutput(stdout, name, rate, count)
        : SoundFileOutput.create(Path.of(name), format, rate, count, overwrite);
  }

  /// Whether a name is that of a sound system, alone or with a device after a colon.
  private static boolean isOf(String name, String system) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals(system) || lower.startsWith(system + ":");
  }

  /// What stands after the colon; empty if there is none.
  private static String rest(String name) {
    int colon = name.indexOf(':');
    return colon < 0 ? "" : name.substring(colon + 1);
  }

  /// Whether a name stands for a device, and not for a file or a pipe.
  public static boolean isDevice(String name) {
    return isOf(name, JACK) || isOf(name, JAVA);
  }

  /// Whether a JACK server runs, so that `jack` can be opened.
  public static boolean isJackRunning() {
    try {
      JackRate.now();
      return true;
    } catch (DeviceException _) {
      return false; // which is the answer
    }
  }
}
