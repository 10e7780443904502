package dev.isolator.train.loop;

import dev.isolator.train.descriptor.NetworkDescriptor;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.layer.WeightValues;
import java.io.IOException;
import java.nio.file.Path;

/// Where a run stands: everything needed to go on as if it had not stopped, or the averaged weights
/// alone. [CheckpointFile] is its form on disk.
///
/// @param network that the weights belong to; they do not fit another one
/// @param weights as the last step left them
/// @param average of the weights over steps, which is what is exported; empty where `weights` are
///   the average already
/// @param moments of the optimiser; empty where only weights were kept
public record Checkpoint(
    NetworkDescriptor network,
    Progress progress,
    Weights weights,
    Weights average,
    Moments moments) {

  /// How far a run is.
  ///
  /// @param step steps done
  /// @param optimiserStep steps since the optimiser's moments and the average began, at most `step`
  /// @param seconds of training done, as the budget counts them
  /// @param best best validation SDR so far in dB
  /// @param measured validation SDR of the averaged weights in dB, NaN where they were not
  ///   validated
  public record Progress(
      long step, long optimiserStep, double seconds, double best, double measured) {}

  /// Weights in the order of [dev.isolator.train.layer.WeightLayout].
  ///
  /// @param parameters what the optimiser changes
  /// @param statistics running statistics of batch norm
  @SuppressWarnings("ArrayRecordComponent") // megabytes on their way to disk; never compared
  public record Weights(float[] parameters, float[] statistics) {
    static final Weights NONE = new Weights(new float[0], new float[0]);
  }

  /// AdamW's moments of each parameter.
  @SuppressWarnings("ArrayRecordComponent") // megabytes on their way to disk; never compared
  public record Moments(float[] first, float[] second) {
    static final Moments NONE = new Moments(new float[0], new float[0]);
  }

  /// Reads one; see [CheckpointFile#read].
  public static Checkpoint read(Path file) throws IOException {
    return CheckpointFile.read(file);
  }

  /// Writes it; see [CheckpointFile#write].
  public void write(Path file) throws IOException {
    CheckpointFile.write(this, file);
  }

  /// Writes weights alone with their parameters in 16 bits; see [CheckpointFile].
  ///
  /// @throws IOException if it has more than weights, or one is too large for 16 bits
  public void writeHalf(Path file) throws IOException {
    CheckpointFile.writeHalf(this, file);
  }

  /// Steps done.
  public long step() {
    return progress.step();
  }

  /// Whether the optimiser's state is missing.
  public boolean isWeightsOnly() {
    return average.parameters().length == 0;
  }

  /// The averaged weights.
  ///
  /// @throws IOException if they are of another network; `file` is named in the message
  public WeightValues averaged(Architecture expected, Path file) throws IOException {
    requireFit(expected, file);
    var averaged = isWeightsOnly() ? weights : average;
    return new WeightValues(expected.weights(), averaged.parameters(), averaged.statistics());
  }

  /// Refuses another network's weights, and says in what the two networks differ.
  public void requireFit(Architecture expected, Path file) throws IOException {
    var layout = expected.weights();
    var difference = network.difference(NetworkDescriptor.of(expected));
    if (difference != null) {
      throw new IOException(
          "%s: expected weights of %s %s with %s = %s, found those of another network with %s = %s; name a checkpoint of the same family, stems and settings"
              .formatted(
                  file,
                  expected.family(),
                  expected.stems(),
                  difference.field(),
                  difference.second(),
                  difference.field(),
                  difference.first()));
    }
    int parameters = weights.parameters().length;
    int statistics = weights.statistics().length;
    if (parameters != layout.parameterCount() || statistics != layout.statisticCount()) {
      throw new IOException(
          "%s: expected %d and %d weights, found %d and %d; the file is damaged, name another one"
              .formatted(
                  file, layout.parameterCount(), layout.statisticCount(), parameters, statistics));
    }
  }

  /// The averaged weights alone, a quarter of the size. A run that goes on from them counts its
  /// steps and its time on, but gathers the optimiser's moments and the average anew.
  ///
  /// @throws IOException if they are of another network; `file` is named in the message
  public Checkpoint weightsOnly(Architecture expected, Path file) throws IOException {
    requireFit(expected, file);
    return new Checkpoint(
        NetworkDescriptor.of(expected),
        progress,
        isWeightsOnly() ? weights : average,
        Weights.NONE,
        Moments.NONE);
  }
}
