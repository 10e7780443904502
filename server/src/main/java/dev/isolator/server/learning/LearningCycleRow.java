package dev.isolator.server.learning;

import org.jspecify.annotations.Nullable;

/// A run of the learning loop as it is stored. Times are milliseconds since 1970.
///
/// @param until `collect` or `gate`
/// @param minutes of training; missing = those of `learn.yaml`
/// @param who began it
/// @param stopping whether somebody wants it to end
/// @param paused whether training stands still
/// @param made what has come of it so far
/// @param message why it failed, or what was left out
public record LearningCycleRow(
    String id,
    LearningState state,
    String until,
    @Nullable Double minutes,
    String who,
    boolean stopping,
    boolean paused,
    long created,
    @Nullable Long ended,
    Made made,
    @Nullable String message) {

  /// What has come of a run so far.
  ///
  /// @param data number of the version of the data
  /// @param run its name in the learning folder, such as `r3`
  /// @param model `name@version` of what it made
  /// @param modelSha256 its hash
  /// @param base `name@version` of what it fine-tuned, and was compared with
  /// @param baseSha256 its hash
  /// @param report the gate's, as JSON
  public record Made(
      @Nullable Integer data,
      @Nullable String run,
      @Nullable String model,
      @Nullable String modelSha256,
      @Nullable String base,
      @Nullable String baseSha256,
      @Nullable String report) {}
}
