package dev.isolator.server.feedback;

import dev.isolator.server.job.JobModel;

/// An opinion as it is stored. Times are milliseconds since 1970.
///
/// @param audioSha256 of the song's bytes
public record Feedback(
    String job, Opinion opinion, JobModel model, String audioSha256, long created, long updated) {}
