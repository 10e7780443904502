package dev.isolator.cli;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds the word that somebody may have meant.
final class Spelling {
  private Spelling() {}

  /// The word nearest to `typed`, or null if none is near: at most one letter in three is wrong,
  /// missing, too many or swapped with its neighbour, or `typed` is how the word begins.
  static @Nullable String nearest(String typed, Collection<String> words) {
    String nearest = null;
    int least = Math.min(3, Math.max(1, typed.replaceFirst("^-+", "").length() / 3));
    for (var word : words.stream().sorted().toList()) {
      int distance =
          typed.replaceFirst("^-+", "").length() >= 3 && word.startsWith(typed)
              ? 1
              : distance(typed.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
      if (distance < least || (distance == least && nearest == null)) {
        least = distance;
        nearest = word;
      }
    }
    return nearest;
  }

  /// Damerau and Levenshtein's distance in its restricted form (optimal string alignment):
  /// insertions, deletions, substitutions, and swaps of neighbours, no letter edited twice.
  static int distance(String a, String b) {
    var rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        int substituted = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(substituted, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          best = Math.min(best, 1 + rows[i - 2][j - 2]);
        }
        rows[i][j] = best;
      }
    }
    return rows[a.length()][b.length()];
  }
}
