package dev.isolator.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Networks that look at the same chunks of the same spectra, as one: each is given the spectrum,
/// and their masks are combined. Costs a run of each, and one transform for all of them.
///
/// Of every stem but the last the masks are combined; where their sum is above 1, which a median or
/// a maximum of three stems and more can be, they are scaled down to 1. The last stem has what is
/// left of 1. A member that hears left and right exchanged gets them so, and its masks are
/// exchanged back. The voice is combined likewise, where all members say it.
///
/// Memory besides the members': a buffer for the spectrum, one for the masks, and the masks of each
/// member in Java's memory. One thread at a time.
final class EnsembleMaskModel implements ChunkModel {
  /// Masks of a network sum to 1 within this: single precision, over up to 16 stems.
  private static final double ROUNDING = 1e-4;

  private final ModelCard card;
  private final Contract.Chunk contract;
  private final Combination combination;
  private final List<EnsembleModel.Part> parts;
  private final List<Model> opened;
  private final FloatBuffer spectrum;
  private final FloatBuffer mask;
  private final @Nullable FloatBuffer voice;

  /// Values of a stem in a channel, `bins * chunkFrames`.
  private final int plane;

  /// `[member][stems without the last][2][bins][frames]`
  private final float[][] answers;

  /// `[member][frames]`
  private final float[][] voices;

  private final double[] weights;

  /// @param parts chunk models of one contract, none of them shifted
  /// @param opened models that are closed with it
  EnsembleMaskModel(
      ModelCard card, Combination combination, List<EnsembleModel.Part> parts, List<Model> opened) {
    this.card = card;
    this.combination = combination;
    this.parts = List.copyOf(parts);
    this.opened = List.copyOf(opened);
    this.contract = network(parts.getFirst()).contract();
    int frames = contract.chunkFrames();
    this.plane = contract.grid().bins() * frames;
    int stems = card.stems().size();
    this.spectrum = floats(4 * plane);
    this.mask = floats(2 * stems * plane);
    this.voice =
        parts.stream().allMatch(part -> network(part).voice() != null) ? floats(frames) : null;
    this.answers = new float[parts.size()][2 * (stems - 1) * plane];
    this.voices = new float[parts.size()][voice == null ? 0 : frames];
    this.weights = parts.stream().mapToDouble(EnsembleModel.Part::weight).toArray();
  }

  private static FloatBuffer floats(int count) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static ChunkModel network(EnsembleModel.Part part) {
    return (ChunkModel) part.model();
  }

  @Override
  public ModelCard card() {
    return card;
  }

  @Override
  public Contract.Chunk contract() {
    return contract;
  }

  @Override
  public String accelerator() {
    return EnsembleModel.accelerator(parts);
  }

  @Override
  public FloatBuffer spectrum() {
    return spectrum;
  }

  @Override
  public FloatBuffer mask() {
    return mask;
  }

  @Override
  public @Nullable FloatBuffer voice() {
    return voice;
  }

  @Override
  public long heapBytes() {
    return (long) answers.length * answers[0].length * Float.BYTES;
  }

  @Override
  public void run() throws ModelException {
    for (int member = 0; member < answers.length; member++) {
      ask(parts.get(member), answers[member], voices[member]);
    }
    combineMasks();
    if (voice != null) {
      combineVoices(voice);
    }
  }

  private void ask(EnsembleModel.Part part, float[] answer, float[] heard) throws ModelException {
    ChunkModel network = network(part);
    int swap = part.channelSwap() ? 1 : 0;
    for (int side = 0; side < 2; side++) {
      network.spectrum().put(2 * side * plane, spectrum, 2 * (side ^ swap) * plane, 2 * plane);
    }
    network.run();
    for (int stem = 0; stem < part.stems().size(); stem++) {
      for (int side = 0; side < 2; side++) {
        int from = (2 * part.stems().get(stem) + (side ^ swap)) * plane;
        network.mask().get(from, answer, (2 * stem + side) * plane, plane);
      }
    }
    FloatBuffer said = network.voice();
    if (said != null && heard.length > 0) {
      said.get(0, heard);
    }
  }

  private void combineMasks() {
    int each = 2 * plane;
    int combined = card.stems().size() - 1;
    var values = new double[answers.length];
    var shares = new double[combined];
    var chosen = new int[2];
    for (int i = 0; i < each; i++) {
      double sum = 0;
      for (int stem = 0; stem < combined; stem++) {
        for (int member = 0; member < values.length; member++) {
          values[member] = answers[member][stem * each + i];
        }
        shares[stem] = combination.of(values, weights, chosen);
        sum += shares[stem];
      }
      double scale = sum > 1 + ROUNDING ? 1 / sum : 1;
      for (int stem = 0; stem < combined; stem++) {
        mask.put(stem * each + i, (float) (scale * shares[stem]));
      }
      mask.put(combined * each + i, (float) Math.max(0, 1 - sum));
    }
  }

  private void combineVoices(FloatBuffer voice) {
    var values = new double[voices.length];
    var chosen = new int[2];
    for (int t = 0; t < contract.chunkFrames(); t++) {
      for (int member = 0; member < values.length; member++) {
        values[member] = voices[member][t];
      }
      voice.put(t, (float) combination.of(values, weights, chosen));
    }
  }

  @Override
  public void close() {
    opened.forEach(Model::close);
  }
}
