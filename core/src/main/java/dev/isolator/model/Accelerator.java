package dev.isolator.model;

/// Where the network runs.
public enum Accelerator {
  /// A GPU where ONNX Runtime offers one and it starts, else the processor.
  AUTO,
  /// The processor.
  CPU,
  /// NVIDIA, with ONNX Runtime's GPU package on the class path.
  CUDA,
  /// Apple.
  COREML,
  /// Windows.
  DIRECTML
}
