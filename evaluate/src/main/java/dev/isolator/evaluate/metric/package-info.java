/// Quality measures of stems, in decibels, and of voice activity.
///
/// [BssEval] scores all stems of a song against their references in one go; [ScaleInvariantSdr] and
/// [TrackSdr] score one stem over the whole track; [VoiceActivityScores] compares voice
/// probabilities with true labels. The scores of stems take [Pcm16]: 16-bit audio, because that is
/// what the reference implementations read from disk, and because without quantisation noise the
/// projections of BSS Eval are singular for audio that comes from a lossy codec.
///
/// ```java
/// List<Pcm16> references = List.of(vocals, music);
/// List<Pcm16> estimates = List.of(estimatedVocals, estimatedMusic);
/// List<FrameScores> scores = BssEval.score(references, estimates);
/// double vocalsSdr = scores.get(0).median().sdr(); // dB
/// ```
@NullMarked
package dev.isolator.evaluate.metric;

import org.jspecify.annotations.NullMarked;
