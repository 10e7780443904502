package dev.isolator.evaluate.reference;

import dev.isolator.model.ModelCard;
import dev.isolator.model.WaveModel;
import java.util.List;

/// A [ReferenceMethod] in the shape of every other model.
final class ReferenceModel implements WaveModel {
  private final ReferenceMethod method;
  private final ModelCard card;

  /// @param name without `reference:`
  /// @param source the paper
  ReferenceModel(String name, String source, ReferenceMethod method) {
    this.method = method;
    this.card =
        new ModelCard(
            ReferenceSeparators.PREFIX + name,
            "1",
            "reference",
            List.of("vocals", "music"),
            44_100,
            0, // grid, look-back, chunks: the method has the whole song
            0,
            "",
            0,
            0,
            1,
            0,
            false,
            0,
            "Apache-2.0",
            List.of(),
            List.of(),
            "not trained; " + source,
            "");
  }

  @Override
  public ModelCard card() {
    return card;
  }

  /// What the method makes of each stem, also where the two do not sum to the mixture.
  @Override
  public float[][][] separate(float[][] mix, int sampleRate) {
    return method.separate(mix, sampleRate);
  }
}
