/// Networks on libtorch: features, forward and backward, masks. Nothing outside this package and
/// `loss` and `loop` calls libtorch.
///
/// Every native tensor made in a step belongs to the `PointerScope` around the step; what lives on
/// between steps is made outside of it.
@NullMarked
package dev.isolator.train.torch;

import org.jspecify.annotations.NullMarked;
