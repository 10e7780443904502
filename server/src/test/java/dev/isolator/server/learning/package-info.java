/// The learning loop on real databases.
@NullMarked
package dev.isolator.server.learning;

import org.jspecify.annotations.NullMarked;
