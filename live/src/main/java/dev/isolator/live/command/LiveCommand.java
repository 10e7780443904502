package dev.isolator.live.command;

import dev.isolator.audio.AudioException;
import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.live.device.AudioStreams;
import dev.isolator.live.device.DeviceException;
import dev.isolator.live.device.DeviceList;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `isolator live`: takes apart what is being played.
@Command(
    name = "live",
    header = "Take apart what is being played right now.",
    description = {
      "",
      "Plays the music of an input on an output, with every stem as loud as is asked for, some"
          + " hundredths of a second later. The latency is printed before the sound begins.",
      "While it runs: 1-9 choose a stem, + and - its gain, m mute, s solo, b bypass, a A/B, q end.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Examples:",
      "  isolator live --devices",
      "  isolator live --in jack --out jack --keep music",
      "  isolator live --gain vocals=-20dB,music=0 --record takes",
      "  isolator live --in song.flac --out vocals.wav --keep vocals",
      "  ffmpeg -i URL -f wav - | isolator live --in - --out java --keep music"
    })
final class LiveCommand implements Callable<Integer> {
  @Mixin private LiveOptions options = new LiveOptions();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call()
      throws ModelException, AudioException, CommandException, IOException, InterruptedException {
    if (options.devices) {
      return list();
    }
    try {
      options.check();
      String out = out();
      var format = options.format(AudioStreams.isDevice(out) ? "" : out);
      var streams =
          new AudioStreams(
              options.rate, options.channels, options.block, format, options.overwrite);
      var model = StreamModels.choose(ModelCatalogue.open(), options.model, options.lookAhead);
      try (var run = new LiveRun(options, streams, in(), out, model, err())) {
        return run.untilEnd().number();
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (DeviceException e) {
      throw new CommandException(ExitCode.DEVICE, String.valueOf(e.getMessage()), e);
    }
  }

  private int list() {
    var found = DeviceList.now();
    PrintWriter out = spec.commandLine().getOut();
    for (var device : found.devices()) {
      String ways = (device.input() ? "--in" : "") + (device.output() ? " --out" : "");
      out.printf("%-28s %-11s %s%n", device.name(), ways.strip(), device.about());
    }
    found.missing().forEach(err()::println);
    return (found.devices().isEmpty() ? ExitCode.DEVICE : ExitCode.OK).number();
  }

  private String in() {
    return options.in.isEmpty() ? standardDevice() : options.in;
  }

  private String out() {
    if (!options.out.isEmpty()) {
      return options.out;
    }
    return AudioStreams.isDevice(options.in)
        ? options.in.replaceFirst(":.*", "")
        : standardDevice();
  }

  private @Nullable String standard;

  /// JACK where a server runs, else Java Sound.
  private String standardDevice() {
    if (standard == null) {
      standard = AudioStreams.isJackRunning() ? "jack" : "java";
    }
    return standard;
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
