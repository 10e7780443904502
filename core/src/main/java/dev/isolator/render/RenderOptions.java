package dev.isolator.render;

import dev.isolator.audio.AudioInfo;
import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.audio.SampleDepth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How stems are written.
///
/// @param container what files; default wav
/// @param depth S16, S24 or F32 for wav, S16 or S24 for flac and ALAC, ignored by lossy formats;
///   default null = the song's own (see [#formatFor(AudioInfo)])
/// @param bitrateKbps of lossy formats, 0 to 512; default 0 = a high one (see [OutputFormat])
/// @param clip what happens over full scale; default [ClipPolicy#GAIN]
/// @param keep the stems to write; default empty = all of them. Keeping fewer changes no bit of
///   those that are kept
/// @param remixes the mixes of another balance to write as well; default none
/// @param overwrite what happens to files that exist; default [OverwritePolicy#REFUSE]
/// @param namePattern the files' names below the directory, without ending; `{song}` and `{stem}`
///   are filled in, `/` makes folders; default `{song}/{stem}`, for stem files `{song}`
/// @param ditherSeed where the dither's noise starts; default 0
public record RenderOptions(
    Container container,
    @Nullable SampleDepth depth,
    int bitrateKbps,
    ClipPolicy clip,
    List<String> keep,
    List<Remix> remixes,
    OverwritePolicy overwrite,
    String namePattern,
    long ditherSeed) {
  /// `DIR/song/vocals.wav`
  public static final String DEFAULT_PATTERN = "{song}/{stem}";

  public RenderOptions {
    keep = List.copyOf(keep);
    remixes = List.copyOf(remixes);
    if (depth == SampleDepth.U8 || depth == SampleDepth.S32 || depth == SampleDepth.F64) {
      throw new IllegalArgumentException("depth must be S16, S24 or F32, was " + depth);
    }
    if (isPacked(container) && depth == SampleDepth.F32) {
      throw new IllegalArgumentException(
          "%s holds 16 or 24 bits, not float; choose wav".formatted(word(container)));
    }
    if (bitrateKbps < 0 || bitrateKbps > 512) {
      throw new IllegalArgumentException(
          "bitrate must be from 8 to 512 kbit/s, or 0 for the default, was " + bitrateKbps);
    }
    if (clip == ClipPolicy.FLOAT && depth != null && depth != SampleDepth.F32) {
      throw new IllegalArgumentException(
          "clip FLOAT writes 32-bit float, depth was %s; choose one of them".formatted(depth));
    }
    if (clip == ClipPolicy.FLOAT && isPacked(container)) {
      throw new IllegalArgumentException(
          "clip FLOAT is not for %s, which holds no float".formatted(word(container)));
    }
    FileNames.checkPattern(namePattern);
    if (container.holdsAllStems()) {
      checkStemFile(keep, remixes, namePattern);
    } else {
      FileNames.checkNamesStems(namePattern);
    }
  }

  private static boolean isPacked(Container container) {
    return container == Container.FLAC || container == Container.STEM_ALAC;
  }

  private static String word(Container container) {
    return container == Container.FLAC ? "flac" : "a stem file";
  }

  private static void checkStemFile(List<String> keep, List<Remix> remixes, String namePattern) {
    if (!keep.isEmpty()) {
      throw new IllegalArgumentException(
          "a stem file holds the mix and all stems; leave out which to keep, or choose another format");
    }
    if (!remixes.isEmpty()) {
      throw new IllegalArgumentException(
          "a stem file holds the mix as it is; players change the balance; leave the remix out, or choose another format");
    }
    if (namePattern.contains("{stem}") && !namePattern.equals(DEFAULT_PATTERN)) {
      throw new IllegalArgumentException(
          "a stem file is one file for all stems: its name has no {stem}, was \"%s\""
              .formatted(namePattern));
    }
  }

  /// Wav files in the song's own depth, turned down together if one would clip.
  public static RenderOptions defaults() {
    return new RenderOptions(
        Container.WAV,
        null,
        0,
        ClipPolicy.GAIN,
        List.of(),
        List.of(),
        OverwritePolicy.REFUSE,
        DEFAULT_PATTERN,
        0);
  }

  /// What a song is written as: its own depth where that is 16 or 24 bits or float, 16 bits where
  /// it is 8 or the song is lossy, and for 32-bit integers and 64-bit float, which inside are
  /// 32-bit float as all songs are, 32-bit float (flac: 24 bits).
  public OutputFormat formatFor(AudioInfo song) {
    return new OutputFormat(container, depthFor(song), bitrateKbps);
  }

  private SampleDepth depthFor(AudioInfo song) {
    if (clip == ClipPolicy.FLOAT) {
      return SampleDepth.F32;
    }
    if (depth != null) {
      return depth;
    }
    if (song.lossy()) {
      return SampleDepth.S16;
    }
    return switch (song.depth()) {
      case U8, S16 -> SampleDepth.S16;
      case S24 -> SampleDepth.S24;
      case S32, F32, F64 -> isPacked(container) ? SampleDepth.S24 : SampleDepth.F32;
    };
  }

  public RenderOptions withContainer(Container kind) {
    return new RenderOptions(
        kind, depth, bitrateKbps, clip, keep, remixes, overwrite, namePattern, ditherSeed);
  }

  public RenderOptions withDepth(@Nullable SampleDepth bits) {
    return new RenderOptions(
        container, bits, bitrateKbps, clip, keep, remixes, overwrite, namePattern, ditherSeed);
  }

  public RenderOptions withBitrateKbps(int rate) {
    return new RenderOptions(
        container, depth, rate, clip, keep, remixes, overwrite, namePattern, ditherSeed);
  }

  public RenderOptions withClip(ClipPolicy policy) {
    return new RenderOptions(
        container, depth, bitrateKbps, policy, keep, remixes, overwrite, namePattern, ditherSeed);
  }

  public RenderOptions withKeep(List<String> stems) {
    return new RenderOptions(
        container, depth, bitrateKbps, clip, stems, remixes, overwrite, namePattern, ditherSeed);
  }

  public RenderOptions withRemixes(List<Remix> mixes) {
    return new RenderOptions(
        container, depth, bitrateKbps, clip, keep, mixes, overwrite, namePattern, ditherSeed);
  }

  public RenderOptions withOverwrite(OverwritePolicy policy) {
    return new RenderOptions(
        container, depth, bitrateKbps, clip, keep, remixes, policy, namePattern, ditherSeed);
  }

  public RenderOptions withNamePattern(String pattern) {
    return new RenderOptions(
        container, depth, bitrateKbps, clip, keep, remixes, overwrite, pattern, ditherSeed);
  }

  public RenderOptions withDitherSeed(long seed) {
    return new RenderOptions(
        container, depth, bitrateKbps, clip, keep, remixes, overwrite, namePattern, seed);
  }
}
