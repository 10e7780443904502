package dev.isolator.train.layer;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// The weights of a network as plain arrays.
///
/// @param parameters `[layout.parameterCount()]`, not copied
/// @param statistics `[layout.statisticCount()]`, not copied
@SuppressWarnings("ArrayRecordComponent") // megabytes on their way between stages; never compared
public record WeightValues(WeightLayout layout, float[] parameters, float[] statistics) {
  public WeightValues {
    if (parameters.length != layout.parameterCount()
        || statistics.length != layout.statisticCount()) {
      throw new IllegalArgumentException(
          "weights must be %d and %d values, were %d and %d"
              .formatted(
                  layout.parameterCount(),
                  layout.statisticCount(),
                  parameters.length,
                  statistics.length));
    }
  }

  /// The weights to start training from.
  public static WeightValues fresh(WeightLayout layout, long seed) {
    var random = new SplittableRandom(seed);
    return new WeightValues(
        layout, filled(layout.parameters(), random), filled(layout.statistics(), random));
  }

  /// One weight's values, a copy, in the order of its shape.
  public float[] get(String name) {
    float[] found = find(layout.parameters(), parameters, name);
    if (found.length == 0) {
      found = find(layout.statistics(), statistics, name);
    }
    if (found.length == 0) {
      throw new IllegalArgumentException("no weight is called " + name);
    }
    return found;
  }

  /// These weights, except those that another network has with the same name and shape, which are
  /// taken from there.
  public WeightValues taking(WeightValues other) {
    return new WeightValues(
        layout,
        taken(layout.parameters(), parameters, other.layout.parameters(), other.parameters),
        taken(layout.statistics(), statistics, other.layout.statistics(), other.statistics));
  }

  private static float[] taken(
      List<WeightLayout.Slot> slots,
      float[] values,
      List<WeightLayout.Slot> otherSlots,
      float[] others) {
    var result = values.clone();
    int at = 0;
    for (var slot : slots) {
      int size = Math.toIntExact(slot.size());
      boolean there =
          otherSlots.stream()
              .anyMatch(o -> o.name().equals(slot.name()) && o.shape().equals(slot.shape()));
      if (there) {
        System.arraycopy(find(otherSlots, others, slot.name()), 0, result, at, size);
      }
      at += size;
    }
    return result;
  }

  private static float[] find(List<WeightLayout.Slot> slots, float[] values, String name) {
    int at = 0;
    for (var slot : slots) {
      int size = Math.toIntExact(slot.size());
      if (slot.name().equals(name)) {
        return Arrays.copyOfRange(values, at, at + size);
      }
      at += size;
    }
    return new float[0];
  }

  private static float[] filled(List<WeightLayout.Slot> slots, SplittableRandom random) {
    var values = new float[slots.stream().mapToInt(s -> Math.toIntExact(s.size())).sum()];
    int at = 0;
    for (var slot : slots) {
      for (long i = 0; i < slot.size(); i++) {
        values[at++] =
            switch (slot.start()) {
              case WeightLayout.Start.Constant(float value) -> value;
              case WeightLayout.Start.Uniform(double bound) ->
                  (float) random.nextDouble(-bound, bound);
            };
      }
    }
    return values;
  }
}
