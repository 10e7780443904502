/// Where songs and stems are kept: files and folders by key, behind one interface.
@NullMarked
package dev.isolator.server.storage;

import org.jspecify.annotations.NullMarked;
