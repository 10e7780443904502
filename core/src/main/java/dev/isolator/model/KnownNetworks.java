package dev.isolator.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is known of published MDX-Net files by their hash: what their tensors do not tell. Facts
/// from UVR's public table of models (`model_data_new.json`, November 2026), in `mdx-net.tsv`.
final class KnownNetworks {
  /// @param fftLength samples under a window
  /// @param compensate what the answer is multiplied by
  /// @param stem what it gives
  record Known(int fftLength, double compensate, String stem) {}

  private static final Map<String, Known> KNOWN = read();

  private KnownNetworks() {}

  /// What is known of a file; null for one that is not in the table.
  ///
  /// @param hash as [OutsideFile#uvrHash()] gives it
  static @Nullable Known of(String hash) {
    return KNOWN.get(hash);
  }

  private static Map<String, Known> read() {
    var known = new TreeMap<String, Known>();
    try (var in = KnownNetworks.class.getResourceAsStream("adapters/mdx-net.tsv")) {
      if (in == null) {
        throw new IllegalStateException("adapters/mdx-net.tsv is missing");
      }
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .forEach(
              fields ->
                  known.put(
                      fields[0],
                      new Known(
                          Integer.parseInt(fields[1]), Double.parseDouble(fields[2]), fields[3])));
    } catch (IOException e) {
      throw new IllegalStateException("adapters/mdx-net.tsv cannot be read", e);
    }
    return known;
  }
}
