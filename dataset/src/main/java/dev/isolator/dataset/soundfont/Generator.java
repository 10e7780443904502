package dev.isolator.dataset.soundfont;

/// Generator numbers, section 8.1.2; only those that the player uses.
final class Generator {
  static final int START_OFFSET = 0;
  static final int END_OFFSET = 1;
  static final int LOOP_START_OFFSET = 2;
  static final int LOOP_END_OFFSET = 3;
  static final int START_COARSE = 4;
  static final int MOD_LFO_PITCH = 5;
  static final int VIB_LFO_PITCH = 6;
  static final int MOD_ENV_PITCH = 7;
  static final int FILTER_CUTOFF = 8;
  static final int FILTER_Q = 9;
  static final int MOD_LFO_FILTER = 10;
  static final int MOD_ENV_FILTER = 11;
  static final int END_COARSE = 12;
  static final int MOD_LFO_VOLUME = 13;
  static final int REVERB_SEND = 16;
  static final int PAN = 17;
  static final int MOD_LFO_DELAY = 21;
  static final int MOD_LFO_RATE = 22;
  static final int VIB_LFO_DELAY = 23;
  static final int VIB_LFO_RATE = 24;
  static final int MOD_ENV_DELAY = 25;
  static final int VOL_ENV_DELAY = 33;
  static final int INSTRUMENT = 41;
  static final int KEY_RANGE = 43;
  static final int VELOCITY_RANGE = 44;
  static final int LOOP_START_COARSE = 45;
  static final int KEY = 46;
  static final int VELOCITY = 47;
  static final int ATTENUATION = 48;
  static final int LOOP_END_COARSE = 50;
  static final int COARSE_TUNE = 51;
  static final int FINE_TUNE = 52;
  static final int SAMPLE = 53;
  static final int SAMPLE_MODES = 54;
  static final int SCALE_TUNING = 56;
  static final int EXCLUSIVE_CLASS = 57;
  static final int ROOT_KEY = 58;
  static final int COUNT = 61;

  /// Offsets from a `DELAY` generator to the rest of its envelope.
  static final int ATTACK = 1;

  static final int HOLD = 2;
  static final int DECAY = 3;
  static final int SUSTAIN = 4;
  static final int RELEASE = 5;
  static final int KEY_TO_HOLD = 6;
  static final int KEY_TO_DECAY = 7;

  private Generator() {}

  /// The default values, section 8.1.3.
  static int[] defaults() {
    var values = new int[COUNT];
    values[FILTER_CUTOFF] = 13_500;
    for (int gen : new int[] {MOD_LFO_DELAY, VIB_LFO_DELAY}) {
      values[gen] = -12_000;
    }
    for (int env : new int[] {MOD_ENV_DELAY, VOL_ENV_DELAY}) {
      values[env] = -12_000;
      values[env + ATTACK] = -12_000;
      values[env + HOLD] = -12_000;
      values[env + DECAY] = -12_000;
      values[env + RELEASE] = -12_000;
    }
    values[KEY_RANGE] = 127 << 8;
    values[VELOCITY_RANGE] = 127 << 8;
    values[KEY] = -1;
    values[VELOCITY] = -1;
    values[SCALE_TUNING] = 100;
    values[ROOT_KEY] = -1;
    return values;
  }

  /// Whether a preset's value is added to the instrument's, section 8.5.
  static boolean adds(int gen) {
    return switch (gen) {
      case START_OFFSET,
          END_OFFSET,
          LOOP_START_OFFSET,
          LOOP_END_OFFSET,
          START_COARSE,
          END_COARSE,
          LOOP_START_COARSE,
          LOOP_END_COARSE,
          KEY,
          VELOCITY,
          SAMPLE_MODES,
          EXCLUSIVE_CLASS,
          ROOT_KEY,
          KEY_RANGE,
          VELOCITY_RANGE,
          INSTRUMENT,
          SAMPLE ->
          false;
      default -> true;
    };
  }
}
