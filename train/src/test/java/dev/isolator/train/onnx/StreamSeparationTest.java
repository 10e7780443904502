package dev.isolator.train.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.Separator;
import dev.isolator.SeparatorOptions;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.file.Sha256;
import dev.isolator.mask.Masking;
import dev.isolator.mask.VoiceGating;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.layer.ReceptiveField;
import dev.isolator.train.torch.Libtorch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Live equals offline: a causal network written as a stream separates as the same network does
/// that was written for chunks, also where it looks ahead.
class StreamSeparationTest {
  /// Of all networks' rates one that both have to scale their grid to.
  private static final int RATE = 32_000;

  private static final int FRAMES = 40_000;

  @TempDir Path folder;

  @BeforeAll
  static void load() {
    Libtorch.load(1);
  }

  static Stream<Architecture> streams() {
    return ModelWriterTest.streams()
        .filter(architecture -> !ReceptiveField.isRecurrent(architecture.network()));
  }

  @ParameterizedTest(name = "network {index}")
  @MethodSource("streams")
  void aStreamSeparatesAsChunksDo(Architecture architecture) throws Exception {
    var weights = UsedWeights.of(architecture);
    var provenance =
        new ModelWriter.Provenance("copy", "1", "Apache-2.0", "twin", List.of(), List.of());
    Path chunks = ModelWriter.write(folder, architecture, weights, provenance);
    Path stream = ModelWriter.writeStream(folder, architecture, weights, provenance);

    float[][][] expected = separate(chunks);
    float[][][] found = separate(stream);

    for (int stem = 0; stem < expected.length; stem++) {
      for (int channel = 0; channel < 2; channel++) {
        for (int i = 0; i < FRAMES; i++) {
          assertEquals(expected[stem][channel][i], found[stem][channel][i], 1e-4, "sample " + i);
        }
      }
    }
  }

  /// The stream of a model that was written before is that of its weights, and the card knows it.
  @Test
  void aStreamWrittenLaterIsTheSame() throws Exception {
    var architecture = streams().toList().get(1);
    var weights = UsedWeights.of(architecture);
    var provenance =
        new ModelWriter.Provenance("late", "1", "Apache-2.0", "twin", List.of(), List.of());
    Path chunks = ModelWriter.write(folder, architecture, weights, provenance);
    Path stream = ModelWriter.writeStream(folder, architecture, weights, provenance);
    float[][][] expected = separate(stream);
    Files.delete(stream);

    Path again = ModelWriter.writeStreamBeside(chunks, architecture);

    assertEquals(stream, again);
    float[][][] found = separate(again);
    for (int i = 0; i < FRAMES; i++) {
      assertEquals(expected[0][1][i], found[0][1][i], 1e-6, "sample " + i);
    }
    var entry = ModelCatalogue.open(folder.resolve("none")).find(chunks.toString());
    assertEquals(Sha256.of(again), entry.card().streamSha256());
    assertTrue(entry.hasStream());
  }

  private static float[][][] separate(Path model) throws Exception {
    var options =
        SeparatorOptions.defaults()
            .withModel(model.toString())
            .withThreads(1)
            .withMasking(Masking.soft().withVoiceGating(VoiceGating.OFF));
    try (var separator = Separator.open(options)) {
      var stems = new float[separator.card().stems().size()][2][FRAMES];
      var at = new int[1];
      var song =
          separator.blocks(
              RATE,
              ChannelLayout.STEREO,
              (block, mix, frames) -> {
                for (int stem = 0; stem < stems.length; stem++) {
                  for (int channel = 0; channel < 2; channel++) {
                    System.arraycopy(block[stem][channel], 0, stems[stem][channel], at[0], frames);
                  }
                }
                at[0] += frames;
              });
      var random = new SplittableRandom(8);
      var noise = new float[2][FRAMES];
      for (float[] channel : noise) {
        for (int i = 0; i < FRAMES; i++) {
          channel[i] = (float) (0.1 * random.nextGaussian());
        }
      }
      song.write(noise, FRAMES);
      song.finish();
      return stems;
    }
  }
}
