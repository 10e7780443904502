package dev.isolator.evaluate.score;

import dev.isolator.evaluate.candidate.VoiceProbabilities;
import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.evaluate.metric.VoiceActivityScores;
import dev.isolator.voice.StemLevel;
import dev.isolator.voice.VoiceTimeline;

/// How well voice probabilities agree with the voice activity of a song, which is the level of the
/// true vocal stem ([StemLevel]). A frame is classified as voiced from the threshold of the model's
/// card on, else 0.5, without hysteresis.
///
/// @param source where the probabilities come from: `voice network`, `network` or `stem energy`
/// @param frames the number of frames compared
/// @param voiced share of the frames with a voice, 0 to 1
/// @param scores of the classification
/// @param counts of the probabilities
public record VoiceScores(
    String source,
    int frames,
    double voiced,
    VoiceActivityScores scores,
    ProbabilityCounts counts) {
  /// Compares probabilities with a vocal stem.
  static VoiceScores of(VoiceProbabilities heard, Pcm16 vocals) {
    VoiceTimeline truth = StemLevel.defaults().of(vocals.toFloat(), vocals.sampleRate());
    double[] middles = heard.middles();
    var labels = new boolean[middles.length];
    int voiced = 0;
    for (int t = 0; t < labels.length; t++) {
      labels[t] = truth.isVoice(middles[t]);
      voiced += labels[t] ? 1 : 0;
    }
    return new VoiceScores(
        heard.source().words(),
        labels.length,
        (double) voiced / labels.length,
        VoiceActivityScores.of(labels, heard.probabilities(), heard.threshold()),
        ProbabilityCounts.of(labels, heard));
  }

  /// The accuracy of the majority class, if it were always predicted.
  public double majority() {
    return Math.max(voiced, 1 - voiced);
  }
}
