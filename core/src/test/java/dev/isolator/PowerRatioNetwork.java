package dev.isolator;

import java.io.IOException;
import java.nio.file.Path;

/// A network without weights, as a graph for chunks and as one that answers frame by frame.
///
/// With `p` the power of a bin in frame `t`, both channels together, and `q` that in frame `t − 1`,
/// the vocals' mask is `p / (p + q + 1)`. Where it looks `n` frames ahead, `q` is the sum of those
/// in the frames `t − 1` and `t + n`, and frame by frame it answers `n` frames late. The stream's
/// last state is 0 before and 1 after any frame, and its masks are multiplied by it: so a stream
/// that did not begin after silence would be wrong.
///
/// @param sampleRate of the card, in Hz
/// @param fftLength of the card
/// @param hopLength of the card
/// @param lookAhead frames, 0 or more
record PowerRatioNetwork(int sampleRate, int fftLength, int hopLength, int lookAhead) {
  /// Writes the networks that the tests of `live` use into a folder:
  ///
  /// ```
  /// PowerRatioNetwork live/src/test/resources/dev/isolator/live
  /// ```
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    for (var network :
        new PowerRatioNetwork[] {
          new PowerRatioNetwork(44_100, 2048, 512, 0),
          new PowerRatioNetwork(44_100, 2048, 512, 4),
          new PowerRatioNetwork(44_100, 4096, 512, 0),
          new PowerRatioNetwork(44_100, 4096, 512, 3)
        }) {
      String name = "ratio-%d-ahead%d".formatted(network.fftLength, network.lookAhead);
      network.chunks(name, 256).write(folder.resolve(name + ".onnx"));
      network.frames(name).write(folder.resolve(name + ".stream.onnx"));
    }
  }

  private int bins() {
    return fftLength / 2 + 1;
  }

  /// Chunks of so many frames.
  NetworkFile chunks(String name, int chunkFrames) {
    var network = mask(name);
    if (lookAhead == 0) {
      network.node("Identity", "around", "before");
    } else {
      network
          .longs("earlier", 0, 0, 0, -lookAhead, 0, 0, 0, lookAhead)
          .node("Pad", "after", "power", "earlier")
          .node("Add", "around", "before", "after");
    }
    return network
        .card("chunkFrames", chunkFrames)
        .input("spectrum", 1, 4, bins(), -1)
        .output("mask", 1, 2, 2, bins(), -1)
        .longs("later", 0, 0, 0, 1, 0, 0, 0, -1)
        .node("Pad", "before", "power", "later")
        .node("Identity", "centre", "power")
        .node("Identity", "vocals", "ratio")
        .inOrder();
  }

  /// Frame by frame: the first state is the power of the frames `t − n − 1` to `t − 1`.
  NetworkFile frames(String name) {
    var network = mask(name);
    if (lookAhead == 0) {
      network.node("Identity", "around", "before");
    } else {
      network.node("Add", "around", "before", "power");
    }
    return network
        .card("contract", "frame")
        .input("spectrum", 1, 4, bins(), 1)
        .input("state.0", 1, 1, bins(), lookAhead + 1)
        .input("state.1", 1)
        .output("mask", 1, 2, 2, bins(), 1)
        .output("next.0", 1, 1, bins(), lookAhead + 1)
        .output("next.1", 1)
        .floats("begun", new float[] {1}, 1)
        .longs("0", 0)
        .longs("1", 1)
        .longs("2", 2)
        .longs("3", 3)
        .longs("end", lookAhead + 2)
        .node("Concat", "columns", "axis", new long[] {3}, "state.0", "power")
        .node("Slice", "before", "columns", "0", "1", "3")
        .node("Slice", "centre", "columns", "1", "2", "3")
        .node("Slice", "next.0", "columns", "1", "end", "3")
        .node("Identity", "next.1", "begun")
        .node("Mul", "vocals", "ratio", "state.1")
        .inOrder();
  }

  /// What both graphs share: `power` of the spectrum, and the masks of `centre` and `around`.
  private NetworkFile mask(String name) {
    return new NetworkFile(name)
        .card("sampleRate", sampleRate)
        .card("fftLength", fftLength)
        .card("hopLength", hopLength)
        .card("lookBackFrames", 1)
        .card("lookAheadFrames", lookAhead)
        .card("frameMultiple", 4)
        .longs("axis", 1)
        .longs("shape", 1, 2, 2, bins(), -1)
        .floats("one", new float[] {1})
        .node("Mul", "squares", "spectrum", "spectrum")
        .node("ReduceSum", "power", "squares", "axis")
        .node("Add", "both", "centre", "around")
        .node("Add", "more", "both", "one")
        .node("Div", "ratio", "centre", "more")
        .node("Sub", "rest", "one", "vocals")
        .node("Concat", "all", "axis", new long[] {1}, "vocals", "vocals", "rest", "rest")
        .node("Reshape", "mask", "all", "shape");
  }
}
