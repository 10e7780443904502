package dev.isolator.dataset.intake;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the stem that a file name stands for. The first rule that contains a word of the name
/// applies, so `bass drum` is drums and `lead vox` is vocals.
final class StemNames {
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}]+");
  private static final Map<String, Set<String>> RULES = rules();

  private StemNames() {}

  private static Map<String, Set<String>> rules() {
    var rules = new LinkedHashMap<String, Set<String>>();
    rules.put(
        "vocals",
        Set.of(
            "vocals",
            "vocal",
            "vox",
            "voice",
            "voices",
            "singer",
            "singing",
            "acapella",
            "acappella",
            "choir",
            "bv",
            "bvs",
            "rap"));
    rules.put(
        "drums",
        Set.of(
            "drums",
            "drum",
            "kick",
            "snare",
            "hat",
            "hats",
            "hihat",
            "tom",
            "toms",
            "cymbals",
            "cymbal",
            "overhead",
            "overheads",
            "perc",
            "percussion",
            "clap",
            "crash",
            "ride"));
    rules.put("bass", Set.of("bass", "sub"));
    rules.put(
        "music",
        Set.of("music", "instrumental", "inst", "accompaniment", "karaoke", "backing", "minus"));
    rules.put("mixture", Set.of("mixture", "mix", "master"));
    rules.put(
        "other",
        Set.of(
            "other",
            "guitar",
            "guitars",
            "gtr",
            "keys",
            "keyboard",
            "piano",
            "synth",
            "synths",
            "strings",
            "brass",
            "horns",
            "organ",
            "pad",
            "pads",
            "lead",
            "fx",
            "melody",
            "rhythm",
            "crowd"));
    return rules;
  }

  /// The stem, or null if no rule applies.
  static @Nullable String of(String fileName) {
    String[] words = NO_WORD.split(fileName.toLowerCase(Locale.ROOT), -1);
    for (var rule : RULES.entrySet()) {
      for (String word : words) {
        if (rule.getValue().contains(word)) {
          return rule.getKey();
        }
      }
    }
    return null;
  }
}
