@NullMarked
package dev.isolator.live.device;

import org.jspecify.annotations.NullMarked;
