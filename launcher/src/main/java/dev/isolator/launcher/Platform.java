package dev.isolator.launcher;

import java.util.Locale;

/// The system and processor that this JVM runs on, by the names that each library of native code
/// uses.
///
/// @param name in the image's file name, `linux-x86_64`; also JavaCPP's, in its jars and their
///   folders
/// @param onnxRuntime folder below `ai/onnxruntime/native` in ONNX Runtime's jar
record Platform(String name, String onnxRuntime) {

  /// Refuses a system for which FFmpeg or ONNX Runtime come without native code.
  static Platform current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Platform of(String os, String arch) {
    var system = os.toLowerCase(Locale.ROOT);
    var arm = arch.equals("aarch64") || arch.equals("arm64");
    var intel = arch.equals("amd64") || arch.equals("x86_64");
    if (system.startsWith("linux") && intel) {
      return new Platform("linux-x86_64", "linux-x64");
    } else if (system.startsWith("linux") && arm) {
      return new Platform("linux-arm64", "linux-aarch64");
    } else if (system.startsWith("mac") && arm) {
      return new Platform("macosx-arm64", "osx-aarch64");
    } else if (system.startsWith("windows") && intel) {
      return new Platform("windows-x86_64", "win-x64");
    }
    throw new IllegalStateException(
        "%s on %s: Isolator runs on Linux (x86-64, ARM64), macOS (ARM64) and Windows (x86-64)"
            .formatted(os, arch));
  }

  boolean windows() {
    return name.startsWith("windows");
  }

  /// The file name of a program.
  String executable(String program) {
    return windows() ? program + ".exe" : program;
  }
}
