package dev.isolator.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Whether the processor multiplies and adds bytes in one instruction (VNNI on x86, SDOT on ARM),
/// which is what makes networks in 8 bits faster than those in floats. Without it ONNX Runtime's
/// kernels for bytes are slower, and on x86 less exact, as their 16-bit sums saturate.
///
/// Linux alone says so in a file; elsewhere the answer is no, and networks run in floats.
final class IntegerDotProduct {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Set<String> FLAGS = Set.of("avx512_vnni", "avx_vnni", "asimddp");

  private static final boolean AVAILABLE = isIn(CPU_INFO);

  private IntegerDotProduct() {}

  /// Whether this machine's processor has it.
  static boolean isAvailable() {
    return AVAILABLE;
  }

  /// Whether the flags of the first processor in such a file name it; false where there is no file.
  static boolean isIn(Path cpuInfo) {
    try (var lines = Files.lines(cpuInfo)) {
      return lines
          .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
          .findFirst()
          .map(line -> List.of(line.split("\\s+")))
          .stream()
          .flatMap(List::stream)
          .anyMatch(FLAGS::contains);
    } catch (IOException e) {
      return false; // not Linux, or a container that hides it: floats always run
    }
  }
}
