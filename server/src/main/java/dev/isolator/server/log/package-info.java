/// What is logged: an event's name and its fields, as text or as a line of JSON.
@NullMarked
package dev.isolator.server.log;

import org.jspecify.annotations.NullMarked;
