@NullMarked
package dev.isolator.server.config;

import org.jspecify.annotations.NullMarked;
