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

/// A network that answers frame by frame separates as the same network does that answers chunks.
///
/// The network: with `p` the power of a bin in frame `t` and `q` that in frame `t − 1`, the vocals'
/// mask is `p / (p + q + 1)`. Its second state is 0 before and 1 after any frame, and the frame
/// network multiplies by it: so a stream that did not begin after silence would be wrong.
class FrameModelTest {
  private static final int RATE = 22_050;
  private static final int BINS = 257;

  @TempDir private Path folder;

  private static NetworkFile network(String name) {
    return new NetworkFile(name)
        .card("sampleRate", RATE)
        .card("fftLength", 512)
        .card("hopLength", 128)
        .card("lookBackFrames", 1)
        .card("lookAheadFrames", 0)
        .card("frameMultiple", 4)
        .longs("axis", 1)
        .longs("shape", 1, 2, 2, BINS, -1)
        .floats("one", new float[] {1})
        .node("Mul", "squares", "spectrum", "spectrum")
        .node("ReduceSum", "power", "squares", "axis")
        .node("Add", "both", "power", "before")
        .node("Add", "more", "both", "one")
        .node("Div", "ratio", "power", "more")
        .node("Sub", "rest", "one", "vocals")
        .node("Concat", "all", "axis", new long[] {1}, "vocals", "vocals", "rest", "rest")
        .node("Reshape", "mask", "all", "shape");
  }

  private String chunks() throws Exception {
    return network("chunks")
        .card("chunkFrames", 64)
        .input("spectrum", 1, 4, BINS, -1)
        .output("mask", 1, 2, 2, BINS, -1)
        .longs("shift", 0, 0, 0, 1, 0, 0, 0, -1)
        .node("Pad", "before", "power", "shift")
        .node("Identity", "vocals", "ratio")
        .inOrder()
        .write(folder.resolve("chunks.onnx"));
  }

  private NetworkFile frames() {
    return network("frames")
        .card("contract", "frame")
        .input("spectrum", 1, 4, BINS, 1)
        .input("state.0", 1, 1, BINS, 1)
        .input("state.1", 1)
        .output("mask", 1, 2, 2, BINS, 1)
        .output("next.0", 1, 1, BINS, 1)
        .output("next.1", 1)
        .floats("begun", new float[] {1}, 1)
        .node("Identity", "before", "state.0")
        .node("Identity", "next.0", "power")
        .node("Identity", "next.1", "begun")
        .node("Mul", "vocals", "ratio", "state.1")
        .inOrder();
  }

  private static Separator open(String model) throws Exception {
    return Separator.open(SeparatorOptions.defaults().withModel(model).withThreads(2));
  }

  @ParameterizedTest(name = "{0} Hz, {1} channels, {2} frames, blocks of {3}")
  @CsvSource({
    "22050,2,0,64",
    "22050,2,1,64",
    "22050,2,127,64",
    "22050,1,20000,16384",
    "22050,4,20001,777",
    "44100,2,30000,999",
    "16000,6,9000,128"
  })
  void aStreamGivesWhatChunksGive(int rate, int channels, int frames, int block) throws Exception {
    var song = new Song(Songs.noise(channels, frames, 5), rate, ChannelLayout.ofCount(channels));
    try (var byFrame = open(frames().write(folder.resolve("frames.onnx")));
        var byChunk = open(chunks())) {
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
    var entry = ModelCatalogue.open().find(frames().write(folder.resolve("frames.onnx")));
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

    var added = catalogue.add(Path.of(frames().write(folder.resolve("frames.onnx"))));

    assertEquals("frame", added.card().contract().kind());
    catalogue.verify(catalogue.find("frames"));
  }

  @Test
  void theVoiceGateNeedsTheFuture() throws Exception {
    var options =
        SeparatorOptions.defaults()
            .withModel(
                frames()
                    .output("voice", 1, 1)
                    .floats("sure", new float[] {1}, 1, 1)
                    .node("Identity", "voice", "sure")
                    .write(folder.resolve("voiced.onnx")))
            .withMasking(Masking.soft().withVoiceGating(VoiceGating.ON));
    assertEquals(
        "frames: the voice gate wants a model that looks ahead, found one that answers frame by frame; leave the gate off, or choose another model",
        assertThrows(ModelException.class, () -> Separator.open(options).close()).getMessage());
  }

  @Test
  void aStateThatDoesNotComeOutIsRefused() throws Exception {
    var model =
        frames()
            .input("state.2", 3)
            .node("Identity", "unused", "state.2")
            .write(folder.resolve("s.onnx"));
    assertEquals(
        "frames: expected a tensor named next.2, found [mask, next.0, next.1]; it does not keep the contract of a frame model",
        assertThrows(ModelException.class, () -> open(model).close()).getMessage());
  }
}
