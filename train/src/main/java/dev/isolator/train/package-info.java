/// Trains the networks of Isolator and writes them as ONNX.
@NullMarked
package dev.isolator.train;

import org.jspecify.annotations.NullMarked;
