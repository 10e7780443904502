package dev.isolator.evaluate.metric;

import dev.isolator.audio.Counted;
import java.util.List;

/// Refuses references and estimates whose shapes differ.
final class ShapeCheck {
  private ShapeCheck() {}

  static void check(List<Pcm16> references, List<Pcm16> estimates) {
    if (references.isEmpty() || references.size() != estimates.size()) {
      throw new IllegalArgumentException(
          "there must be one estimate for each reference, were %s for %s"
              .formatted(
                  Counted.of(estimates.size(), "estimate"),
                  Counted.of(references.size(), "reference")));
    }
    for (int stem = 0; stem < references.size(); stem++) {
      check(references.get(0), references.get(stem));
      check(references.get(stem), estimates.get(stem));
    }
  }

  static void check(Pcm16 reference, Pcm16 other) {
    if (reference.sampleRate() != other.sampleRate()
        || reference.channels() != other.channels()
        || reference.frames() != other.frames()) {
      throw new IllegalArgumentException(
          "expected %s of %s at %d Hz, found %d of %d at %d Hz"
              .formatted(
                  Counted.of(reference.channels(), "channel"),
                  Counted.of(reference.frames(), "frame"),
                  reference.sampleRate(),
                  other.channels(),
                  other.frames(),
                  other.sampleRate()));
    }
  }
}
