/// The settings of the server, from flags, environment and a file, in this order.
@NullMarked
package dev.isolator.server.config;

import org.jspecify.annotations.NullMarked;
