/// Jobs, one for each song, from upload to stems. They survive restarts and failures of servers.
///
/// A job is a row in the database. [JobSubmission] makes it, db-scheduler gives it to one of the
/// servers ([JobQueue]), [JobRun] has a worker process carry it out, and one conditional `UPDATE`
/// ends it ([JobStore]): a job ends once, even if two servers have run it.
@NullMarked
package dev.isolator.server.job;

import org.jspecify.annotations.NullMarked;
