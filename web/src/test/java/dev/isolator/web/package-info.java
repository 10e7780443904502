/// Checks on the built page that need no Node.
@NullMarked
package dev.isolator.web;

import org.jspecify.annotations.NullMarked;
