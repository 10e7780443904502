package dev.isolator.dataset.trial;

import dev.isolator.dataset.pair.Alignment;
import dev.isolator.dataset.pair.PairAligner;
import dev.isolator.dataset.pair.Segment;
import dev.isolator.dataset.pair.Thresholds;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/// Runs the pair builder over trial pairs and sums up how far off it was.
public final class PairTrial {
  /// Pairs between two summaries.
  private static final int RUNNING = 20;

  private PairTrial() {}

  /// Makes and aligns `count` pairs.
  ///
  /// @param data a folder with `multitrack`, `evaluation`, `voices` and `instrumental` in it
  /// @param scratch a folder for files of a moment
  /// @param log keeps the results; pairs that stand in it are not made again
  /// @param out gets a line a pair, the summary of each twenty, and the summary of all
  public static List<TrialResult> run(
      Path data, Path scratch, Path log, long seed, int first, int count, PrintWriter out)
      throws IOException {
    var done = new TrialLog(log, seed);
    var maker = new TrialMaker(data, scratch, seed);
    var aligner = new PairAligner(Thresholds.defaults());
    var results = new ArrayList<TrialResult>();
    for (int i = first; i < first + count; i++) {
      TrialResult result = done.result(i);
      if (result == null) {
        result = measure(maker.make(i), aligner);
        done.add(result);
      }
      results.add(result);
      out.println(result.line());
      if (results.size() % RUNNING == 0 || results.size() == count) {
        summarise(results, out);
      }
      out.flush();
    }
    return results;
  }

  private static TrialResult measure(Trial trial, PairAligner aligner) {
    long start = System.nanoTime();
    var aligned = aligner.align(trial.mix(), trial.vocals());
    double seconds = (System.nanoTime() - start) * 1e-9;
    double nulling = 0;
    if (aligned.vocals() != null) {
      nulling = nulling(trial.clean(), aligned.vocals(), aligned.alignment());
    }
    return new TrialResult(trial.truth(), aligned.alignment(), nulling, seconds);
  }

  private static double nulling(float[][] clean, float[][] found, Alignment alignment) {
    double all = 1e-12;
    double left = 1e-12;
    for (Segment s : alignment.segments()) {
      int to = Math.min(clean[0].length, (int) (s.endSeconds() * 44_100));
      for (int c = 0; c < clean.length; c++) {
        for (int i = (int) (s.startSeconds() * 44_100); i < to; i++) {
          double rest = clean[c][i] - found[c][i];
          all += (double) clean[c][i] * clean[c][i];
          left += rest * rest;
        }
      }
    }
    return 10 * Math.log10(all / left);
  }

  private static void summarise(List<TrialResult> results, PrintWriter out) {
    var related = results.stream().filter(r -> r.truth().related()).toList();
    var unrelated = results.stream().filter(r -> !r.truth().related()).toList();
    out.printf("related pairs: %d%n", related.size());
    share(out, related, "offset within 1 sample", r -> r.offsetError() <= 1);
    share(out, related, "drift within 2 ppm", r -> r.driftError() <= 2);
    share(out, related, "gain within 0.1 dB", r -> r.gainError() <= 0.1);
    var plain = related.stream().filter(r -> !r.truth().equalised()).toList();
    share(out, plain, "gain within 0.1 dB, not equalised", r -> r.gainError() <= 0.1);
    var equalised = related.stream().filter(r -> r.truth().equalised()).toList();
    share(out, equalised, "gain within 0.1 dB, equalised", r -> r.gainError() <= 0.1);
    var whole = related.stream().filter(r -> r.truth().cutSeconds() == 0).toList();
    share(out, whole, "one segment where nothing was cut", r -> r.segmentError() <= 1);
    var cut = related.stream().filter(r -> r.truth().cutSeconds() > 0).toList();
    share(
        out, cut, "both segments within 1 sample where something was", r -> r.segmentError() <= 1);
    share(out, related, "polarity", r -> r.found().polarity() == r.truth().polarity());
    share(
        out, related, "accepted or review", r -> !r.found().verdict().toString().equals("reject"));
    var lossless =
        related.stream().filter(r -> !r.truth().mixLossy() && !r.truth().vocalsLossy()).toList();
    out.printf(
        "lossless pairs: %d, median nulling %.1f dB told, %.1f dB true%n",
        lossless.size(),
        median(lossless, r -> r.found().nullingDb()),
        median(lossless, TrialResult::trueNullingDb));
    out.printf(
        "all related: median nulling %.1f dB told, %.1f dB true%n",
        median(related, r -> r.found().nullingDb()), median(related, TrialResult::trueNullingDb));
    share(
        out,
        unrelated,
        "wrong songs rejected",
        r -> r.found().verdict().toString().equals("reject"));
    out.printf("seconds a pair, median: %.1f%n", median(results, TrialResult::seconds));
    out.flush();
  }

  private static void share(
      PrintWriter out, List<TrialResult> results, String what, Predicate<TrialResult> holds) {
    out.printf("%s: %d of %d%n", what, results.stream().filter(holds).count(), results.size());
  }

  private static double median(List<TrialResult> results, ToDoubleFunction<TrialResult> value) {
    double[] sorted = results.stream().mapToDouble(value).toArray();
    Arrays.sort(sorted);
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }
}
