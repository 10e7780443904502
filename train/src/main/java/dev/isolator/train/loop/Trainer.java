package dev.isolator.train.loop;

import dev.isolator.train.data.Mix;
import dev.isolator.train.data.MixLoader;
import dev.isolator.train.data.ValidationMixes;
import dev.isolator.train.descriptor.NetworkDescriptor;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.loss.Objective;
import dev.isolator.train.report.RunReport;
import dev.isolator.train.torch.ComputeDevice;
import dev.isolator.train.torch.TorchNetwork;
import dev.isolator.train.voice.VoiceScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// The loop: a batch, a step, now and then a checkpoint and a validation, until the time or the
/// steps are used up, the validation stops getting better, or it is stopped.
///
/// In the run's folder: `last.ckpt` to go on from, `best.ckpt` with the best validation, the
/// [RunReport] of the last one, and what [RunLog] writes. One thread; libtorch spreads each
/// operation over the threads it was given.
public final class Trainer implements AutoCloseable {
  private static final double NOTHING_YET = -999;

  /// Held-out micro-samples are those of every so many-th mix on the way, of all at the end.
  private static final int EXAMINED_ON_THE_WAY = 20;

  private final TrainingSettings settings;
  private final Architecture architecture;
  private final Path folder;
  private final ValidationMixes validation;
  private final RunLog log;
  private final PointerScope scope = new PointerScope();
  private final TrainingState state;
  private final ComputeDevice device;
  private final TorchNetwork network;
  private final Objective objective;
  private double seconds; // of training, this run's and those before it
  private double best;
  private double measured = Double.NaN; // of the present weights
  private int worse; // validations since the best one
  private final TorchNetwork.Mode mode;

  /// @param folder of the run; where it holds `last.ckpt`, the run goes on from there
  /// @param start where to start from otherwise; null = random weights
  public Trainer(
      TrainingSettings settings,
      Path folder,
      @Nullable Start start,
      ValidationMixes validation,
      RunLog log)
      throws IOException {
    this.settings = settings;
    this.architecture = settings.architecture();
    this.folder = folder;
    this.validation = validation;
    this.log = log;
    device = ComputeDevice.of(settings.compute().device());
    var layout = architecture.weights();
    Path last = folder.resolve("last.ckpt");
    if (Files.exists(last)) {
      var checkpoint = Checkpoint.read(last);
      checkpoint.requireFit(architecture, last);
      state = TrainingState.of(layout, checkpoint, device);
      seconds = checkpoint.progress().seconds();
      best = checkpoint.progress().best();
    } else {
      state =
          new TrainingState(
              start != null ? start.weights() : WeightValues.fresh(layout, settings.seed()),
              device);
      best = NOTHING_YET;
    }
    boolean frozen = start != null && start.frozenStatistics();
    mode = frozen ? TorchNetwork.Mode.FROZEN_STATISTICS : TorchNetwork.Mode.TRAINING;
    network =
        new TorchNetwork(
            architecture.network(),
            state.parameters,
            state.statistics,
            settings.compute().precision());
    objective =
        Objective.of(
            architecture,
            settings.segments().margin(),
            settings.loss().kind(),
            settings.loss().bandWeightExponent(),
            settings.segments().windowHop(),
            settings.microSamples());
  }

  /// Steps done, of this run and those it goes on from.
  public long step() {
    return state.step;
  }

  /// Trains to the end of the budget.
  ///
  /// @param batches from batch [#step()] on
  /// @param stopped asked before each step; what it takes to answer does not count as training
  public void run(MixLoader batches, BooleanSupplier stopped) throws IOException {
    double checkpointAt = seconds + 60 * settings.intervals().checkpointMinutes();
    double validationAt = seconds + 60 * settings.intervals().validationMinutes();
    double earlier = seconds;
    long begin = System.nanoTime();
    while (done() < 1) {
      long asked = System.nanoTime();
      boolean ends = stopped.getAsBoolean();
      begin += System.nanoTime() - asked; // it may have stood still, which is no training
      if (ends) {
        break;
      }
      Mix[] batch = batches.next();
      double rate = settings.optimiser().schedule().at(state.optimiserStep, done());
      long stepBegin = System.nanoTime();
      double[] lossAndNorm = step(batch, rate);
      seconds = earlier + (System.nanoTime() - begin) / 1e9;
      double audio =
          (double) settings.segments().batch()
              * settings.segments().frames()
              * architecture.hopLength()
              / architecture.sampleRate();
      log.step(
          new RunLog.Step(
              state.step,
              seconds,
              done(),
              lossAndNorm[0],
              lossAndNorm[1],
              rate,
              audio / ((System.nanoTime() - stepBegin) / 1e9)));
      if (seconds >= validationAt) {
        report(validate(batches, EXAMINED_ON_THE_WAY));
        validationAt = seconds + 60 * settings.intervals().validationMinutes();
        if (settings.budget().patience() > 0 && worse >= settings.budget().patience()) {
          break;
        }
      }
      if (seconds >= checkpointAt) {
        save("last.ckpt");
        checkpointAt = seconds + 60 * settings.intervals().checkpointMinutes();
      }
    }
    save("last.ckpt"); // first, as who stopped the run waits for it, and what follows takes minutes
    if (stopped.getAsBoolean()) {
      return;
    }
    var examples = validate(batches, 1);
    save("last.ckpt");
    report(examples);
  }

