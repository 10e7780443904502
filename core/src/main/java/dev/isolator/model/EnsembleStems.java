package dev.isolator.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/// What comes out of an ensemble.
///
/// Members that all give the same stems, in whatever order, give those, in the first one's order.
/// Where a member gives one stem and what it leaves of the mix (`vocals` and `music`), each of the
/// others must give that stem, and what those leave of the mix, the sum of their other stems, is
/// the same. All else is refused: which of two stems is meant by which would be a guess.
///
/// In either case the last stem is what the others leave of the mix.
final class EnsembleStems {
  private EnsembleStems() {}

  /// The ensemble's stems.
  ///
  /// @param where the ensemble's name for messages
  /// @throws ModelException if the members' stems do not agree
  static List<String> of(String where, List<ModelCard> members) throws ModelException {
    List<String> first = members.getFirst().stems();
    if (members.stream().allMatch(member -> sameStems(member.stems(), first))) {
      return first;
    }
    for (ModelCard member : members) {
      List<String> pair = member.stems();
      if (pair.size() == 2) {
        for (String single : pair) {
          if (members.stream().allMatch(other -> agrees(other.stems(), single, pair))) {
            return List.of(single, pair.get(1 - pair.indexOf(single)));
          }
        }
      }
    }
    throw new ModelException(
        "%s: expected members with the same stems, or one of two stems whose first all have, found %s; leave one out"
            .formatted(
                where,
                members.stream()
                    .map(card -> card.versionedName() + " " + String.join("/", card.stems()))
                    .distinct()
                    .collect(Collectors.joining(", "))));
  }

  private static boolean agrees(List<String> stems, String single, List<String> pair) {
    return stems.contains(single) && (stems.size() != 2 || sameStems(stems, pair));
  }

  private static boolean sameStems(List<String> some, List<String> others) {
    return some.size() == others.size() && new HashSet<>(some).equals(new HashSet<>(others));
  }

  /// Where a member has the ensemble's stems but the last.
  static List<Integer> indices(List<String> ensemble, ModelCard member) {
    var indices = new ArrayList<Integer>();
    ensemble
        .subList(0, ensemble.size() - 1)
        .forEach(stem -> indices.add(member.stems().indexOf(stem)));
    return List.copyOf(indices);
  }
}
