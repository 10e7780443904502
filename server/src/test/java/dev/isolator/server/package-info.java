/// Tests against running servers, real databases and real worker processes.
@NullMarked
package dev.isolator.server;

import org.jspecify.annotations.NullMarked;