  /// Share of the budget that is used up, whichever limit is nearer.
  private double done() {
    double time =
        settings.budget().minutes() > 0 ? seconds / (60 * settings.budget().minutes()) : 0;
    double steps =
        settings.budget().steps() > 0 ? (double) state.step / settings.budget().steps() : 0;
    return Math.max(time, steps);
  }

  /// A network's output for every frame, or for some windows by themselves.
  private Tensor answer(TorchNetwork asked, Tensor features, TorchNetwork.Mode how) {
    return settings.segments().windowHop() > 1
            && architecture.network() instanceof Layer.Windows windows
        ? asked.windows(windows, features, settings.segments().windowHop(), how)
        : asked.forward(features, how);
  }

  /// One step.
  ///
  /// @return loss, and the gradient's norm
  double[] step(Mix[] batch, double rate) throws IOException {
    torch.manual_seed(settings.seed() + 0x9E3779B97F4A7C15L * state.step); // of dropout
    try (var _ = new PointerScope()) {
      double value =
          objective.of(batch, x -> ComputeDevice.CPU.bring(answer(network, device.bring(x), mode)));
      if (!(Math.abs(value) < Double.POSITIVE_INFINITY)) {
        throw notANumber(batch, value);
      }
      try (var _ = new AutoGradMode(false)) {
        double norm =
            state.step(rate, settings.optimiser().weightDecay(), settings.optimiser().clip());
        measured = Double.NaN;
        if (!(norm < Double.POSITIVE_INFINITY)) {
          throw notANumber(batch, norm);
        }
        return new double[] {value, norm};
      }
    }
  }

  private IOException notANumber(Mix[] batch, double value) throws IOException {
    Path saved = BatchDump.write(folder, state.step, batch);
    return new IOException(
        "%s: the loss became %s at step %d; its batch is in there, last.ckpt is from before; try a lower rate"
            .formatted(saved, value, state.step));
  }

  /// @param every so many-th mix is examined, where micro-samples are held out
  /// @return some songs with the vocals that were found
  private List<RunReport.Example> validate(MixLoader batches, int every) throws IOException {
    var examples = new ArrayList<RunReport.Example>();
    var weights = state.averaged();
    var ofWeights =
        Validation.of(
            architecture, weights, validation, settings.compute().precision(), examples::add);
    var result =
        VoiceValidation.with(ofWeights, objective.classified(), heldOut(weights, batches, every));
    log.validation(state.step, seconds, result);
    measured = result.first();
    worse++;
    if (measured > best) {
      best = measured;
      worse = 0;
      save("best.ckpt");
    }
    return examples;
  }

  /// How well micro-samples that were never learnt from are classified.
  private VoiceScore heldOut(WeightValues weights, MixLoader batches, int every) {
    var score = VoiceScore.none();
    if (!settings.microSamples().isOn()) {
      return score;
    }
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      var averaged =
          TorchNetwork.of(architecture.network(), weights, settings.compute().precision());
      for (long k = 0; k < batches.different(); k += every) {
        try (var _ = new PointerScope()) {
          score =
              score.plus(
                  objective.heldOut(
                      new Mix[] {batches.mix(k)},
                      x -> answer(averaged, x, TorchNetwork.Mode.INFERENCE)));
        }
      }
    }
    return score;
  }

  private void report(List<RunReport.Example> examples) {
    try {
      RunReport.write(
          folder,
          settings.model().name() + " " + settings.model().version(),
          settings.toString().replace(", ", ",\n  "),
          examples);
    } catch (IOException e) {
      log.warning(
          "%s cannot be written (%s); the run goes on"
              .formatted(folder.resolve("report.html"), e.getMessage()));
    }
  }

  private void save(String name) throws IOException {
    try {
      state
          .checkpoint(NetworkDescriptor.of(architecture), seconds, best, measured)
          .write(folder.resolve(name));
    } catch (IOException e) {
      log.warning(
          String.valueOf(
              e.getMessage())); // the checkpoint before is still there, and the run goes on
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
