/// Who may ask, from where, and how often.
@NullMarked
package dev.isolator.server.security;

import org.jspecify.annotations.NullMarked;
