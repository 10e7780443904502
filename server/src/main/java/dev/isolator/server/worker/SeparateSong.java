package dev.isolator.server.worker;

import dev.isolator.SeparationResult;
import dev.isolator.Separator;
import dev.isolator.SeparatorOptions;
import dev.isolator.Stem;
import dev.isolator.audio.DecodeLimits;
import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.audio.SampleDepth;
import dev.isolator.render.OverwritePolicy;
import dev.isolator.render.Remix;
import dev.isolator.render.RenderOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes one song apart, and writes beside its stems what a page draws: waveforms and the voice's
/// time line.
final class SeparateSong {
  /// What the song itself is called among the stems.
  private static final String MIX = "mix";

  /// Encoding and drawing come after the network; a tenth of the time, roughly.
  private static final double SHARE_OF_SEPARATION = 0.9;

  private SeparateSong() {}

  static SeparatedSong run(Order.Separate order, Worker.Reporting reporting) throws IOException {
    Path output = Path.of(order.output());
    var limits =
        DecodeLimits.defaults()
            .withMaxSeconds(order.maxSeconds())
            .withMaxChannels(order.maxChannels());
    var options =
        SeparatorOptions.defaults()
            .withModel(order.model())
            .withThreads(order.threads())
            .withLimits(limits);
    SeparationResult result;
    boolean activity;
    try (var separator = Separator.open(options)) {
      var voice = SungParts.listenWith(separator);
      activity = voice != null;
      var separation = separator.separate(Path.of(order.input()));
      if (voice != null) {
        separation.onVoice(voice.listener());
      }
      result =
          separation
              .named("song")
              .part(
                  order.startSeconds(),
                  order.durationSeconds() == null
                      ? Double.POSITIVE_INFINITY
                      : order.durationSeconds())
              .render(rendering(order, separator.card().stems().getFirst()))
              .onProgress(
                  p -> {
                    double share = p.fraction(); // NaN where the song does not say how long it is
                    if (share >= 0) {
                      reporting.report(Report.progress(SHARE_OF_SEPARATION * share));
                    }
                  })
              .writeTo(output);
      if (voice != null) {
        voice.writeTo(output.resolve("activity.json"), order.startSeconds(), result);
      }
    }
    if (order.format().equals("mp3")) {
      for (Stem stem : result.stems()) {
        if (!stem.name().equals(MIX)) {
          TranscodeStem.run(
              new Order.Transcode(
                  stem.file().toString(), output.resolve(stem.name() + ".mp3").toString(), "mp3"));
        }
      }
    }
    reporting.report(Report.progress(0.95));
    for (Stem stem : result.stems()) {
      Waveform.of(stem.file()).writeTo(output, stem.name());
    }
    return told(result, master(order), activity);
  }

  /// The lossless files that all others can be made of.
  private static Container master(Order.Separate order) {
    return order.format().equals("wav") || order.bits().equals("32f")
        ? Container.WAV
        : Container.FLAC;
  }

  private static RenderOptions rendering(Order.Separate order, String anyStem) {
    return RenderOptions.defaults()
        .withContainer(master(order))
        .withDepth(depth(order.bits()))
        .withKeep(order.keep())
        .withRemixes(List.of(new Remix(MIX, Map.of(anyStem, 0.0))))
        .withOverwrite(OverwritePolicy.OVERWRITE)
        .withNamePattern("{stem}");
  }

  private static @Nullable SampleDepth depth(String bits) {
    return switch (bits) {
      case "16" -> SampleDepth.S16;
      case "24" -> SampleDepth.S24;
      case "32f" -> SampleDepth.F32;
      default -> null;
    };
  }

  private static SeparatedSong told(SeparationResult result, Container master, boolean activity) {
    var stems = new ArrayList<SeparatedSong.StemSound>();
    SeparatedSong.StemSound mix = null;
    int channels = result.input().layout().count();
    for (Stem stem : result.stems()) {
      Double peak = Double.isInfinite(stem.peakDbfs()) ? null : stem.peakDbfs();
      var sound = new SeparatedSong.StemSound(stem.name(), channels, peak);
      if (stem.name().equals(MIX)) {
        mix = sound;
      } else {
        stems.add(sound);
      }
    }
    if (mix == null) {
      throw new IllegalStateException("the mix was not written");
    }
    return new SeparatedSong(
        stems,
        mix,
        master.extension(),
        result.input().sampleRate(),
        result.frames(),
        result.gainDb(),
        result.input().container(),
        result.input().codec(),
        result.seconds(),
        result.notes(),
        activity);
  }
}
