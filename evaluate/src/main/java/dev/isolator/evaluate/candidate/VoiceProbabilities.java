package dev.isolator.evaluate.candidate;

import dev.isolator.voice.VoiceListener;
import dev.isolator.voice.VoiceSource;
import java.util.Arrays;

/// How probable a candidate finds a voice, frame by frame.
public final class VoiceProbabilities implements VoiceListener {
  private final VoiceSource source;
  private final double threshold;
  private double[] middles = new double[1024];
  private double[] probabilities = new double[1024];
  private int frames;

  /// @param source what the probabilities come from
  /// @param threshold from which on a frame is voiced, for this candidate
  public VoiceProbabilities(VoiceSource source, double threshold) {
    this.source = source;
    this.threshold = threshold;
  }

  @Override
  public void heard(double startSeconds, double endSeconds, float probability) {
    if (frames == middles.length) {
      middles = Arrays.copyOf(middles, 2 * frames);
      probabilities = Arrays.copyOf(probabilities, 2 * frames);
    }
    middles[frames] = (startSeconds + endSeconds) / 2;
    probabilities[frames] = probability;
    frames++;
  }

  /// What the probabilities come from.
  public VoiceSource source() {
    return source;
  }

  /// From which probability on a frame is voiced: that of the model's card, else 0.5.
  public double threshold() {
    return threshold;
  }

  /// The frames' middles in seconds, `[frames]`.
  public double[] middles() {
    return Arrays.copyOf(middles, frames);
  }

  /// `[frames]`, 0 to 1.
  public double[] probabilities() {
    return Arrays.copyOf(probabilities, frames);
  }
}
