package dev.isolator.train.loop;

import dev.isolator.train.layer.WeightValues;

/// Where a run starts that does not start from random weights.
///
/// @param frozenStatistics whether batch norm's running statistics stay as they are: for few songs,
///   and for the weights of an ONNX model, whose statistics are folded into its convolutions
public record Start(WeightValues weights, boolean frozenStatistics) {}
