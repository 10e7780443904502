/// The log: events with names and fields, as text or as lines of JSON.
@NullMarked
package dev.isolator.server.log;

import org.jspecify.annotations.NullMarked;
