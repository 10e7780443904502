/// Trained networks as ONNX files that keep the contract of a built-in model: spectrum in, masks
/// out, for any number of frames, the card inside; causal ones as streams of single frames too. A
/// network for voice activity may be in the same graph, as output `voice`.
@NullMarked
package dev.isolator.train.onnx;

import org.jspecify.annotations.NullMarked;
