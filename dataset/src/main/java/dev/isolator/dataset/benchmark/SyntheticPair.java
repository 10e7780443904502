package dev.isolator.dataset.benchmark;

import dev.isolator.dataset.recording.Recording;

/// A pair whose ground truth is known.
///
/// @param truth how the vocals were changed
/// @param mix the mix in which the vocals are to be found
/// @param vocals the changed vocals
/// @param clean `[channels][frames]`, the vocals as they are in the mix before any lossy coding
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
record SyntheticPair(GroundTruth truth, Recording mix, Recording vocals, float[][] clean) {}
