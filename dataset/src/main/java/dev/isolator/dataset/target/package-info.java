/// What a network is taught: masks made from a song and its voice.
@NullMarked
package dev.isolator.dataset.target;

import org.jspecify.annotations.NullMarked;
