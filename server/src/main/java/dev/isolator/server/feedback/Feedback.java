package dev.isolator.server.feedback;

/// An opinion as it is stored. Times are milliseconds since 1970.
public record Feedback(
    String job,
    Opinion opinion,
    String modelName,
    String modelVersion,
    String audioSha256,
    long created,
    long updated) {}
