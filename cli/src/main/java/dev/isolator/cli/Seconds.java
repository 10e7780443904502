package dev.isolator.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A place or a length in a song as people write it: `90`, `90.5`, `1:30`, `1:30.250`, `1:02:03`.
final class Seconds implements ITypeConverter<Double> {
  private static final Pattern TIME =
      Pattern.compile("(?:(?:([0-9]{1,4}):)?([0-9]{1,4}):)?([0-9]{1,9}(?:\\.[0-9]{1,9})?)");

  @Override
  public Double convert(String text) {
    var time = TIME.matcher(text);
    if (!time.matches()) {
      throw refusal(text);
    }
    double minutes = 0;
    if (time.group(1) != null) {
      minutes = 60 * Double.parseDouble(time.group(1));
    }
    if (time.group(2) != null) {
      minutes += Double.parseDouble(time.group(2));
    }
    double seconds = Double.parseDouble(time.group(3));
    boolean clock = time.group(2) != null;
    boolean minutesOverflow = time.group(1) != null && Double.parseDouble(time.group(2)) >= 60;
    if (clock && (seconds >= 60 || minutesOverflow)) {
      throw refusal(text);
    }
    return 60 * minutes + seconds;
  }

  private static TypeConversionException refusal(String text) {
    return new TypeConversionException(
        "expected seconds or minutes:seconds, such as 90.5 or 1:30.5, but was '%s'"
            .formatted(text));
  }

  /// `4:03`, `1:02:03`: whole seconds for people.
  static String shown(double seconds) {
    long whole = Math.round(seconds);
    long hours = whole / 3600;
    return hours > 0
        ? "%d:%02d:%02d".formatted(hours, whole / 60 % 60, whole % 60)
        : "%d:%02d".formatted(whole / 60, whole % 60);
  }
}
