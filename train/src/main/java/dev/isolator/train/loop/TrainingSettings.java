package dev.isolator.train.loop;

import dev.isolator.train.data.MixRecipe;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Family;
import dev.isolator.train.loss.LossKind;
import dev.isolator.train.loss.Objective;
import dev.isolator.train.torch.ComputeDevice;
import dev.isolator.train.torch.TorchNetwork.Precision;
import dev.isolator.train.voice.MicroSampleSplit;
import java.util.List;

/// Everything that decides a run. Two runs of the same settings and data on the same processor give
/// the same weights step by step, as long as their learning rates are those of the same instants:
/// always with `steps`, with `minutes` while the rate is constant.
///
/// @param model what is trained
/// @param seed of weights and mixes
/// @param segments what a step learns from
/// @param budget when the run ends
/// @param optimiser AdamW with its learning rate
/// @param loss what is minimised
/// @param distillation which model teaches beside the truth
/// @param microSamples of a network for voice activity: whether they are fixed, and which of them
///   are held out
/// @param compute what runs the network
/// @param sounds what is mixed
/// @param intervals how often the run is saved and validated
public record TrainingSettings(
    Model model,
    long seed,
    Segments segments,
    Budget budget,
    Optimiser optimiser,
    Loss loss,
    Distillation distillation,
    MicroSampleSplit microSamples,
    Compute compute,
    Sounds sounds,
    Intervals intervals) {

  /// What is trained.
  ///
  /// @param name of the model
  /// @param version of the model
  /// @param family which network
  /// @param stems `vocals` and `music`, or `vocals`, `drums`, `bass`, `other`
  public record Model(String name, String version, Family family, List<String> stems) {
    public Model {
      stems = List.copyOf(stems);
    }
  }

  /// What a step learns from.
  ///
  /// @param frames of a mix, a multiple of what the network needs; default 176 (4.1 s)
  /// @param margin frames on either side of a segment that carry no loss; default 6; networks over
  ///   windows leave out their reach instead
  /// @param windowHop of `binary`: frames between the windows of a segment that are learnt from;
  ///   default 1
  /// @param batch mixes a step; default 6
  public record Segments(int frames, int margin, int windowHop, int batch) {
    public Segments {
      range("segmentFrames", frames, 16, 4096);
      range("margin", margin, 0, frames / 4);
      range("windowHop", windowHop, 1, 4096);
      range("batch", batch, 1, 256);
    }
  }

  /// When a run ends: at the first limit that is reached.
  ///
  /// @param minutes of training, 0 = no limit
  /// @param steps of training, 0 = no limit
  /// @param patience validations without a better one after which the run stops, 0 = never
  public record Budget(double minutes, long steps, int patience) {
    public Budget {
      atLeast("minutes", minutes, 0);
      atLeast("steps", (double) steps, 0);
      range("patience", patience, 0, 10_000);
      if (minutes == 0 && steps == 0) {
        throw new IllegalArgumentException("minutes or steps must be above 0, both were 0");
      }
    }
  }

  /// AdamW.
  ///
  /// @param schedule of the learning rate
  /// @param weightDecay default 1e-4
  /// @param clip largest norm of the gradient; default 5
  public record Optimiser(Schedule schedule, double weightDecay, double clip) {
    public Optimiser {
      atLeast("weightDecay", weightDecay, 0);
      atLeast("clip", clip, 1e-6);
    }
  }

  /// What is minimised.
  ///
  /// @param kind default what suits the network
  /// @param bandWeightExponent of the loss of masks on bands: 0 = every bin counts alike, 1 = every
  ///   band; default 0
  public record Loss(LossKind kind, double bandWeightExponent) {
    public Loss {
      if (!(bandWeightExponent >= 0 && bandWeightExponent <= 1)) {
        throw new IllegalArgumentException(
            "bandWeightExponent must be from 0 to 1, was " + bandWeightExponent);
      }
    }
  }

  /// Knowledge distillation: a trained model's separation of each mix is a part of what is learnt,
  /// see [dev.isolator.train.data.Teacher].
  ///
  /// @param teacher a model with its version, or an `.onnx` file; empty = none, the default
  /// @param share of its estimates in the targets, 0 to 1; default 0.5
  public record Distillation(String teacher, double share) {
    /// Nothing but the truth is learnt.
    public static final Distillation NONE = new Distillation("", 0);

    public Distillation {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("share must be from 0 to 1, was " + share);
      }
    }

    /// Whether there is a teacher.
    public boolean isOn() {
      return !teacher.isEmpty();
    }
  }

  /// What runs the network.
  ///
  /// @param precision of convolutions
  public record Compute(Precision precision, ComputeDevice.Choice device) {}

  /// What is mixed.
  ///
  /// @param phraseMinutes of vocal phrases made for the run; default 330
  /// @param mix how mixes are made
  public record Sounds(int phraseMinutes, MixRecipe mix) {
    public Sounds {
      range("phraseMinutes", phraseMinutes, 1, 10_000);
    }
  }

  /// How often a run is saved and validated.
  ///
  /// @param checkpointMinutes default 5
  /// @param validationMinutes default 10
  public record Intervals(double checkpointMinutes, double validationMinutes) {
    public Intervals {
      atLeast("checkpointMinutes", checkpointMinutes, 0);
      atLeast("validationMinutes", validationMinutes, 0);
    }
  }

  /// The network.
  public Architecture architecture() {
    return model.family().of(model.stems());
  }

  /// Different mixes of the run; 0 = there are always new ones.
  public long differentMixes() {
    return microSamples.mixes(
        Objective.microSamples(
            architecture(), segments.frames(), segments.margin(), segments.windowHop()));
  }

  /// Whether unsplit accompaniments can be learnt from: see [Objective#takesUnsplitAccompaniment].
  public boolean takesUnsplitAccompaniment() {
    return Objective.takesUnsplitAccompaniment(architecture(), loss.kind());
  }

  /// The same for another time.
  public TrainingSettings withMinutes(double minutes) {
    return new TrainingSettings(
        model,
        seed,
        segments,
        new Budget(minutes, budget.steps(), budget.patience()),
        optimiser,
        loss,
        distillation,
        microSamples,
        compute,
        sounds,
        intervals);
  }

  private static void range(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d, was %d".formatted(name, least, most, value));
    }
  }

  private static void atLeast(String name, double value, double least) {
    if (!(value >= least && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s must be at least %s, was %s".formatted(name, least, value));
    }
  }
}
