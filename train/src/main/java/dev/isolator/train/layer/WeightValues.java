package dev.isolator.train.layer;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// The weights of a network as plain arrays.
///
/// @param trained `[layout.trainedSize()]`, not copied
/// @param counted `[layout.countedSize()]`, not copied
@SuppressWarnings("ArrayRecordComponent") // megabytes on their way between stages; never compared
public record WeightValues(WeightLayout layout, float[] trained, float[] counted) {
  public WeightValues {
    if (trained.length != layout.trainedSize() || counted.length != layout.countedSize()) {
      throw new IllegalArgumentException(
          "weights must be %d and %d values, were %d and %d"
              .formatted(
                  layout.trainedSize(), layout.countedSize(), trained.length, counted.length));
    }
  }

  /// The weights to start training from.
  public static WeightValues fresh(WeightLayout layout, long seed) {
    var random = new SplittableRandom(seed);
    return new WeightValues(
        layout, filled(layout.trained(), random), filled(layout.counted(), random));
  }

  /// One weight's values, a copy, in the order of its shape.
  public float[] get(String name) {
    float[] found = find(layout.trained(), trained, name);
    if (found.length == 0) {
      found = find(layout.counted(), counted, name);
    }
    if (found.length == 0) {
      throw new IllegalArgumentException("no weight is called " + name);
    }
    return found;
  }

  /// These, with every weight that another network has by the same name and in the same shape taken
  /// over from there.
  public WeightValues taking(WeightValues other) {
    return new WeightValues(
        layout,
        taken(layout.trained(), trained, other.layout.trained(), other.trained),
        taken(layout.counted(), counted, other.layout.counted(), other.counted));
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
