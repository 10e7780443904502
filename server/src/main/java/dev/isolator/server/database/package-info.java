/// The database: H2 in a file, or PostgreSQL, brought to the newest tables at the start.
@NullMarked
package dev.isolator.server.database;

import org.jspecify.annotations.NullMarked;
