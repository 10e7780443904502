package dev.isolator.dataset.benchmark;

import dev.isolator.dataset.pair.Alignment;
import dev.isolator.dataset.pair.MixSegment;
import dev.isolator.dataset.pair.PairAligner;
import dev.isolator.dataset.pair.Thresholds;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/// Runs the aligner on pairs of known ground truth and summarises its errors.
public final class AlignmentBenchmark {
  /// Pairs between two summaries.
  private static final int RUNNING = 20;

  private AlignmentBenchmark() {}

  /// Generates and aligns `count` pairs.
  ///
  /// @param data a folder with `multitrack`, `evaluation`, `voices` and `instrumental` in it
  /// @param scratch a folder for temporary files
  /// @param log file that keeps the results; pairs that it holds are not measured again
  /// @param out receives one line for each pair, a summary after every twenty pairs, and a summary
  ///   at the end
  public static List<BenchmarkResult> run(
      Path data, Path scratch, Path log, long seed, int first, int count, PrintWriter out)
      throws IOException {
    var done = new BenchmarkLog(log, seed);
    var maker = new SyntheticPairGenerator(data, scratch, seed);
    var aligner = new PairAligner(Thresholds.defaults());
    var results = new ArrayList<BenchmarkResult>();
    for (int i = first; i < first + count; i++) {
      BenchmarkResult result = done.result(i);
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

  private static BenchmarkResult measure(SyntheticPair trial, PairAligner aligner) {
    long start = System.nanoTime();
    var aligned = aligner.align(trial.mix(), trial.vocals());
    double seconds = (System.nanoTime() - start) * 1e-9;
    double nulling = 0;
    if (aligned.vocals() != null) {
      nulling = nulling(trial.clean(), aligned.vocals(), aligned.alignment());
    }
    return new BenchmarkResult(trial.truth(), aligned.alignment(), nulling, seconds);
  }

  private static double nulling(float[][] clean, float[][] found, Alignment alignment) {
    double all = 1e-12;
    double left = 1e-12;
    for (MixSegment s : alignment.segments()) {
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

  private static void summarise(List<BenchmarkResult> results, PrintWriter out) {
    var related = results.stream().filter(r -> r.truth().related()).toList();
    var unrelated = results.stream().filter(r -> !r.truth().related()).toList();
    out.printf("related pairs: %d%n", related.size());
    share(out, related, "offset within 1 sample", r -> r.offsetError() <= 1);
    share(out, related, "drift within 2 ppm", r -> r.driftError() <= 2);
    share(out, related, "gain within 0.1 dB", r -> r.gainError() <= 0.1);
    var plain = related.stream().filter(r -> !r.truth().change().equalised()).toList();
    share(out, plain, "gain within 0.1 dB, not equalised", r -> r.gainError() <= 0.1);
    var equalised = related.stream().filter(r -> r.truth().change().equalised()).toList();
    share(out, equalised, "gain within 0.1 dB, equalised", r -> r.gainError() <= 0.1);
    var whole = related.stream().filter(r -> r.truth().change().cutSeconds() == 0).toList();
    share(out, whole, "one segment where nothing was cut", r -> r.segmentError() <= 1);
    var cut = related.stream().filter(r -> r.truth().change().cutSeconds() > 0).toList();
    share(
        out, cut, "both segments within 1 sample where something was", r -> r.segmentError() <= 1);
    share(
        out,
        related,
        "polarity",
        r -> r.found().response().polarity() == r.truth().change().polarity());
    share(
        out, related, "accepted or review", r -> !r.found().verdict().toString().equals("reject"));
    var lossless =
        related.stream().filter(r -> !r.truth().mixLossy() && !r.truth().vocalsLossy()).toList();
    out.printf(
        "lossless pairs: %d, median nulling %.1f dB estimated, %.1f dB true%n",
        lossless.size(),
        median(lossless, r -> r.found().quality().nullingDb()),
        median(lossless, BenchmarkResult::trueNullingDb));
    out.printf(
        "all related: median nulling %.1f dB estimated, %.1f dB true%n",
        median(related, r -> r.found().quality().nullingDb()),
        median(related, BenchmarkResult::trueNullingDb));
    share(
        out,
        unrelated,
        "wrong songs rejected",
        r -> r.found().verdict().toString().equals("reject"));
    out.printf("seconds a pair, median: %.1f%n", median(results, BenchmarkResult::seconds));
    out.flush();
  }

  private static void share(
      PrintWriter out,
      List<BenchmarkResult> results,
      String what,
      Predicate<BenchmarkResult> holds) {
    out.printf("%s: %d of %d%n", what, results.stream().filter(holds).count(), results.size());
  }

  private static double median(
      List<BenchmarkResult> results, ToDoubleFunction<BenchmarkResult> value) {
    double[] sorted = results.stream().mapToDouble(value).toArray();
    Arrays.sort(sorted);
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }
}
