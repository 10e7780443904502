package dev.isolator.server.learning;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// How a server learns.
///
/// @param folder of the learning loop, with `learn.yaml` in it; shared by all servers
/// @param program that starts Isolator: `isolator`; empty = none is known
/// @param every time between two runs that begin by themselves; 0 = none does
/// @param minHours new hours of songs with consent that such a run waits for
/// @param promotes whether a model that passes is promoted without a person
public record LearningOptions(
    Path folder, String program, Duration every, int minHours, boolean promotes) {

  /// What is missing so that this server can learn, in a sentence; empty = nothing.
  public String missing() {
    if (!Files.isRegularFile(folder.resolve("learn.yaml"))) {
      return "The learning folder has no learn.yaml; docs/learning.md says what goes into it.";
    }
    if (program.isEmpty() || !Files.isExecutable(Path.of(program))) {
      return "The server does not know the program isolator; its owner can set learn.program.";
    }
    return "";
  }
}
