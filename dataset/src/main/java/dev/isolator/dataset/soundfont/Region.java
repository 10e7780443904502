package dev.isolator.dataset.soundfont;

/// One sample with all its generators, for a range of keys and velocities of one preset: a preset
/// zone combined with an instrument zone.
///
/// @param gens values by generator number, `[Generator.COUNT]`, preset and instrument put together
/// @param start first sample point in the bank
/// @param end past the last sample point
/// @param loopStart first sample point of the loop
/// @param loopEnd past the last of the loop
/// @param sampleRate in Hz
/// @param rootKey the key at which the sample sounds as recorded
/// @param tuneCents correction of the recording
@SuppressWarnings("ArrayRecordComponent") // a carrier inside the player: never compared or hashed
record Region(
    int[] gens,
    int start,
    int end,
    int loopStart,
    int loopEnd,
    int sampleRate,
    int rootKey,
    int tuneCents) {

  boolean covers(int key, int velocity) {
    int keys = gens[Generator.KEY_RANGE];
    int velocities = gens[Generator.VELOCITY_RANGE];
    return key >= (keys & 0xFF)
        && key <= high(keys)
        && velocity >= (velocities & 0xFF)
        && velocity <= high(velocities);
  }

  private static int high(int range) {
    return (range >> 8) & 0xFF;
  }

  boolean loops() {
    return (gens[Generator.SAMPLE_MODES] & 1) == 1 && loopEnd - loopStart >= 8;
  }

  /// Whether the loop ends with the key, so that the rest of the sample is played.
  boolean loopsUntilRelease() {
    return (gens[Generator.SAMPLE_MODES] & 3) == 3;
  }
}
