package dev.isolator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.Songs.Song;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.mask.Masking;
import dev.isolator.mask.VoiceGating;
import dev.isolator.model.Accelerator;
import dev.isolator.model.FrameModel;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A network that answers frame by frame separates as the same network does that answers chunks.
///
/// The network is a [PowerRatioNetwork].
class FrameModelTest {
  private static final int RATE = 22_050;

  @TempDir private Path folder;

  private static PowerRatioNetwork network(int ahead) {
    return new PowerRatioNetwork(RATE, 512, 128, ahead);
  }

  private static NetworkFile chunks(int ahead) {
    return network(ahead).chunks("chunks", 64);
  }

  private static NetworkFile frames(int ahead) {
    return network(ahead).frames("frames");
  }

  private static Separator open(String model) throws Exception {
    return Separator.open(SeparatorOptions.defaults().withModel(model).withThreads(2));
  }

  @ParameterizedTest(name = "{0} Hz, {1} channels, {2} frames, blocks of {3}, {4} ahead")
  @CsvSource({
    "22050,2,0,64,0",
    "22050,2,1,64,0",
    "22050,2,127,64,0",
    "22050,1,20000,16384,0",
    "22050,4,20001,777,0",
    "44100,2,30000,999,0",
    "16000,6,9000,128,0",
    "22050,2,0,64,3",
    "22050,2,1,64,3",
    "22050,2,129,64,5",
    "22050,4,20001,777,1",
    "44100,2,30000,999,4",
    "16000,1,9000,128,16"
  })
  void aStreamGivesWhatChunksGive(int rate, int channels, int frames, int block, int ahead)
      throws Exception {
    var song = new Song(Songs.noise(channels, frames, 5), rate, ChannelLayout.ofCount(channels));
    try (var byFrame = open(frames(ahead).write(folder.resolve("frames.onnx")));
        var byChunk = open(chunks(ahead).write(folder.resolve("chunks.onnx")))) {
      float[][][] expected = Songs.separate(byChunk, song, 16_384);

      float[][][] found = Songs.separate(byFrame, song, block);
      float[][][] again = Songs.separate(byFrame, song, 16_384);

      for (int stem = 0; stem < 2; stem++) {
        assertEquals(0, Songs.difference(found[stem], again[stem]), "another block size");
        double difference = Songs.difference(expected[stem], found[stem]);
        assertTrue(difference <= 1e-6, "differs by " + difference); // −120 dBFS
      }
    }
  }

  @Test
  void streamsDoNotHearEachOther() throws Exception {
    var entry = ModelCatalogue.open().find(frames(0).write(folder.resolve("frames.onnx")));
    try (var model = (FrameModel) entry.open(1, Accelerator.CPU);
        var loud = model.begin();
        var quiet = model.begin()) {
      for (int i = 0; i < model.spectrum().capacity(); i++) {
        model.spectrum().put(i, 1);
      }
      model.run(loud);
      assertEquals(4f / 5, model.mask().get(0), 1e-6f); // after silence
      model.run(loud);
      assertEquals(4f / 9, model.mask().get(0), 1e-6f); // after the same
      model.run(quiet);
      assertEquals(4f / 5, model.mask().get(0), 1e-6f);
    }
  }

  @Test
  void aFrameModelIsVerified() throws Exception {
    var catalogue = ModelCatalogue.open(folder.resolve("user"));

    var added = catalogue.add(Path.of(frames(0).write(folder.resolve("frames.onnx"))));

    assertEquals("frame", added.card().contract().kind());
    catalogue.verify(catalogue.find("frames"));
  }

  /// A stream that does not look ahead, or further, beside a card that says 4 frames: its latency
  /// would be a lie.
  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void aStreamThatAnswersAtAnotherTimeThanItsCardSaysIsRefused(int ahead) throws Exception {
    var catalogue = ModelCatalogue.open(folder.resolve("user"));
    Path model = Path.of(chunks(4).write(folder.resolve("chunks.onnx")));
    Path stream = folder.resolve("chunks.stream.onnx");
    frames(4).write(stream);
    catalogue.verify(catalogue.find(model.toString()));
    frames(ahead).write(stream);

    var e = assertThrows(ModelException.class, () -> catalogue.add(model));

    String message = String.valueOf(e.getMessage());
    assertEquals(
        stream
            + ": expected the masks of chunks@1 for a look-ahead of 4, found others (X apart in the mean); it belongs to another model, export it again",
        message.replaceFirst("0[.][0-9]+", "X"));
  }

  @Test
  void theVoiceGateNeedsTheFuture() throws Exception {
    var options =
        SeparatorOptions.defaults()
            .withModel(
                frames(0)
                    .output("voice", 1, 1)
                    .floats("sure", new float[] {1}, 1, 1)
                    .node("Identity", "voice", "sure")
                    .write(folder.resolve("voiced.onnx")))
            .withVoiceModel(SeparatorOptions.OWN_VOICE)
            .withMasking(Masking.soft().withVoiceGating(VoiceGating.ON));
    assertEquals(
        "frames: the voice gate wants a model that looks ahead, found one that answers frame by frame; leave the gate off, or choose another model",
        assertThrows(ModelException.class, () -> Separator.open(options).close()).getMessage());
  }

  @Test
  void aStateThatDoesNotComeOutIsRefused() throws Exception {
    var model =
        frames(0)
            .input("state.2", 3)
            .node("Identity", "unused", "state.2")
            .write(folder.resolve("s.onnx"));
    assertEquals(
        "frames: expected a tensor named next.2, found [mask, next.0, next.1]; it does not keep the contract of a frame model",
        assertThrows(ModelException.class, () -> open(model).close()).getMessage());
  }
}
