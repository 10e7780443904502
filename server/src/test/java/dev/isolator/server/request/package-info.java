@NullMarked
package dev.isolator.server.request;

import org.jspecify.annotations.NullMarked;
