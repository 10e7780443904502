package dev.isolator.server.api;

import dev.isolator.server.job.Job;
import dev.isolator.server.job.JobId;
import dev.isolator.server.job.JobState;
import dev.isolator.server.job.JobStore;
import dev.isolator.server.security.Caller;
import io.javalin.http.Context;

/// Finds the job that an address names, if it is the caller's. For the jobs of others the response
/// is the same as for jobs that do not exist.
record JobAccess(JobStore jobs) {

  Job job(Context ctx) throws Problem {
    String id = ctx.pathParam("id");
    if (!JobId.is(id)) {
      throw Problem.notFound();
    }
    Caller caller = RequestFilter.caller(ctx);
    return jobs.find(id)
        .filter(job -> job.owner().equals(caller.owner()) || caller.owner().equals("ticket:" + id))
        .orElseThrow(Problem::notFound);
  }

  Job doneJob(Context ctx) throws Problem {
    Job job = job(ctx);
    if (job.state() != JobState.DONE) {
      throw Problem.of(
          ProblemKind.NOT_DONE,
          "The job is %s; its results are there when it is done.".formatted(job.state().text()));
    }
    return job;
  }
}
