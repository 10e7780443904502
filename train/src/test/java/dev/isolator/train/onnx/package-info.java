@NullMarked
package dev.isolator.train.onnx;

import org.jspecify.annotations.NullMarked;
