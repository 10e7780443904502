package dev.isolator.dataset.sfz;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One region of an SFZ file: a recording, and when and how it sounds. Opcodes of the headers
/// around it are among its own.
///
/// @param sample path of the recording, relative to the SFZ file, with `/`
/// @param opcodes name to text, `sample` among them
public record SfzRegion(String sample, Map<String, String> opcodes) {
  private static final String NOTES = "c d ef g a b";

  public SfzRegion {
    opcodes = Map.copyOf(opcodes);
  }

  /// Lowest key that it sounds for, 0 to 127; default 0.
  public int lowKey() {
    return key("lokey").or(() -> key("key")).orElse(0);
  }

  /// Highest key that it sounds for, 0 to 127; default 127.
  public int highKey() {
    return key("hikey").or(() -> key("key")).orElse(127);
  }

  /// Key at which it sounds as it was recorded; default 60.
  public int keyCentre() {
    return key("pitch_keycenter").or(() -> key("key")).orElse(60);
  }

  /// Lowest velocity that it sounds for, 1 to 127; default 1.
  public int lowVelocity() {
    return (int) number("lovel", 1);
  }

  /// Highest velocity that it sounds for, 1 to 127; default 127.
  public int highVelocity() {
    return (int) number("hivel", 127);
  }

  /// Its place among recordings that are played in turn, from 1; default 1.
  public int sequencePosition() {
    return (int) number("seq_position", 1);
  }

  /// How far it is tuned, in cents: `tune` and `transpose`.
  public double tuneCents() {
    return number("tune", number("pitch", 0)) + 100 * number("transpose", 0);
  }

  /// A number that an opcode states.
  public double number(String opcode, double missing) {
    String text = opcodes.get(opcode);
    if (text == null) {
      return missing;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return missing; // as players do: an opcode that is no number has its default
    }
  }

  /// Whether a key struck anew makes it sound while all controllers and key switches stand as the
  /// file sets them: regions for released keys, legato and other articulations do not.
  ///
  /// @param controllers number to value, 0 to 127, of those that the file sets; others are 0
  boolean soundsByItself(Map<Integer, Double> controllers) {
    String trigger = opcodes.getOrDefault("trigger", "attack");
    if (!trigger.equals("attack") && !trigger.equals("first")) {
      return false;
    }
    if (opcodes.containsKey("sw_last")
        && !opcodes.get("sw_last").equals(opcodes.get("sw_default"))) {
      return false;
    }
    if (opcodes.containsKey("sw_down") || opcodes.containsKey("sw_previous")) {
      return false;
    }
    for (var opcode : opcodes.entrySet()) {
      String name = opcode.getKey();
      if (name.matches("locc\\d+|hicc\\d+")) {
        double value = controllers.getOrDefault(Integer.parseInt(name.substring(4)), 0.0);
        double bound = number(name, name.startsWith("lo") ? 0 : 127);
        if (name.startsWith("lo") ? value < bound : value > bound) {
          return false;
        }
      }
    }
    return lowKey() <= highKey() && lowVelocity() <= highVelocity();
  }

  /// A key by its number, or by its name: `c4` is 60.
  private Optional<Integer> key(String opcode) {
    String text = opcodes.getOrDefault(opcode, "").toLowerCase(Locale.ROOT);
    if (text.matches("-?\\d{1,3}")) {
      return Optional.of(Integer.valueOf(text));
    }
    if (!text.matches("[a-g][#b]?-?\\d")) {
      return Optional.empty();
    }
    int semitone = NOTES.indexOf(text.charAt(0));
    int sign = text.charAt(1) == '#' ? 1 : text.charAt(1) == 'b' ? -1 : 0;
    int octave = Integer.parseInt(text.substring(sign == 0 ? 1 : 2));
    return Optional.of(12 * (octave + 1) + semitone + sign);
  }
}
