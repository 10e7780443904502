package dev.isolator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// A network that is known by heart: everything is half voice, and somebody sings where it is loud.
///
/// `voice[t] = e / (e + 1)`, where `e` is the mean energy of the spectra of frames `t − 4` to `t +
/// 4`; every mask is 0.5. FFT 512, hop 128 at 22.05 kHz; it looks 4 frames back and ahead.
final class VoiceModel {
  static final int REACH = 4;
  static final int HOP = 128;
  static final int RATE = 22_050;
  private static final int BINS = 257;

  private VoiceModel() {}

  /// Writes a model that says where it is loud and nothing else.
  ///
  /// @param more of its card, such as `chunkFrames`
  static String writeDetector(Path folder, Map<String, String> more) throws IOException {
    var network =
        onGrid("loud-detector").card("contract", "voice").card("stems", "[]").longs("axes", 1, 2);
    voice(network);
    more.forEach(network::card);
    return network.write(folder.resolve("detector" + more.hashCode() + ".onnx"));
  }

  private static NetworkFile onGrid(String name) {
    return new NetworkFile(name)
        .card("sampleRate", RATE)
        .card("fftLength", 512)
        .card("hopLength", HOP)
        .card("lookBackFrames", REACH)
        .card("lookAheadFrames", REACH)
        .card("frameMultiple", 1)
        .input("spectrum", 1, 4, BINS, -1);
  }

  private static void voice(NetworkFile network) {
    int width = 2 * REACH + 1;
    var mean = new float[width];
    Arrays.fill(mean, 1f / width);
    network
        .output("voice", 1, -1)
        .longs("row", 1, 1, -1)
        .longs("flat", 1, -1)
        .floats("one", new float[] {1})
        .floats("mean", mean, 1, 1, width)
        .node("Mul", "squares", "spectrum", "spectrum")
        .node("ReduceSum", "energy", "keepdims", new long[] {0}, "squares", "axes")
        .node("Reshape", "series", "energy", "row")
        .node("Conv", "smooth", "pads", new long[] {REACH, REACH}, "series", "mean")
        .node("Reshape", "loudness", "smooth", "flat")
        .node("Add", "more", "loudness", "one")
        .node("Div", "voice", "loudness", "more");
  }

  /// Writes the model.
  ///
  /// @param voice whether it has the output
  /// @param more of its card, such as `chunkFrames`
  static String write(Path folder, boolean voice, Map<String, String> more) throws IOException {
    var network =
        onGrid("loud-is-voice")
            .output("mask", 1, 2, 2, BINS, -1)
            .longs("axes", 1, 2)
            .longs("shape", 1, 2, 2, BINS, -1)
            .floats("half", new float[] {0.5f})
            .node("Sub", "zero", "spectrum", "spectrum")
            .node("Add", "halves", "zero", "half")
            .node("Reshape", "mask", "halves", "shape");
    if (voice) {
      voice(network);
    }
    more.forEach(network::card);
    return network.write(
        folder.resolve("model" + (voice ? "" : "-mute") + more.hashCode() + ".onnx"));
  }
}
