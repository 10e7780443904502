/// Where the learning loop keeps everything, and its settings.
@NullMarked
package dev.isolator.learn.folder;

import org.jspecify.annotations.NullMarked;
