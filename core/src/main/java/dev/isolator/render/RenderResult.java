package dev.isolator.render;

import java.nio.file.Path;
import java.util.List;

/// What was written of one song.
///
/// @param files the files, stems in the model's order, then remixes
/// @param skipped files that existed and were left alone ([OverwritePolicy#SKIP])
/// @param frames samples per channel of every stem
/// @param gainDb the gain that all stems share, 0 or less; 0 = none was needed
/// @param clippedSamples samples cut off at full scale ([ClipPolicy#SATURATE]), all channels
/// @param notes what a user should know, a sentence each: a rate or channels that the format could
///   not hold, a gain that was applied
public record RenderResult(
    List<RenderedFile> files,
    List<Path> skipped,
    long frames,
    double gainDb,
    long clippedSamples,
    List<String> notes) {
  public RenderResult {
    files = List.copyOf(files);
    skipped = List.copyOf(skipped);
    notes = List.copyOf(notes);
  }
}
