package dev.isolator.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64, linux-x64",
    "Linux, aarch64, linux-arm64, linux-aarch64",
    "Mac OS X, aarch64, macosx-arm64, osx-aarch64",
    "Windows 11, amd64, windows-x86_64, win-x64",
  })
  void everySystemHasItsNames(String os, String arch, String name, String onnxRuntime) {
    assertEquals(new Platform(name, onnxRuntime), Platform.of(os, arch));
  }

  @Test
  void aSystemWithoutNativesIsRefused() {
    var e = assertThrows(IllegalStateException.class, () -> Platform.of("Mac OS X", "x86_64"));
    assertEquals(
        "Mac OS X on x86_64: Isolator runs on Linux (x86-64, ARM64), macOS (ARM64) and Windows"
            + " (x86-64)",
        e.getMessage());
  }
}
