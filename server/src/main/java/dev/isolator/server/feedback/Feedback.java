package dev.isolator.server.feedback;

import dev.isolator.server.request.ModelVersion;

/// Feedback on a job as it is stored. Times are milliseconds since 1970.
///
/// @param audioSha256 of the song's bytes
public record Feedback(
    String job,
    FeedbackContent content,
    ModelVersion model,
    String audioSha256,
    long created,
    long updated) {}
