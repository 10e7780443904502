package dev.isolator.live.device;

import dev.isolator.audio.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.Line;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.TargetDataLine;

/// A device that Java Sound knows, by its number and name.
///
/// @param number as it is typed, `java:NUMBER`; from 0, in the order of Java Sound's list
/// @param info what Java Sound says of it
record JavaSoundDevice(int number, Mixer.Info info) {
  private static final int[] BITS = {24, 16}; // the finer first

  /// Those that have an input or an output for samples.
  static List<JavaSoundDevice> all() {
    var devices = new ArrayList<JavaSoundDevice>();
    Mixer.Info[] infos = AudioSystem.getMixerInfo();
    for (int number = 0; number < infos.length; number++) {
      var device = new JavaSoundDevice(number, infos[number]);
      if (device.hasInput() || device.hasOutput()) {
        devices.add(device);
      }
    }
    return devices;
  }

  /// The device that was named: by its number, by a part of its name, or the first one that has
  /// what is asked for, where the name is empty.
  ///
  /// @param input whether an input is asked for, or an output
  static JavaSoundDevice find(String named, boolean input) throws DeviceException {
    var fit =
        all().stream().filter(device -> input ? device.hasInput() : device.hasOutput()).toList();
    String kind = input ? "input" : "output";
    if (fit.isEmpty()) {
      throw new DeviceException(
          "java: expected a sound card with an %s, found none; connect one, use JACK (--in jack), or a file"
              .formatted(kind));
    }
    if (named.isEmpty()) {
      return fit.getFirst();
    }
    return fit.stream()
        .filter(
            device ->
                named.equals(Integer.toString(device.number))
                    || device
                        .info
                        .getName()
                        .toLowerCase(Locale.ROOT)
                        .contains(named.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new DeviceException(
                    "java:%s: no %s of that number or name; there are %s (isolator live --devices)"
                        .formatted(
                            named,
                            kind,
                            fit.stream()
                                .map(device -> device.number + " " + device.info.getName())
                                .collect(Collectors.joining(", ")))));
  }

  String name() {
    return "java:%d (%s)".formatted(number, info.getName());
  }

  boolean hasInput() {
    return has(AudioSystem.getMixer(info).getTargetLineInfo(), TargetDataLine.class);
  }

  boolean hasOutput() {
    return has(AudioSystem.getMixer(info).getSourceLineInfo(), SourceDataLine.class);
  }

  private static boolean has(Line.Info[] lines, Class<?> kind) {
    for (Line.Info line : lines) {
      if (line.getLineClass() == kind) {
        return true;
      }
    }
    return false;
  }

  TargetDataLine inputLine(AudioFormat format) throws LineUnavailableException {
    return (TargetDataLine)
        AudioSystem.getMixer(info).getLine(new DataLine.Info(TargetDataLine.class, format));
  }

  SourceDataLine outputLine(AudioFormat format) throws LineUnavailableException {
    return (SourceDataLine)
        AudioSystem.getMixer(info).getLine(new DataLine.Info(SourceDataLine.class, format));
  }

  /// A format that the device takes.
  ///
  /// @throws DeviceException if it takes none of that rate and channels
  AudioFormat format(int sampleRate, int channels, boolean input) throws DeviceException {
    Class<?> kind = input ? TargetDataLine.class : SourceDataLine.class;
    for (int bits : BITS) {
      var format = new AudioFormat(sampleRate, bits, channels, true, false);
      if (AudioSystem.getMixer(info).isLineSupported(new DataLine.Info(kind, format))) {
        return format;
      }
    }
    throw new DeviceException(
        "%s: expected %d Hz with %s, which it does not take as 16 or 24 bits; it takes %s (--rate, --channels)"
            .formatted(name(), sampleRate, Counted.of(channels, "channel"), rates(input)));
  }

  /// The usual rates that it takes, in words: `44.1 kHz, 48.0 kHz in stereo`.
  String rates(boolean input) {
    String stereo = rates(input, 2);
    String mono = rates(input, 1);
    if (stereo.equals(mono)) {
      return stereo.isEmpty() ? "none of the usual rates" : stereo + " in stereo or mono";
    }
    return Stream.of(
            stereo.isEmpty() ? "" : stereo + " in stereo", mono.isEmpty() ? "" : mono + " in mono")
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private String rates(boolean input, int channels) {
    Class<?> kind = input ? TargetDataLine.class : SourceDataLine.class;
    Mixer mixer = AudioSystem.getMixer(info);
    return IntStream.of(16_000, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000)
        .filter(
            rate ->
                mixer.isLineSupported(
                    new DataLine.Info(kind, new AudioFormat(rate, 16, channels, true, false))))
        .mapToObj(rate -> rate / 1000.0 + " kHz")
        .collect(Collectors.joining(", "));
  }

  /// Why a line did not open.
  DeviceException refused(String kind, Exception e) {
    return new DeviceException(
        "%s: the %s does not open (%s); another program may have it: close that one, or choose another device (isolator live --devices)"
            .formatted(name(), kind, e.getMessage()),
        e);
  }
}
