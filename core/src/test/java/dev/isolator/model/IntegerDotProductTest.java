package dev.isolator.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntegerDotProductTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "flags           : fpu avx2 avx512_vnni, true",
    "flags           : fpu avx2 avx_vnni sse2, true",
    "Features        : fp asimd asimddp, true",
    "flags           : fpu avx2 avx512f, false",
    "flags           : fpu avx512_vnni_not, false",
    "model name      : avx_vnni, false",
  })
  void theFlagsOfTheFirstProcessorDecide(String line, boolean expected) throws Exception {
    Path file = Files.writeString(folder.resolve("cpuinfo"), "processor\t: 0\n" + line + "\n");

    assertEquals(expected, IntegerDotProduct.isIn(file));
  }

  @Test
  void withoutTheFileThereIsNone() {
    assertFalse(IntegerDotProduct.isIn(folder.resolve("nothing")));
  }
}
