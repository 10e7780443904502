@NullMarked
package dev.isolator.live.command;

import org.jspecify.annotations.NullMarked;
