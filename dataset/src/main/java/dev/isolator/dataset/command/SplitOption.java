package dev.isolator.dataset.command;

import dev.isolator.dataset.manifest.Split;
import picocli.CommandLine.Option;

/// The split that a command works on.
final class SplitOption {
  @Option(
      names = "--split",
      defaultValue = "TRAIN",
      paramLabel = "SPLIT",
      description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE}.")
  private Split split = Split.TRAIN;

  Split value() {
    return split;
  }
}
