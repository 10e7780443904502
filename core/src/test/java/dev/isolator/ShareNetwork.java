package dev.isolator;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A network whose masks are the same in all bins and frames.
///
/// @param fftLength of its grid; the hop is a quarter
/// @param stems what it gives
/// @param shares `[stem][left, right]`
@SuppressWarnings("ArrayRecordComponent") // never compared
record ShareNetwork(int fftLength, List<String> stems, float[][] shares) {
  private static final int RATE = 44_100;

  /// Of two stems.
  static ShareNetwork ofVoice(int fftLength, double left, double right) {
    return new ShareNetwork(
        fftLength,
        List.of("vocals", "music"),
        new float[][] {{(float) left, (float) right}, {(float) (1 - left), (float) (1 - right)}});
  }

  NetworkFile file(String name) {
    int bins = fftLength / 2 + 1;
    var network =
        new NetworkFile(name)
            .card("sampleRate", RATE)
            .card("fftLength", fftLength)
            .card("hopLength", fftLength / 4)
            .card("lookBackFrames", 0)
            .card("lookAheadFrames", 0)
            .card("frameMultiple", 1)
            .card("chunkFrames", 32)
            .card(
                "stems",
                stems.stream().map("\"%s\""::formatted).collect(Collectors.joining(",", "[", "]")))
            .input("spectrum", 1, 4, bins, -1)
            .output("mask", 1, stems.size(), 2, bins, -1)
            .longs("axis", 1)
            .longs("shape", 1, stems.size(), 2, bins, -1)
            .floats("zero", new float[] {0})
            .node("Mul", "squares", "spectrum", "zero")
            .node("ReduceSum", "nothing", "squares", "axis");
    var planes = new String[2 * stems.size()];
    Arrays.setAll(
        planes,
        plane -> {
          network
              .floats("share." + plane, new float[] {shares[plane / 2][plane % 2]})
              .node("Add", "plane." + plane, "nothing", "share." + plane);
          return "plane." + plane;
        });
    return network
        .node("Concat", "all", "axis", new long[] {1}, planes)
        .node("Reshape", "mask", "all", "shape");
  }
}
