package dev.isolator.model;

/// In which numbers a network computes on the processor. Some models carry a second graph with the
/// same weights in 8 bits, whose masks differ by rounding: by at most 0.06 dB of SDR on 15
/// validation mixes (docs/decisions/0032).
public enum Precision {
  /// 8 bits where the model has such a graph and the processor has instructions for it, else single
  /// precision. The same song may thus differ by rounding between two machines.
  AUTO,
  /// Single precision, on every machine.
  FLOAT,
  /// 8 bits where the model has such a graph, even if the processor is slower with it.
  INT8
}
