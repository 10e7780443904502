package dev.isolator.dataset.trial;

import dev.isolator.dataset.recording.Recording;

/// A pair whose truth is known.
///
/// @param mix what the vocals are to be found in
/// @param vocals the vocals after all that was done to them
/// @param clean `[channels][frames]`, the vocals as they are in the mix before any lossy coding
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
record Trial(Truth truth, Recording mix, Recording vocals, float[][] clean) {}
