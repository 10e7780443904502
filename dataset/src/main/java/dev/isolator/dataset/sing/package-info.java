/// Makes singers sing what they never sang: pieces of voice clips, bent to a melody, doubled,
/// harmonised and put through a studio.
@NullMarked
package dev.isolator.dataset.sing;

import org.jspecify.annotations.NullMarked;
