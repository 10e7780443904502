package dev.isolator.model;

import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Whether a model is what its card says: hash, shapes, and answers in their range, in one run on
/// made-up input. Of a model with a stream graph beside it also whether both answer alike, the
/// stream as late as the card says.
final class ModelCheck {
  /// Softmax in single precision, summed over up to 16 stems.
  private static final double SUM_TOLERANCE = 1e-4;

  /// Frames whose masks are compared between a model's two graphs.
  private static final int COMPARED_FRAMES = 16;

  /// How far masks of the two may be apart in the mean: single precision through some 30 layers
  /// stays far below; masks of other frames, or of other weights, are further apart.
  private static final double SAME_MASKS = 0.01;

  private final String location;

  private ModelCheck(String location) {
    this.location = location;
  }

  /// Refuses a model that is not what its card says; a method without a file has nothing that could
  /// differ.
  static void check(ModelCatalogue.Entry entry) throws ModelException {
    ModelFile network = entry.network();
    if (network == null) {
      return;
    }
    checkHash(network, entry.card().sha256());
    if (entry.card().contract() instanceof Contract.Adapted adapted) {
      var parts = adapted.adapter().files();
      for (int i = 0; i < Math.min(parts.size(), entry.files().size()); i++) {
        checkHash(entry.files().get(i), parts.get(i).sha256());
      }
    }
    try (Model model = entry.open(1, Accelerator.CPU, Precision.FLOAT)) {
      new ModelCheck(network.location()).check(model);
      ModelFile stream = entry.stream();
      checkBeside(network, stream, entry.card().streamSha256(), "stream graph", ".stream.onnx");
      if (stream != null) {
        checkStream(entry, stream, model);
      }
    }
    ModelFile int8 = entry.int8();
    checkBeside(network, int8, entry.card().int8Sha256(), "graph in 8 bits", ".int8.onnx");
    if (int8 != null) {
      try (Model model = entry.open(1, Accelerator.CPU, Precision.INT8)) {
        new ModelCheck(int8.location()).check(model);
      }
    }
  }

  private static void checkStream(ModelCatalogue.Entry entry, ModelFile stream, Model model)
      throws ModelException {
    try (FrameModel frames = entry.openStream(1, Accelerator.CPU)) {
      var check = new ModelCheck(stream.location());
      check.check(frames);
      if (model instanceof ChunkModel chunks) {
        check.checkSameMasks(chunks, frames);
      }
    }
  }

  /// Refuses another graph of a network that is missing though the card names it, or is another
  /// one.
  private static void checkBeside(
      ModelFile network, @Nullable ModelFile graph, String sha256, String what, String name)
      throws ModelException {
    if (graph != null) {
      checkHash(graph, sha256);
    } else if (!sha256.isEmpty()) {
      throw new ModelException(
          "%s: expected the %s that the card names beside it (%s), found none; get it again"
              .formatted(network.location(), what, name));
    }
  }

  private static void checkHash(ModelFile file, String expected) throws ModelException {
    String found = file.sha256();
    if (!expected.isEmpty() && !expected.equals(found)) {
      throw new ModelException(
          "%s: expected SHA-256 %s, found %s; it was damaged or changed, get it again"
              .formatted(file.location(), expected, found));
    }
  }

  private void check(Model model) throws ModelException {
    switch (model) {
      case ChunkModel chunks -> {
        fill(chunks.spectrum());
        chunks.run();
        checkAnswer(chunks);
      }
      case FrameModel frames -> {
        fill(frames.spectrum());
        try (var states = frames.begin()) {
          frames.run(states);
        }
        checkAnswer(frames);
      }
      case VoiceModel voice -> {
        fill(voice.spectrum());
        voice.run();
        checkVoice(voice.voice());
      }
      case SegmentModel segments -> {
        fill(segments.mix());
        segments.run(0, Long.MAX_VALUE);
        checkFinite(segments.stems());
      }
      case SongModel _, EnsembleModel _ -> {}
    }
  }

  /// Gives both graphs the same frames after silence, and compares the masks.
  private void checkSameMasks(ChunkModel chunks, FrameModel frames) throws ModelException {
    int columns = chunks.contract().chunkFrames();
    int halo = chunks.contract().reach().haloBack();
    int delay = frames.contract().reach().lookAheadFrames();
    int compared = Math.min(COMPARED_FRAMES, columns - halo - delay);
    int rows = frames.spectrum().capacity();
    var random = new SplittableRandom(1);
    for (int row = 0; row < rows; row++) {
      for (int t = 0; t < columns; t++) {
        boolean silent = t < halo || t >= halo + compared + delay;
        double level = t / 3 % 2 == 0 ? 0.3 : 30;
        chunks
            .spectrum()
            .put(row * columns + t, silent ? 0 : (float) (level * random.nextGaussian()));
      }
    }
    chunks.run();
    double apart = 0;
    try (var states = frames.begin()) {
      for (int t = 0; t < compared + delay; t++) {
        for (int row = 0; row < rows; row++) {
          frames.spectrum().put(row, chunks.spectrum().get(row * columns + halo + t));
        }
        frames.run(states);
        for (int i = 0; i < frames.mask().capacity() && t >= delay; i++) {
          float expected = chunks.mask().get(i * columns + halo + t - delay);
          apart += Math.abs(expected - frames.mask().get(i));
        }
      }
    }
    apart /= (double) compared * frames.mask().capacity();
    if (!(apart <= SAME_MASKS)) {
      throw new ModelException(
          "%s: expected the masks of %s for a look-ahead of %d, found others (%.3f apart in the mean); it belongs to another model, export it again"
              .formatted(location, chunks.card().versionedName(), delay, apart));
    }
  }

  private static void fill(FloatBuffer input) {
    for (int i = 0; i < input.capacity(); i++) {
      input.put(i, (float) Math.sin(0.37 * i) * 10);
    }
  }

  private void checkAnswer(MaskModel model) throws ModelException {
    checkMasks(model.mask(), model.card().stems().size());
    checkVoice(model.voice());
  }

  private void checkMasks(FloatBuffer mask, int stems) throws ModelException {
    int each = mask.capacity() / stems;
    for (int i = 0; i < each; i++) {
      double sum = 0;
      for (int stem = 0; stem < stems; stem++) {
        float share = mask.get(stem * each + i);
        if (!(share >= -SUM_TOLERANCE && share <= 1 + SUM_TOLERANCE)) {
          throw broken("masks from 0 to 1", share);
        }
        sum += share;
      }
      if (Math.abs(sum - 1) > SUM_TOLERANCE) {
        throw broken("masks that sum to 1 over stems", sum);
      }
    }
  }

  private void checkVoice(@Nullable FloatBuffer voice) throws ModelException {
    for (int t = 0; voice != null && t < voice.capacity(); t++) {
      if (!(voice.get(t) >= -SUM_TOLERANCE && voice.get(t) <= 1 + SUM_TOLERANCE)) {
        throw broken("the voice's probability from 0 to 1", voice.get(t));
      }
    }
  }

  private void checkFinite(FloatBuffer stems) throws ModelException {
    for (int i = 0; i < stems.capacity(); i++) {
      if (!Float.isFinite(stems.get(i))) {
        throw broken("stems of finite samples", stems.get(i));
      }
    }
  }

  private ModelException broken(String expected, Object found) {
    return new ModelException(
        "%s: expected %s, found %s; it does not keep the contract"
            .formatted(location, expected, found));
  }
}
