package dev.isolator.dataset.soundfont;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which channels of a MIDI song are played, and on what.
///
/// @param channels those that are heard, 0 to 15
/// @param instruments channel to the instrument that plays it instead of the bank's preset
public record Orchestration(Set<Integer> channels, Map<Integer, SampledInstrument> instruments) {
  /// All channels, on the bank's presets.
  public static final Orchestration OF_THE_BANK =
      new Orchestration(
          IntStream.range(0, 16).boxed().collect(Collectors.toUnmodifiableSet()), Map.of());

  public Orchestration {
    channels = Set.copyOf(channels);
    instruments = Map.copyOf(instruments);
  }

  /// One channel alone, on an instrument.
  public static Orchestration alone(int channel, SampledInstrument instrument) {
    return new Orchestration(Set.of(channel), Map.of(channel, instrument));
  }

  /// One channel alone, on the bank's preset.
  public static Orchestration alone(int channel) {
    return new Orchestration(Set.of(channel), Map.of());
  }

  /// The same without some channels.
  public Orchestration without(Set<Integer> silent) {
    return new Orchestration(
        channels.stream()
            .filter(channel -> !silent.contains(channel))
            .collect(Collectors.toUnmodifiableSet()),
        instruments);
  }
}
