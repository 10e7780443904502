/// Jobs on real databases.
@NullMarked
package dev.isolator.server.job;

import org.jspecify.annotations.NullMarked;
