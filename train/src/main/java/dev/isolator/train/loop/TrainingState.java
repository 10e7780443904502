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
  final Tensor trained;
  final Tensor counted;
  final Tensor firstMoment;
  final Tensor secondMoment;
  final Tensor average;
  final Tensor countedAverage;
  long step;

  TrainingState(WeightValues start, ComputeDevice device) {
    layout = start.layout();
    long size = layout.trainedSize();
    trained = device.bring(Tensors.of(start.trained(), size));
    counted = device.bring(Tensors.of(start.counted(), layout.countedSize()));
    firstMoment = torch.zeros_like(trained);
    secondMoment = torch.zeros_like(trained);
    average = trained.clone();
    countedAverage = counted.clone();
    trained.set_requires_grad(true);
  }

  /// The state that a checkpoint holds.
  static TrainingState of(WeightLayout layout, Checkpoint from, ComputeDevice device) {
    var state = new TrainingState(new WeightValues(layout, from.trained(), from.counted()), device);
    if (from.firstMoment().length > 0) {
      set(state.firstMoment, from.firstMoment());
      set(state.secondMoment, from.secondMoment());
      set(state.average, from.average());
      set(state.countedAverage, from.countedAverage());
      state.step = from.step();
    }
    return state;
  }

  private static void set(Tensor tensor, float[] values) {
    tensor.copy_(Tensors.of(values, values.length));
  }

  /// What a checkpoint holds of it.
  Checkpoint checkpoint(NetworkDescriptor network, double seconds, double best, double measured) {
    return new Checkpoint(
        network,
        step,
        seconds,
        best,
        measured,
        Tensors.values(trained),
        Tensors.values(counted),
        Tensors.values(firstMoment),
        Tensors.values(secondMoment),
        Tensors.values(average),
        Tensors.values(countedAverage));
  }

  /// The averaged weights, which are the ones to use.
  WeightValues averaged() {
    return new WeightValues(layout, Tensors.values(average), Tensors.values(countedAverage));
  }

  /// One step of AdamW along the gradient, clipped to a norm, then of the average. To be called
  /// without autograd.
  ///
  /// @return the gradient's norm before clipping
  double step(double rate, double weightDecay, double clip) {
    var gradient = trained.grad();
    double norm = gradient.norm().item_double();
    if (norm > clip) {
      gradient.mul_(new Scalar(clip / norm));
    }
    step++;
    trained.mul_(new Scalar(1 - rate * weightDecay));
    firstMoment.lerp_(gradient, new Scalar(1 - BETA_1));
    secondMoment.mul_(new Scalar(BETA_2)).addcmul_(gradient, gradient, new Scalar(1 - BETA_2));
    double correction1 = 1 - Math.pow(BETA_1, (double) step);
    double correction2 = 1 - Math.pow(BETA_2, (double) step);
    var denominator =
        secondMoment.sqrt().div(new Scalar(Math.sqrt(correction2))).add(new Scalar(EPSILON));
    trained.addcdiv_(firstMoment, denominator, new Scalar(-rate / correction1));
    gradient.zero_();
    double keep = Math.min(LONGEST_AVERAGE, step / (step + 20.0));
    average.lerp_(trained, new Scalar(1 - keep));
    countedAverage.lerp_(counted, new Scalar(1 - keep));
    return norm;
  }
}
