@NullMarked
package dev.isolator.server.storage;

import org.jspecify.annotations.NullMarked;
