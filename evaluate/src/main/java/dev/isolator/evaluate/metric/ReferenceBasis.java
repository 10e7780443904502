package dev.isolator.evaluate.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The signals that span the projections: all different channels of all references. Silent channels
/// and copies of other channels – a mono voice in a stereo file – add no dimension and would make
/// the projections singular.
///
/// @param signals `[signals][frames]`, in order of first appearance
/// @param ofStem `[stems][its signals]`, rising: which of the signals the stem's channels are
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record ReferenceBasis(short[][] signals, int[][] ofStem) {
  static ReferenceBasis of(List<Pcm16> references) {
    var signals = new ArrayList<short[]>();
    var ofStem = new int[references.size()][];
    for (int stem = 0; stem < ofStem.length; stem++) {
      var mine = IntStream.builder();
      for (short[] channel : references.get(stem).samples()) {
        if (isSilent(channel)) {
          continue;
        }
        int known =
            IntStream.range(0, signals.size())
                .filter(i -> Arrays.equals(signals.get(i), channel))
                .findFirst()
                .orElse(signals.size());
        if (known == signals.size()) {
          signals.add(channel);
        }
        mine.add(known);
      }
      ofStem[stem] = mine.build().sorted().distinct().toArray();
    }
    return new ReferenceBasis(signals.toArray(short[][]::new), ofStem);
  }

  private static boolean isSilent(short[] channel) {
    for (short sample : channel) {
      if (sample != 0) {
        return false;
      }
    }
    return true;
  }
}
