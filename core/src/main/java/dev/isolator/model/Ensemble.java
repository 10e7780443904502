package dev.isolator.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which models take a song apart together, and how their answers become one.
///
/// As a text, which may stand wherever a model's name may: `[KIND:]MEMBER[,MEMBER…]`, where KIND is
/// `mean` (the default), `median`, `min` or `max`, and MEMBER is `MODEL[+swap][+shift][:WEIGHT]`.
///
/// | text | who |
/// |---|---|
/// | `studio-vocals,studio-4` | two models, in the mean |
/// | `studio-vocals:2,studio-4` | the same, the first one counts twice |
/// | `studio-vocals,studio-vocals+swap` | one model that hears the song as it is, and with left and right exchanged |
/// | `max:a,b,voices/c.onnx` | of three models whatever is loudest |
///
/// @param combination how the members' answers become one
/// @param members 1 to [#MOST_MEMBERS]; weights other than 1 only where the combination has weights
public record Ensemble(Combination combination, List<Member> members) {
  /// A network costs the same in each member, and more than these gain nothing.
  public static final int MOST_MEMBERS = 16;

  private static final String SWAP = "+swap";
  private static final String SHIFT = "+shift";
  private static final Pattern KIND = Pattern.compile("(?i)(mean|median|min|max):(.*)");
  private static final Pattern WEIGHTED = Pattern.compile("(.+):([0-9]{1,6}(?:\\.[0-9]{1,6})?)");

  public Ensemble {
    members = List.copyOf(members);
    if (members.isEmpty() || members.size() > MOST_MEMBERS) {
      throw new IllegalArgumentException(
          "an ensemble must have from 1 to %d members, had %d"
              .formatted(MOST_MEMBERS, members.size()));
    }
    if (!combination.isWeighted() && members.stream().anyMatch(member -> member.weight != 1)) {
      throw new IllegalArgumentException(
          "weights are for mean and median; %s takes each member alike"
              .formatted(combination.word()));
    }
  }

  /// A model in an ensemble. One model may be several members.
  ///
  /// @param model a name, `name@version`, or `.onnx` file (in a `.yaml` file, names of files count
  ///   from its folder); without a comma
  /// @param weight above 0, at most 1 000 000; 1 unless it is said
  /// @param channelSwap whether it hears left and right exchanged
  /// @param halfHopShift whether it hears the song half a hop (of a model that takes segments: half
  ///   a stride) later, so that its frames lie between the others'
  public record Member(String model, double weight, boolean channelSwap, boolean halfHopShift) {
    public Member {
      if (model.isBlank() || model.contains(",")) {
        throw new IllegalArgumentException(
            "expected a model's name without a comma, found \"%s\"".formatted(model));
      }
      if (!(weight > 0 && weight <= 1e6)) {
        throw new IllegalArgumentException(
            "the weight of %s must be above 0 and at most 1000000, was %s"
                .formatted(model, weight));
      }
    }

    /// The model as it is, with weight 1.
    public static Member of(String model) {
      return new Member(model, 1, false, false);
    }

    /// Whether the model hears the song as it is.
    public boolean isPlain() {
      return !channelSwap && !halfHopShift;
    }

    private static Member parse(String text) {
      String rest = text.strip();
      double weight = 1;
      var weighted = WEIGHTED.matcher(rest);
      if (weighted.matches()) {
        rest = weighted.group(1);
        weight = Double.parseDouble(weighted.group(2));
      }
      boolean swap = false;
      boolean shift = false;
      while (hasVariant(rest)) {
        swap |= rest.endsWith(SWAP);
        shift |= rest.endsWith(SHIFT);
        rest = rest.substring(0, rest.lastIndexOf('+'));
      }
      return new Member(rest, weight, swap, shift);
    }

    /// The member as a text.
    @Override
    public String toString() {
      String named = model + (channelSwap ? SWAP : "") + (halfHopShift ? SHIFT : "");
      return weight == 1 ? named : named + ":" + plain(weight);
    }

    private static String plain(double weight) {
      return weight == Math.rint(weight)
          ? String.valueOf((long) weight)
          : String.format(Locale.ROOT, "%.6f", weight).replaceFirst("0+$", "");
    }
  }

  private static boolean hasVariant(String member) {
    return member.endsWith(SWAP) || member.endsWith(SHIFT);
  }

  /// Whether a text names an ensemble and not one model.
  static boolean isMeant(String text) {
    return text.contains(",")
        || KIND.matcher(text).matches()
        || hasVariant(text)
        || (WEIGHTED.matcher(text).matches()
            && hasVariant(text.substring(0, text.lastIndexOf(':'))));
  }

  /// Reads an ensemble's text.
  ///
  /// @throws IllegalArgumentException if it is none; the message says what was expected
  public static Ensemble parse(String text) {
    var kind = KIND.matcher(text);
    boolean named = kind.matches();
    var members = new ArrayList<Member>();
    for (var member : (named ? kind.group(2) : text).split(",", -1)) {
      if (member.isBlank()) {
        throw new IllegalArgumentException(
            "expected models with commas between them, such as a,b:2, found \"%s\""
                .formatted(text));
      }
      members.add(Member.parse(member));
    }
    return new Ensemble(named ? Combination.of(kind.group(1)) : Combination.MEAN, members);
  }

  /// The ensemble as a text, which [#parse] reads.
  @Override
  public String toString() {
    String listed = members.stream().map(Member::toString).collect(Collectors.joining(","));
    return combination == Combination.MEAN ? listed : combination.word() + ":" + listed;
  }
}
