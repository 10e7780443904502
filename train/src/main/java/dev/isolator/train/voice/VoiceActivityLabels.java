package dev.isolator.train.voice;

import dev.isolator.dataset.activity.StemActivity;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.spectrum.AnalysisGrid;

/// Labels of voice activity, read off the vocal stem: whether somebody sings in the middle of each
/// frame, by a level with hysteresis, [StemActivity]. A frame with its label is one *micro-sample*.
/// Any thread.
public final class VoiceActivityLabels {
  private VoiceActivityLabels() {}

  /// The labels of a segment's frames.
  ///
  /// @param vocals `[channels][n]` at the grid's rate
  /// @param grid of the frames
  /// @param middle sample in the middle of frame 0
  /// @return `[frames]`, 1 where somebody sings, else 0
  public static float[] of(float[][] vocals, AnalysisGrid grid, int middle, int frames) {
    int rate = grid.sampleRate();
    var timeline = StemActivity.defaults().of(new Recording(vocals, rate));
    var labels = new float[frames];
    for (int t = 0; t < frames; t++) {
      double seconds = (middle + (double) t * grid.hopLength()) / rate;
      labels[t] = timeline.isVoice(seconds) ? 1 : 0;
    }
    return labels;
  }
}
