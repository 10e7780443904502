package dev.isolator.train.data;

import dev.isolator.dataset.manifest.Kind;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.synth.RecordedMix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Mixes that show a network the values it has to expect, so that they can be written in 8 bits:
/// voices of the training set over its instrumentals, 12 s each, and some instrumentals alone.
public final class CalibrationMixes {
  /// Of 12 s each: 3.6 minutes.
  public static final int COUNT = 18;

  private static final int ALONE = 6; // one in so many has no voice

  private CalibrationMixes() {}

  /// Makes them; the same seed makes the same mixes.
  ///
  /// @param manifest must hold voices and instrumentals of the split `train`
  public static List<Mix> of(Manifest manifest, long seed) throws IOException {
    var voices = manifest.of(Kind.VOICE, Split.TRAIN);
    var pieces = manifest.of(Kind.INSTRUMENTAL, Split.TRAIN);
    if (voices.isEmpty() || pieces.isEmpty()) {
      throw new IOException(
          "%s: expected voices and instrumentals of the split train to calibrate with, found %d and %d; name the manifest that the model was trained on"
              .formatted(manifest.folder(), voices.size(), pieces.size()));
    }
    var random = new SplittableRandom(seed);
    var mixes = new ArrayList<Mix>();
    for (int i = 0; i < COUNT; i++) {
      var piece = pieces.get(random.nextInt(pieces.size()));
      var voice = voices.get(random.nextInt(voices.size()));
      var mix =
          RecordedMix.of(random.split(), manifest, piece, i % ALONE == ALONE - 1 ? null : voice);
      mixes.add(new Mix(new float[][][] {mix.vocals(), mix.music()}));
    }
    return mixes;
  }
}
