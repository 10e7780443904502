package dev.isolator.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How a tensor of an outside model is laid out: its axes from the first to the last, as a text
/// such as `1 cp f t`.
///
/// | letter | runs over |
/// |---|---|
/// | `s` | what the network separates into |
/// | `c` | channels, left and right |
/// | `p` | parts of a complex number, real and imaginary |
/// | `f` | bins |
/// | `t` | frames |
/// | `n` | samples of a channel |
/// | `1` | nothing: an axis of length 1, or of any length that is given 1 |
///
/// Axes are separated by spaces; letters written together share an axis, the first of them moves
/// slowest: `cp` is left re, left im, right re, right im.
record TensorAxes(List<String> axes) {
  private static final String LETTERS = "scpftn1";

  /// Channels, and parts of a complex number: their number never changes.
  private static final int TWO = 2;

  TensorAxes {
    axes = List.copyOf(axes);
  }

  /// Reads a layout.
  ///
  /// @throws IllegalArgumentException if a letter is unknown or comes twice
  static TensorAxes parse(String text) {
    var seen = new StringBuilder();
    var axes = new ArrayList<String>();
    for (String axis : text.strip().split(" +", -1)) {
      for (int i = 0; i < axis.length(); i++) {
        char letter = axis.charAt(i);
        boolean twice = letter != '1' && seen.indexOf(String.valueOf(letter)) >= 0;
        if (LETTERS.indexOf(letter) < 0 || twice || (letter == '1' && axis.length() > 1)) {
          throw new IllegalArgumentException(
              "axes must be of the letters %s, each once, was \"%s\"".formatted(LETTERS, text));
        }
        seen.append(letter);
      }
      axes.add(axis);
    }
    return new TensorAxes(axes);
  }

  /// Whether the tensor has such an axis.
  boolean has(char letter) {
    return axes.stream().anyMatch(axis -> axis.indexOf(letter) >= 0);
  }

  /// The tensor's shape.
  ///
  /// @param sizes of the letters s, f, t and n, as far as the layout has them
  long[] shape(Map<Character, Integer> sizes) {
    return axes.stream().mapToLong(axis -> length(axis, sizes)).toArray();
  }

  /// Floats from one index of a letter to the next; 0 where the tensor has no such axis.
  int stride(char letter, Map<Character, Integer> sizes) {
    long stride = 1;
    for (String axis : axes.reversed()) {
      int at = axis.indexOf(letter);
      if (at >= 0) {
        return Math.toIntExact(stride * length(axis.substring(at + 1), sizes));
      }
      stride *= length(axis, sizes);
    }
    return 0;
  }

  private static long length(String axis, Map<Character, Integer> sizes) {
    long length = 1;
    for (int i = 0; i < axis.length(); i++) {
      length = Math.multiplyExact(length, (long) size(axis.charAt(i), sizes));
    }
    return length;
  }

  private static int size(char letter, Map<Character, Integer> sizes) {
    return switch (letter) {
      case '1' -> 1;
      case 'c', 'p' -> TWO;
      default -> {
        Integer size = sizes.get(letter);
        if (size == null) {
          throw new IllegalArgumentException("the size of axis %s is not known".formatted(letter));
        }
        yield size;
      }
    };
  }

  /// Compares the layout with a tensor's shape.
  ///
  /// @param shape found; −1 is any length
  /// @param sizes what is known of the letters; those that the shape tells are added
  /// @return whether the shape fits; if not, `sizes` is unchanged
  boolean bind(long[] shape, Map<Character, Integer> sizes) {
    if (shape.length != axes.size()) {
      return false;
    }
    var known = new TreeMap<>(sizes);
    for (int axis = 0; axis < shape.length; axis++) {
      if (shape[axis] >= 0 && !bind(axes.get(axis), shape[axis], known)) {
        return false;
      }
    }
    sizes.putAll(known);
    return true;
  }

  /// At most one letter of an axis may be unknown.
  private static boolean bind(String axis, long length, Map<Character, Integer> sizes) {
    long rest = length;
    char open = 0;
    for (int i = 0; i < axis.length(); i++) {
      char letter = axis.charAt(i);
      boolean isKnown = "1cp".indexOf(letter) >= 0 || sizes.containsKey(letter);
      if (!isKnown && open != 0) {
        return false;
      }
      if (!isKnown) {
        open = letter;
      } else if (rest % size(letter, sizes) != 0) {
        return false;
      } else {
        rest /= size(letter, sizes);
      }
    }
    if (open == 0) {
      return rest == 1;
    }
    if (rest < 1 || rest > 1 << 24) {
      return false;
    }
    sizes.put(open, (int) rest);
    return true;
  }

  @Override
  public String toString() {
    return String.join(" ", axes);
  }
}
