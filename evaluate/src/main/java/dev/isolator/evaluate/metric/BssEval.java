package dev.isolator.evaluate.metric;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// BSS Eval, version 4: which parts of an estimate are the stem itself, spatial distortion of the
/// stem, interference of other stems, and artefacts that no stem explains.
///
/// An estimate is split into reference + spatial distortion + interference + artefacts by two
/// projections: onto its own reference's channels, and onto all references' channels, each delayed
/// by 0 to 511 samples. The filters of these projections are computed once over the whole track;
/// the ratios of the parts' energies are taken in windows of one second that do not overlap. Stems
/// are images (all channels count) and are not permuted. A last window that is not full is left
/// out, unless it is the only one. A frame is undefined for all stems where any reference or any
/// estimate is silent.
///
/// Sources: Vincent, Gribonval and Févotte, IEEE Trans. ASLP 14(4), 2006; Vincent et al., “The
/// signal separation evaluation campaign (2007–2010)”, Signal Processing 92, 2012, section 5
/// (images); Stöter, Liutkus and Ito, “The 2018 signal separation evaluation campaign”, LVA/ICA
/// 2018, section 3.2 (version 4: filters of the whole track). The tests compare it with a plain
/// version that follows the papers line by line.
///
/// The cost is that of some FFTs: correlations by [Correlations], one [BlockToeplitz] factorisation
/// that all estimates share, and energies summed over spectra (Parseval) instead of over filtered
/// signals. It runs on the common pool; results do not depend on the number of threads.
public final class BssEval {
  /// The length of the projection's filters.
  public static final int TAPS = 512;

  private BssEval() {}

  /// Scores all stems of a song.
  ///
  /// @param references at least one, all of the same shape
  /// @param estimates one for each reference, in the same order and of the same shape
  /// @return one for each reference, in order; no frames where the song has none
  public static List<FrameScores> score(List<Pcm16> references, List<Pcm16> estimates) {
    return score(references, estimates, TAPS);
  }

  static List<FrameScores> score(List<Pcm16> references, List<Pcm16> estimates, int taps) {
    ShapeCheck.check(references, estimates);
    int window = references.getFirst().sampleRate();
    int count = frames(references.getFirst().frames(), window);
    boolean[] defined = defined(references, estimates, window, count);
    var ratios = new BssRatios[count][]; // [frame][stem]
    if (anyOf(defined)) {
      var basis = ReferenceBasis.of(references);
      var filters = ProjectionFilters.of(basis, estimates, taps);
      int size = SplitFft.lengthFor(Math.min(window, references.getFirst().frames()) + taps - 1);
      var spectra = FilterSpectra.of(filters, size);
      int workers = Math.min(count, Runtime.getRuntime().availableProcessors());
      IntStream.range(0, workers)
          .parallel()
          .forEach(
              worker -> {
                var split = new FrameDecomposition(basis, references, estimates, spectra, size);
                for (int frame = worker; frame < count; frame += workers) {
                  if (defined[frame]) {
                    ratios[frame] = split.ratios(frame * window, end(frame, window, references));
                  }
                }
              });
    }
    return IntStream.range(0, references.size())
        .mapToObj(stem -> new FrameScores(ofStem(ratios, stem)))
        .toList();
  }

  /// How many windows a track of `total` frames is scored in.
  static int frames(int total, int window) {
    return total == 0 ? 0 : Math.max(1, total / window);
  }

  /// Where window `frame` ends.
  static int end(int frame, int window, List<Pcm16> references) {
    return Math.min((frame + 1) * window, references.getFirst().frames());
  }

  /// For each window, whether all references and all estimates can be heard in it.
  static boolean[] defined(List<Pcm16> references, List<Pcm16> estimates, int window, int count) {
    var defined = new boolean[count];
    for (int frame = 0; frame < count; frame++) {
      int start = frame * window;
      int end = end(frame, window, references);
      defined[frame] =
          references.stream().noneMatch(stem -> stem.isSilent(start, end))
              && estimates.stream().noneMatch(stem -> stem.isSilent(start, end));
    }
    return defined;
  }

  private static boolean anyOf(boolean[] flags) {
    for (boolean flag : flags) {
      if (flag) {
        return true;
      }
    }
    return false;
  }

  private static List<BssRatios> ofStem(BssRatios[][] ratios, int stem) {
    return Arrays.stream(ratios)
        .map(frame -> frame == null ? BssRatios.UNDEFINED : frame[stem])
        .toList();
  }
}
