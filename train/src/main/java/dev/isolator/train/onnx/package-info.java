/// Trained networks as ONNX files that keep the contract of a built-in model: spectrum in, masks
/// out, for any number of frames, the card inside.
@NullMarked
package dev.isolator.train.onnx;

import org.jspecify.annotations.NullMarked;
