/// The front door.
@org.jspecify.annotations.NullMarked
package dev.isolator;
