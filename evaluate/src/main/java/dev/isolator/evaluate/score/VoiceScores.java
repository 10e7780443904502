package dev.isolator.evaluate.score;

import dev.isolator.evaluate.candidate.HeardVoice;
import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.evaluate.metric.VoiceActivityScores;
import dev.isolator.voice.StemLevel;
import dev.isolator.voice.VoiceTimeline;

/// How well somebody knows where a song's voice sings, against the level of the true vocal stem
/// ([StemLevel]); probabilities count as voice from 0.5 on, without hysteresis.
///
/// @param source what said it: `network` or `stem energy`
/// @param frames that were compared
/// @param voiced share of them with a voice, 0 to 1
/// @param scores the comparison
public record VoiceScores(String source, int frames, double voiced, VoiceActivityScores scores) {
  private static final double THRESHOLD = 0.5;

  /// Compares what was heard with a vocal stem.
  static VoiceScores of(HeardVoice heard, Pcm16 vocals) {
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
        VoiceActivityScores.of(labels, heard.probabilities(), THRESHOLD));
  }

  /// What the commoner answer, always given, would reach.
  public double majority() {
    return Math.max(voiced, 1 - voiced);
  }
}
