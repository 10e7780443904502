/// Where songs and stems are kept: areas of keys, behind one interface.
@NullMarked
package dev.isolator.server.storage;

import org.jspecify.annotations.NullMarked;
