package dev.isolator.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Which stems of a model are written, once it is known which it has.
///
/// Names are taken in any case. `music` is the sum of all stems but the vocals in models that have
/// no stem of that name.
///
/// @param stems the names of all that could be written
/// @param keep those that are written; empty = all
/// @param single of a model with more than two stems the one that is written beside the sum of all
///   others; empty = every stem for itself
public record StemChoice(List<String> stems, List<String> keep, String single) {
  private static final String VOCALS = "vocals";
  private static final String MUSIC = "music";

  /// What other programs call the two.
  private static final Map<String, String> ALSO =
      Map.of(
          "vocal", VOCALS,
          "voice", VOCALS,
          "instrumental", MUSIC,
          "instrumentals", MUSIC,
          "accompaniment", MUSIC,
          "karaoke", MUSIC,
          "no_vocals", MUSIC);

  public StemChoice {
    stems = List.copyOf(stems);
    keep = List.copyOf(keep);
  }

  /// Reads the options `--keep` or `--stems`, and `--two-stems`.
  ///
  /// @param model the model's stems
  /// @param wanted the names typed; empty = all
  /// @param two the one stem of `--two-stems`; empty = not given
  /// @throws IllegalArgumentException if the model does not have them
  static StemChoice of(List<String> model, List<String> wanted, String two) {
    if (!two.isEmpty()) {
      var stem = named(two, model);
      if (model.size() == 2 && (model.contains(stem) || stem.equals(MUSIC))) {
        return new StemChoice(model, List.of(), "");
      }
      var single = stem.equals(MUSIC) ? VOCALS : stem;
      check(model, single, two);
      return new StemChoice(pair(single), List.of(), single);
    }
    var keep = wanted.stream().map(name -> named(name, model)).distinct().toList();
    boolean summed = keep.contains(MUSIC) && !model.contains(MUSIC) && model.contains(VOCALS);
    var stems = summed ? pair(VOCALS) : model;
    for (int i = 0; i < keep.size(); i++) {
      if (summed && model.contains(keep.get(i)) && !stems.contains(keep.get(i))) {
        throw new IllegalArgumentException(
            "the model's stems are %s; music, the sum of all but vocals, can be written beside vocals only, not %s"
                .formatted(String.join(", ", model), keep.get(i)));
      }
      check(summed ? stems : model, keep.get(i), wanted.get(Math.min(i, wanted.size() - 1)));
    }
    return new StemChoice(stems, keep, summed ? VOCALS : "");
  }

  private static List<String> pair(String single) {
    return List.of(single, rest(single));
  }

  /// What the sum of all stems but one is called.
  static String rest(String single) {
    return single.equals(VOCALS) ? MUSIC : "no_" + single;
  }

  private static void check(List<String> stems, String name, String typed) {
    if (!stems.contains(name)) {
      throw new IllegalArgumentException(
          "the model's stems are %s, not %s".formatted(String.join(", ", stems), typed));
    }
  }

  /// A model's own name for what was typed, in any case and by the words of other programs; what
  /// stands for no stem comes back in small letters.
  public static String named(String typed, List<String> stems) {
    for (var stem : stems) {
      if (stem.equalsIgnoreCase(typed)) {
        return stem;
      }
    }
    var lower = typed.toLowerCase(Locale.ROOT);
    return ALSO.getOrDefault(lower, lower);
  }
}
