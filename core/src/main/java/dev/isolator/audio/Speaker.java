package dev.isolator.audio;

/// Where one channel of a recording is meant to be heard, in the order of the WAVE channel mask.
public enum Speaker {
  FRONT_LEFT,
  FRONT_RIGHT,
  FRONT_CENTRE,
  /// Low-frequency effects.
  LFE,
  BACK_LEFT,
  BACK_RIGHT,
  FRONT_LEFT_OF_CENTRE,
  FRONT_RIGHT_OF_CENTRE,
  BACK_CENTRE,
  SIDE_LEFT,
  SIDE_RIGHT,
  TOP_CENTRE,
  TOP_FRONT_LEFT,
  TOP_FRONT_CENTRE,
  TOP_FRONT_RIGHT,
  TOP_BACK_LEFT,
  TOP_BACK_CENTRE,
  TOP_BACK_RIGHT,
  /// A channel of no stated place.
  UNKNOWN
}
