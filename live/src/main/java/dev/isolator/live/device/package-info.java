/// Audio devices: where live blocks come from and go to.
@NullMarked
package dev.isolator.live.device;

import org.jspecify.annotations.NullMarked;
