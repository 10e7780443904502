package dev.isolator.dataset.pair;

/// A stretch of the vocals that does not sound in the mix where the fit has it.
///
/// @param fromSeconds start in the vocals, by their own clock
/// @param toSeconds end in the vocals
record Stray(double fromSeconds, double toSeconds) {
  double seconds() {
    return toSeconds - fromSeconds;
  }
}
