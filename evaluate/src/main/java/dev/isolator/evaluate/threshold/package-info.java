/// Thresholds of voice activity: from which probability on somebody sings, found on validation
/// songs, for a model's card.
///
/// ```java
/// var fit = ThresholdFit.of(sung, probabilities);
/// fit.threshold(); // goes into the card as voiceOn
/// ```
///
/// [VoiceFrames] gathers what a model says of all songs of a data set, through a running median;
/// [ThresholdFit] finds the threshold. `isolator thresholds` prints it for several medians.
@NullMarked
package dev.isolator.evaluate.threshold;

import org.jspecify.annotations.NullMarked;
