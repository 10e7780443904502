package dev.isolator.server.feedback;

import dev.isolator.server.request.ModelVersion;

/// Feedback on a job as it is stored. Times are milliseconds since 1970.
///
/// @param owner who gave it, as jobs have owners
/// @param audioSha256 of the song's bytes
public record Feedback(
    String job,
    String owner,
    FeedbackContent content,
    ModelVersion model,
    String audioSha256,
    long created,
    long updated) {}
