package dev.isolator.evaluate.score;

import dev.isolator.evaluate.candidate.VoiceProbabilities;
import java.util.ArrayList;
import java.util.List;

/// How often each probability was given to frames with a voice and to frames without one: enough to
/// pool the area under the curve over songs. Probabilities are counted by their log odds, in steps
/// of 0.1 from −10 to 10; those beyond fall into the first and the last place.
///
/// @param voiced frames with a voice, [#PLACES] counts, or none where they were not kept
/// @param unvoiced frames without one, as many
public record ProbabilityCounts(List<Integer> voiced, List<Integer> unvoiced) {
  static final int PLACES = 201;
  private static final int MIDDLE = 100;
  private static final double STEP = 0.1;

  /// Scores from before there were counts.
  public static final ProbabilityCounts NOT_KEPT = new ProbabilityCounts(List.of(), List.of());

  public ProbabilityCounts {
    voiced = List.copyOf(voiced);
    unvoiced = List.copyOf(unvoiced);
    if (voiced.size() != unvoiced.size() || (!voiced.isEmpty() && voiced.size() != PLACES)) {
      throw new IllegalArgumentException(
          "there must be %d counts of either kind, or none, were %d and %d"
              .formatted(PLACES, voiced.size(), unvoiced.size()));
    }
  }

  /// Counts frames.
  ///
  /// @param truth `[frames]`: whether there is a voice
  static ProbabilityCounts of(boolean[] truth, VoiceProbabilities heard) {
    var counts = new int[2][PLACES];
    double[] probabilities = heard.probabilities();
    for (int t = 0; t < truth.length; t++) {
      counts[truth[t] ? 1 : 0][place(probabilities[t])]++;
    }
    return new ProbabilityCounts(listed(counts[1]), listed(counts[0]));
  }

  private static int place(double probability) {
    double odds = Math.log(probability / (1 - probability)); // ±∞ at the ends
    double steps = Math.clamp(odds / STEP, -1.0 * MIDDLE, 1.0 * MIDDLE);
    return (int) Math.round(steps) + MIDDLE;
  }

  private static List<Integer> listed(int[] counts) {
    var list = new ArrayList<Integer>();
    for (int count : counts) {
      list.add(count);
    }
    return list;
  }

  /// The area under the receiver operating characteristic of all songs' frames together; ties, also
  /// within a step, count half. NaN where a song's counts were not kept, or there are no frames of
  /// one kind.
  public static double auc(List<ProbabilityCounts> songs) {
    double above = 0;
    double below = 0; // unvoiced frames of lower probability
    double hits = 0;
    if (songs.contains(NOT_KEPT)) {
      return Double.NaN;
    }
    for (int place = 0; place < PLACES; place++) {
      double with = 0;
      double without = 0;
      for (ProbabilityCounts song : songs) {
        with += song.voiced.get(place);
        without += song.unvoiced.get(place);
      }
      above += with * (below + without / 2);
      below += without;
      hits += with;
    }
    return above / (hits * below);
  }

  /// Counts as text, with blanks between them; [#parse] reads it.
  static String text(List<Integer> counts) {
    return String.join(" ", counts.stream().map(String::valueOf).toList());
  }

  /// Reads counts; none of an empty text.
  static List<Integer> parse(String text) {
    return text.isEmpty()
        ? List.of()
        : List.of(text.split(" ", -1)).stream().map(Integer::valueOf).toList();
  }
}
