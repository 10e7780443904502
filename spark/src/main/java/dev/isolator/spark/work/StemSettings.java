package dev.isolator.spark.work;

import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.audio.SampleDepth;
import dev.isolator.render.ClipPolicy;
import dev.isolator.render.Remix;
import dev.isolator.render.RenderOptions;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How stems are written: what of [RenderOptions] a catalogue has.
///
/// @param container default wav
/// @param depth null = the song's own
/// @param bitrateKbps 0 = a high one
/// @param clip default [ClipPolicy#GAIN]
/// @param stems the stems to write; empty = all
/// @param mixes in another balance, as [Remix#parse] reads them
public record StemSettings(
    Container container,
    @Nullable SampleDepth depth,
    int bitrateKbps,
    ClipPolicy clip,
    List<String> stems,
    List<String> mixes)
    implements Serializable {
  public StemSettings {
    stems = List.copyOf(stems);
    mixes = List.copyOf(mixes);
  }

  /// Wav files in the song's own depth.
  public static StemSettings defaults() {
    return new StemSettings(Container.WAV, null, 0, ClipPolicy.GAIN, List.of(), List.of());
  }

  /// The same for the engine; refuses what excludes each other with an `IllegalArgumentException`.
  public RenderOptions toOptions() {
    return RenderOptions.defaults()
        .withContainer(container)
        .withDepth(depth)
        .withBitrateKbps(bitrateKbps)
        .withClip(clip)
        .withKeep(stems)
        .withRemixes(mixes.stream().map(Remix::parse).toList())
        .withNamePattern(container.holdsAllStems() ? "song" : "{stem}");
  }

  /// What a result depends on, as text.
  String identity() {
    return "format %s, depth %s, bitrate %d, clip %s, stems %s, mixes %s"
        .formatted(container, depth, bitrateKbps, clip, stems, mixes);
  }
}
