package dev.isolator.dataset.pair;

/// A segment of the vocals that is not in phase with the mix at the lag that the fit gives it.
///
/// @param fromSeconds start in the vocals, by their own clock
/// @param toSeconds end in the vocals
record UnalignedSegment(double fromSeconds, double toSeconds) {
  double seconds() {
    return toSeconds - fromSeconds;
  }
}
