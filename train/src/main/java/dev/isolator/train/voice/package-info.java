/// Voice activity as training sees it: labels read off vocal stems, and how many of them a network
/// gets right.
@NullMarked
package dev.isolator.train.voice;

import org.jspecify.annotations.NullMarked;
