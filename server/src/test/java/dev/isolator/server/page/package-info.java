/// The page in a real browser, with a real server, on a real song.
@NullMarked
package dev.isolator.server.page;

import org.jspecify.annotations.NullMarked;
