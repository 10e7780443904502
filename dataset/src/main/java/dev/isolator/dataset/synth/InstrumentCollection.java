package dev.isolator.dataset.synth;

import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Kind;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.soundfont.SampledInstrument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// The sampled instruments of a manifest, by family.
///
/// @param families each with one instrument at least
/// @param key of what they are: their hashes, by which a rendering is known again
public record InstrumentCollection(Map<Family, List<SampledInstrument>> families, String key) {

  /// A family of instruments; the name of its folder below `instruments/`.
  public enum Family {
    GUITAR,
    SAXOPHONE,
    BASS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The family of a manifest's entry.
    static Family of(Entry entry) throws IOException {
      for (Family family : values()) {
        if (entry.id().startsWith("instrument-" + family + "-")) {
          return family;
        }
      }
      throw new IOException(
          "%s: expected an id that begins with instrument-guitar-, instrument-saxophone- or instrument-bass-, found another; rename it"
              .formatted(entry.id()));
    }
  }

  public InstrumentCollection {
    families = Map.copyOf(families);
  }

  /// Opens the instruments of a split; their recordings are decoded into memory.
  public static InstrumentCollection open(Manifest manifest, Split split) throws IOException {
    var families = new EnumMap<Family, List<SampledInstrument>>(Family.class);
    var key = new StringBuilder();
    for (Entry entry : manifest.of(Kind.INSTRUMENT, split)) {
      families
          .computeIfAbsent(Family.of(entry), k -> new ArrayList<>())
          .add(SampledInstrument.open(manifest.file(entry.stem("notes"))));
      key.append(entry.id()).append(' ').append(entry.stem("notes").sha256()).append('|');
    }
    return new InstrumentCollection(families, key.toString());
  }

  /// Whether there is no instrument at all.
  public boolean isEmpty() {
    return families.isEmpty();
  }

  /// Whether there is an instrument of a family.
  boolean has(Family family) {
    return families.containsKey(family);
  }

  /// One of a family, drawn at random.
  SampledInstrument draw(Family family, SplittableRandom random) {
    List<SampledInstrument> of = families.getOrDefault(family, List.of());
    if (of.isEmpty()) {
      throw new IllegalArgumentException(
          "expected instruments of the family, found none: " + family);
    }
    return of.get(random.nextInt(of.size()));
  }
}
