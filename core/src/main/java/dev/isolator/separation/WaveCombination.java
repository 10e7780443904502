package dev.isolator.separation;

import dev.isolator.model.Combination;
import dev.isolator.model.EnsembleModel;

/// The waves of an ensemble's members, in step → one wave for each stem and channel. What comes out
/// depends on the waves alone, not on the blocks in which they come.
///
/// A row is a channel of a stem. One song, one thread.
sealed interface WaveCombination permits WaveMean, MagnitudeSelection {
  /// How the ensemble's waves become one.
  static WaveCombination of(EnsembleModel model, int rows, int sampleRate, Workers workers) {
    double[] weights = model.parts().stream().mapToDouble(EnsembleModel.Part::weight).toArray();
    return model.combination() == Combination.MEAN
        ? new WaveMean(weights, rows)
        : new MagnitudeSelection(model.combination(), weights, rows, sampleRate, workers);
  }

  /// Takes the next frames in.
  ///
  /// @param waves `[member][row][≥ frames]`
  /// @param frames 1 to [StemReceiver#MAX_FRAMES]
  void add(float[][][] waves, int frames);

  /// No more frames come.
  void finish();

  /// What is ready, `[row]`.
  SampleQueue ready();
}
