/// The database: H2 in a file, or PostgreSQL, whose schema is migrated at the start.
@NullMarked
package dev.isolator.server.database;

import org.jspecify.annotations.NullMarked;
