/// What the server is told: by flags, environment and a file, in this order.
@NullMarked
package dev.isolator.server.config;

import org.jspecify.annotations.NullMarked;
