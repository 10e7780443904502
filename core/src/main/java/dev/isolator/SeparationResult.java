package dev.isolator;

import dev.isolator.audio.AudioInfo;
import java.nio.file.Path;
import java.util.List;

/// What became of one song.
///
/// @param input what the song was
/// @param frames samples per channel that were separated
/// @param stems the files that were written, in the model's order, remixes last
/// @param skipped files that were there already and were left alone, where that was asked for
/// @param model name and version of the model
/// @param run of the learning loop that trained the model; empty where none did
/// @param gainDb the common gain all stems were given so that none goes over full scale; 0 = none
/// @param nonFiniteSamples input samples that were NaN or infinite and were taken as silence
/// @param seconds wall-clock time it took
/// @param notes what a user should know: rates or channels a format could not hold, unknown gaps
public record SeparationResult(
    AudioInfo input,
    long frames,
    List<Stem> stems,
    List<Path> skipped,
    String model,
    String run,
    double gainDb,
    long nonFiniteSamples,
    double seconds,
    List<String> notes) {
  public SeparationResult {
    stems = List.copyOf(stems);
    skipped = List.copyOf(skipped);
    notes = List.copyOf(notes);
  }

  /// Seconds of music separated a second.
  public double realTimeFactor() {
    return frames / (double) input.sampleRate() / Math.max(1e-9, seconds);
  }
}
