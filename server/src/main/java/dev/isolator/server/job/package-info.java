/// Jobs: a song each, from upload to stems, through whatever happens to the server meanwhile.
///
/// A job is a row in the database. [JobIntake] makes it, db-scheduler gives it to one of the
/// servers ([JobQueue]), [JobRun] has a worker process do it, and one conditional `UPDATE` ends it
/// ([JobStore]): it ends once, whoever else still believes to be working on it.
@NullMarked
package dev.isolator.server.job;

import org.jspecify.annotations.NullMarked;
