package dev.isolator.render;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A mix of the stems with another balance than the song's: karaoke with a quiet guide voice, more
/// bass.
///
/// @param name what stands for `{stem}` in the file's name
/// @param gainsDb stem to its gain in dB, −∞ (mute) to +24; stems that are not named stay at 0 dB
public record Remix(String name, Map<String, Double> gainsDb) {
  /// The most a stem can be raised.
  public static final double MAX_GAIN_DB = 24;

  public Remix {
    gainsDb = Collections.unmodifiableMap(new LinkedHashMap<>(gainsDb));
    if (name.isBlank()) {
      throw new IllegalArgumentException("a remix needs a name");
    }
    if (gainsDb.isEmpty()) {
      throw new IllegalArgumentException("remix " + name + " must name at least one stem");
    }
    gainsDb.forEach(
        (stem, gain) -> {
          if (!(gain <= MAX_GAIN_DB)) {
            throw new IllegalArgumentException(
                "gain of %s must be from -inf to %.0f dB, was %s"
                    .formatted(stem, MAX_GAIN_DB, gain));
          }
        });
  }

  /// Reads what users type: `vocals=-12dB`, or several stems, `vocals=mute,drums=+3`, or with a
  /// name for the file in front, `karaoke: vocals=-12`. Without a name the file is called after the
  /// gains, `mix (vocals -12 dB)`. The unit may be left out where the number has a sign or is 1 or
  /// more; below that it could as well be a factor, and is refused. `mute` and `-inf` are silence.
  public static Remix parse(String text) {
    int colon = text.indexOf(':');
    var gains = new LinkedHashMap<String, Double>();
    for (var part : text.substring(colon + 1).split(",", -1)) {
      int equals = part.indexOf('=');
      var stem = part.substring(0, Math.max(0, equals)).strip();
      if (stem.isEmpty()) {
        throw new IllegalArgumentException(
            "mix must look like vocals=-12dB or vocals=mute,drums=+3dB, was \"" + text + "\"");
      }
      if (gains.put(stem, gainDb(part.substring(equals + 1), text)) != null) {
        throw new IllegalArgumentException("mix names " + stem + " twice: \"" + text + "\"");
      }
    }
    var name = colon >= 0 ? text.substring(0, colon).strip() : described(gains);
    return new Remix(name, gains);
  }

  /// Refuses a stem that the model does not give.
  void check(List<String> stems) {
    for (var stem : gainsDb.keySet()) {
      if (!stems.contains(stem)) {
        throw new IllegalArgumentException(
            "mix names the stem %s, but the stems are %s"
                .formatted(stem, String.join(", ", stems)));
      }
    }
  }

  private static double gainDb(String typed, String whole) {
    var text = typed.strip().toLowerCase(Locale.ROOT);
    if (text.endsWith("db")) {
      text = text.substring(0, text.length() - 2).strip();
    }
    if (text.equals("mute") || text.equals("-inf") || text.equals("-∞")) {
      return Double.NEGATIVE_INFINITY;
    }
    text = text.replace('−', '-');
    boolean bare = text.equals(typed.strip().toLowerCase(Locale.ROOT));
    if (text.endsWith("%") || (bare && text.matches("0?[.][0-9]{1,6}|0"))) {
      throw notAFactor(typed.strip(), whole);
    }
    if (!text.matches("[+-]?[0-9]{1,3}([.][0-9]{1,6})?")) {
      throw new IllegalArgumentException(
          "a gain must be dB, such as -12dB, or mute, was \"%s\" in \"%s\""
              .formatted(typed.strip(), whole));
    }
    return Double.parseDouble(text);
  }

  /// A number from 0 to 1 without sign and unit is a factor to some people and dB to others.
  private static IllegalArgumentException notAFactor(String typed, String whole) {
    boolean percent = typed.endsWith("%");
    var number = percent ? typed.substring(0, typed.length() - 1).strip() : typed;
    double factor =
        number.matches("[0-9]{0,3}([.][0-9]{1,6})?") && !number.isEmpty()
            ? Double.parseDouble(number) / (percent ? 100 : 1)
            : Double.NaN;
    var inDecibels =
        factor > 0
            ? "%.1fdB".formatted(20 * Math.log10(factor)) + " if it is a factor"
            : "mute if it is a factor";
    return new IllegalArgumentException(
        "a gain must be dB, such as -12dB, or mute, was \"%s\" in \"%s\"; write %s%s"
            .formatted(
                typed, whole, inDecibels, percent ? "" : ", %sdB if it is dB".formatted(typed)));
  }

  private static String described(Map<String, Double> gainsDb) {
    var words = new StringBuilder("mix (");
    gainsDb.forEach(
        (stem, gain) -> {
          words.append(words.length() > 5 ? ", " : "").append(stem).append(' ');
          if (gain == Double.NEGATIVE_INFINITY) {
            words.append("mute");
          } else {
            var number = gain == Math.rint(gain) ? "%+.0f" : "%+.1f";
            words.append(number.formatted(gain)).append(" dB");
          }
        });
    return words.append(')').toString();
  }
}
