package dev.isolator.train.loop;

import dev.isolator.train.data.MixRecipe;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Family;
import dev.isolator.train.loss.LossKind;
import dev.isolator.train.loss.Objective;
import dev.isolator.train.torch.ComputeDevice;
import dev.isolator.train.torch.TorchNetwork.Precision;
import java.util.List;

/// Everything that decides a run. Two runs of the same settings and data on the same processor give
/// the same weights step by step, as long as their learning rates are those of the same instants:
/// always with `steps`, with `minutes` on the plateau.
///
/// @param name of the model
/// @param version of the model
/// @param family which network
/// @param stems `vocals` and `music`, or `vocals`, `drums`, `bass`, `other`
/// @param seed of weights and mixes
/// @param segmentFrames frames of a mix, a multiple of what the network needs; default 176 (4.1 s)
/// @param margin frames on either side of a segment that carry no loss; default 6; networks over
///   windows leave out their reach instead
/// @param windowHop of `binary`: frames between the windows of a segment that are learnt from;
///   default 1
/// @param batch mixes a step; default 6
/// @param minutes of training, 0 = no limit
/// @param steps of training, 0 = no limit
/// @param schedule of the learning rate
/// @param weightDecay of AdamW; default 1e-4
/// @param clip largest norm of the gradient; default 5
/// @param precision of convolutions
/// @param loss what the network is punished for; default what suits it
/// @param evenness of the loss of masks on bands: 0 = every bin counts alike, 1 = every band;
///   default 0
/// @param device what runs it
/// @param phraseMinutes of vocal phrases made for the run; default 330
/// @param mix how mixes are made
/// @param checkpointMinutes between checkpoints; default 5
/// @param validationMinutes between validations; default 10
/// @param patience validations without a better one after which the run stops, 0 = never
public record Settings(
    String name,
    String version,
    Family family,
    List<String> stems,
    long seed,
    int segmentFrames,
    int margin,
    int windowHop,
    int batch,
    double minutes,
    long steps,
    Schedule schedule,
    double weightDecay,
    double clip,
    Precision precision,
    LossKind loss,
    double evenness,
    ComputeDevice.Choice device,
    int phraseMinutes,
    MixRecipe mix,
    double checkpointMinutes,
    double validationMinutes,
    int patience) {

  public Settings {
    stems = List.copyOf(stems);
    range("segmentFrames", segmentFrames, 16, 4096);
    range("margin", margin, 0, segmentFrames / 4);
    range("windowHop", windowHop, 1, 4096);
    range("batch", batch, 1, 256);
    range("phraseMinutes", phraseMinutes, 1, 10_000);
    range("patience", patience, 0, 10_000);
    positive("minutes", minutes, 0);
    positive("steps", (double) steps, 0);
    positive("weightDecay", weightDecay, 0);
    positive("clip", clip, 1e-6);
    positive("checkpointMinutes", checkpointMinutes, 0);
    positive("validationMinutes", validationMinutes, 0);
    if (!(evenness >= 0 && evenness <= 1)) {
      throw new IllegalArgumentException("evenness must be from 0 to 1, was " + evenness);
    }
    if (minutes == 0 && steps == 0) {
      throw new IllegalArgumentException("minutes or steps must be above 0, both were 0");
    }
  }

  /// The network.
  public Architecture architecture() {
    return family.of(stems);
  }

  /// Whether accompaniments whose parts are not known can be learnt from: see
  /// [Objective#takesWholes].
  public boolean takesWholes() {
    return Objective.takesWholes(architecture(), loss);
  }

  /// The same for another time.
  public Settings withMinutes(double minutes) {
    return new Settings(
        name,
        version,
        family,
        stems,
        seed,
        segmentFrames,
        margin,
        windowHop,
        batch,
        minutes,
        steps,
        schedule,
        weightDecay,
        clip,
        precision,
        loss,
        evenness,
        device,
        phraseMinutes,
        mix,
        checkpointMinutes,
        validationMinutes,
        patience);
  }

  private static void range(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d, was %d".formatted(name, least, most, value));
    }
  }

  private static void positive(String name, double value, double least) {
    if (!(value >= least && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s must be at least %s, was %s".formatted(name, least, value));
    }
  }
}
