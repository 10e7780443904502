/// Models: what they are, where they are kept, and how they run.
@NullMarked
package dev.isolator.model;

import org.jspecify.annotations.NullMarked;
