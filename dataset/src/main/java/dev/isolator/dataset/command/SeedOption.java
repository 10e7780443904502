package dev.isolator.dataset.command;

import picocli.CommandLine.Option;

/// The seed of the random numbers.
final class SeedOption {
  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Same seed, same bytes; ${DEFAULT-VALUE}.")
  private long seed;

  long value() {
    return seed;
  }
}
