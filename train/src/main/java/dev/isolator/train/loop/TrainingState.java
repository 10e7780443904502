package dev.isolator.train.loop;

import dev.isolator.train.descriptor.NetworkDescriptor;
import dev.isolator.train.layer.WeightLayout;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.torch.ComputeDevice;
import dev.isolator.train.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// All that changes from step to step, as flat tensors: weights, their moments, their average.
///
/// Sources: Loshchilov and Hutter, ICLR 2019 (AdamW); Polyak and Juditsky, 1992 (averaging).
final class TrainingState {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;
  private static final double LONGEST_AVERAGE = 0.999;

  final WeightLayout layout;
  final Tensor parameters;
  final Tensor statistics;
  final Tensor firstMoment;
  final Tensor secondMoment;
  final Tensor average;
  final Tensor averageStatistics;
  long step; // of the run
  long optimiserStep; // since the moments and the average began

  TrainingState(WeightValues start, ComputeDevice device) {
    layout = start.layout();
    long size = layout.parameterCount();
    parameters = device.bring(Tensors.of(start.parameters(), size));
    statistics = device.bring(Tensors.of(start.statistics(), layout.statisticCount()));
    firstMoment = torch.zeros_like(parameters);
    secondMoment = torch.zeros_like(parameters);
    average = parameters.clone();
    averageStatistics = statistics.clone();
    parameters.set_requires_grad(true);
  }

  /// The state that a checkpoint holds. Where it has weights alone, the moments and the average
  /// begin anew.
  static TrainingState of(WeightLayout layout, Checkpoint from, ComputeDevice device) {
    var weights = from.weights();
    var start = new WeightValues(layout, weights.parameters(), weights.statistics());
    var state = new TrainingState(start, device);
    state.step = from.step();
    if (!from.isWeightsOnly()) {
      set(state.firstMoment, from.moments().first());
      set(state.secondMoment, from.moments().second());
      set(state.average, from.average().parameters());
      set(state.averageStatistics, from.average().statistics());
      state.optimiserStep = from.progress().optimiserStep();
    }
    return state;
  }

  private static void set(Tensor tensor, float[] values) {
    tensor.copy_(Tensors.of(values, values.length));
  }

  /// What a checkpoint holds of it.
  ///
  /// @param seconds of training done
  /// @param best best validation so far
  /// @param measured validation of these weights, or NaN
  Checkpoint checkpoint(NetworkDescriptor network, double seconds, double best, double measured) {
    return new Checkpoint(
        network,
        new Checkpoint.Progress(step, optimiserStep, seconds, best, measured),
        new Checkpoint.Weights(Tensors.values(parameters), Tensors.values(statistics)),
        new Checkpoint.Weights(Tensors.values(average), Tensors.values(averageStatistics)),
        new Checkpoint.Moments(Tensors.values(firstMoment), Tensors.values(secondMoment)));
  }

  /// The averaged weights, which are the ones to use.
  WeightValues averaged() {
    return new WeightValues(layout, Tensors.values(average), Tensors.values(averageStatistics));
  }

  /// One step of AdamW along the gradient, clipped to a norm, then of the average. To be called
  /// without autograd.
  ///
  /// @return the gradient's norm before clipping
  double step(double rate, double weightDecay, double clip) {
    var gradient = parameters.grad();
    double norm = gradient.norm().item_double();
    if (norm > clip) {
      gradient.mul_(new Scalar(clip / norm));
    }
    step++;
    optimiserStep++;
    parameters.mul_(new Scalar(1 - rate * weightDecay));
    firstMoment.lerp_(gradient, new Scalar(1 - BETA_1));
    secondMoment.mul_(new Scalar(BETA_2)).addcmul_(gradient, gradient, new Scalar(1 - BETA_2));
    double correction1 = 1 - Math.pow(BETA_1, (double) optimiserStep);
    double correction2 = 1 - Math.pow(BETA_2, (double) optimiserStep);
    var denominator =
        secondMoment.sqrt().div(new Scalar(Math.sqrt(correction2))).add(new Scalar(EPSILON));
    parameters.addcdiv_(firstMoment, denominator, new Scalar(-rate / correction1));
    gradient.zero_();
    double keep = Math.min(LONGEST_AVERAGE, optimiserStep / (optimiserStep + 20.0));
    average.lerp_(parameters, new Scalar(1 - keep));
    averageStatistics.lerp_(statistics, new Scalar(1 - keep));
    return norm;
  }
}
