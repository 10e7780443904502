package dev.isolator.server.worker;

import dev.isolator.SeparationResult;
import dev.isolator.Separator;
import dev.isolator.SeparatorOptions;
import dev.isolator.Stem;
import dev.isolator.audio.DecodeLimits;
import dev.isolator.audio.DecodeLimits.Truncation;
import dev.isolator.render.OverwritePolicy;
import dev.isolator.render.Remix;
import dev.isolator.render.RenderOptions;
import dev.isolator.server.request.SeparationRequest;
import dev.isolator.server.request.StemFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;

/// Separates one song, and writes beside its stems what a page draws: waveforms and voice activity.
final class SeparateSong {
  /// What the song itself is called among the stems.
  private static final String MIX = "mix";

  /// Encoding and drawing come after the network; a tenth of the time, roughly.
  private static final double SHARE_OF_SEPARATION = 0.9;

  private SeparateSong() {}

  static SeparatedSong run(WorkerCommand.Separate command, DoubleConsumer progress)
      throws IOException {
    SeparationRequest request = command.request();
    Path output = Path.of(command.output());
    var limits =
        DecodeLimits.defaults()
            .withMaxSeconds(command.limits().maxSeconds())
            .withMaxChannels(command.limits().maxChannels())
            .withTruncation(request.truncated() ? Truncation.ALLOW : Truncation.REFUSE);
    var options =
        SeparatorOptions.defaults()
            .withModel(request.model())
            .withVoiceModel(command.voiceModel())
            .withThreads(command.threads())
            .withLimits(limits);
    SeparationResult result;
    boolean activity;
    try (var separator = Separator.open(options)) {
      var voice = VoiceActivityRecorder.forSeparator(separator);
      activity = voice != null;
      var separation = separator.separate(Path.of(command.input()));
      if (voice != null) {
        separation.onVoice(voice.listener());
      }
      result =
          separation
              .named("song")
              .part(
                  request.start(),
                  request.duration() == null ? Double.POSITIVE_INFINITY : request.duration())
              .render(rendering(request, separator.card().stems().getFirst()))
              .onProgress(
                  p -> {
                    double share = p.fraction(); // NaN where the song does not say how long it is
                    if (share >= 0) {
                      progress.accept(SHARE_OF_SEPARATION * share);
                    }
                  })
              .writeTo(output);
      if (voice != null) {
        voice.writeTo(output.resolve("activity.json"), request.start(), result);
      }
    }
    if (request.format() == StemFormat.MP3) {
      for (Stem stem : result.stems()) {
        if (!stem.name().equals(MIX)) {
          TranscodeStem.run(
              WorkerCommand.Transcode.of(
                  stem.file(), output.resolve(stem.name() + ".mp3"), StemFormat.MP3));
        }
      }
    }
    progress.accept(0.95);
    for (Stem stem : result.stems()) {
      Waveform.of(stem.file()).writeTo(output, stem.name());
    }
    return summary(result, request.losslessFormat(), activity);
  }

  private static RenderOptions rendering(SeparationRequest request, String anyStem) {
    return RenderOptions.defaults()
        .withContainer(request.losslessFormat().container())
        .withDepth(request.bits() == null ? null : request.bits().depth())
        .withKeep(request.keep())
        .withRemixes(List.of(new Remix(MIX, Map.of(anyStem, 0.0))))
        .withOverwrite(OverwritePolicy.OVERWRITE)
        .withNamePattern("{stem}");
  }

  private static SeparatedSong summary(
      SeparationResult result, StemFormat lossless, boolean activity) {
    var stems = new ArrayList<SeparatedSong.StemSummary>();
    SeparatedSong.StemSummary mix = null;
    int channels = result.input().layout().count();
    for (Stem stem : result.stems()) {
      Double peak = Double.isInfinite(stem.peakDbfs()) ? null : stem.peakDbfs();
      var sound = new SeparatedSong.StemSummary(stem.name(), channels, peak);
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
        lossless,
        result.input().sampleRate(),
        result.frames(),
        result.gainDb(),
        new SeparatedSong.Source(result.input().container(), result.input().codec()),
        result.seconds(),
        result.notes(),
        activity);
  }
}
