package dev.isolator.cli;

import dev.isolator.audio.SampleDepth;
import dev.isolator.mask.VoiceGating;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Converts one of a few words to the value that it stands for.
final class ChoiceConverter<T> implements ITypeConverter<T> {
  private final Map<String, T> values;

  ChoiceConverter(Map<String, T> values) {
    this.values = new LinkedHashMap<>(values);
  }

  /// The constants of an enum, in lower case, with - between words.
  static <E extends Enum<E>> ChoiceConverter<E> constants(Class<E> type) {
    var values = new LinkedHashMap<String, E>();
    for (var constant : type.getEnumConstants()) {
      values.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
    }
    return new ChoiceConverter<>(values);
  }

  /// The depths that stems can have.
  static ChoiceConverter<SampleDepth> depths() {
    var values = new LinkedHashMap<String, SampleDepth>();
    values.put("16", SampleDepth.S16);
    values.put("24", SampleDepth.S24);
    values.put("32f", SampleDepth.F32);
    return new ChoiceConverter<>(values);
  }

  /// `on` or `off`.
  static ChoiceConverter<VoiceGating> gatings() {
    var values = new LinkedHashMap<String, VoiceGating>();
    values.put("on", VoiceGating.ON);
    values.put("off", VoiceGating.OFF);
    return new ChoiceConverter<>(values);
  }

  @Override
  public T convert(String text) {
    var value = values.get(text.toLowerCase(Locale.ROOT));
    if (value == null && values.containsKey("32f") && text.startsWith("32")) {
      throw new TypeConversionException(
          "expected one of %s, but was '%s'; samples of 32 bits are written as float, 32f"
              .formatted(String.join(", ", values.keySet()), text));
    }
    if (value == null) {
      throw new TypeConversionException(
          "expected one of %s, but was '%s'".formatted(String.join(", ", values.keySet()), text));
    }
    return value;
  }

  /// The words of an option for a shell's completion; picocli needs a class for each option.
  abstract static class Words extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Words(String... words) {
      super(List.of(words));
    }
  }
}
