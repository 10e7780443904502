/// Networks as data: what layers there are, in what order, with what weights. Nothing here
/// computes; `dev.isolator.train.torch` runs and trains the same description that
/// `dev.isolator.train.onnx` writes.
@NullMarked
package dev.isolator.train.layer;

import org.jspecify.annotations.NullMarked;
