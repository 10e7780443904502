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

/// Reads one of a few words into what it stands for.
final class OneOf<T> implements ITypeConverter<T> {
  private final Map<String, T> meanings;

  OneOf(Map<String, T> meanings) {
    this.meanings = new LinkedHashMap<>(meanings);
  }

  /// The constants of an enum, in lower case.
  static <E extends Enum<E>> OneOf<E> constants(Class<E> type) {
    var meanings = new LinkedHashMap<String, E>();
    for (var constant : type.getEnumConstants()) {
      meanings.put(constant.name().toLowerCase(Locale.ROOT), constant);
    }
    return new OneOf<>(meanings);
  }

  /// The depths that stems can have.
  static OneOf<SampleDepth> depths() {
    var meanings = new LinkedHashMap<String, SampleDepth>();
    meanings.put("16", SampleDepth.S16);
    meanings.put("24", SampleDepth.S24);
    meanings.put("32f", SampleDepth.F32);
    return new OneOf<>(meanings);
  }

  /// `on` or `off`.
  static OneOf<VoiceGating> gatings() {
    var meanings = new LinkedHashMap<String, VoiceGating>();
    meanings.put("on", VoiceGating.ON);
    meanings.put("off", VoiceGating.OFF);
    return new OneOf<>(meanings);
  }

  @Override
  public T convert(String text) {
    var meaning = meanings.get(text.toLowerCase(Locale.ROOT));
    if (meaning == null) {
      throw new TypeConversionException(
          "expected one of %s, but was '%s'".formatted(String.join(", ", meanings.keySet()), text));
    }
    return meaning;
  }

  /// The words of an enum for a shell's completion; picocli wants a class for each.
  abstract static class Words extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Words(String... words) {
      super(List.of(words));
    }
  }
}
