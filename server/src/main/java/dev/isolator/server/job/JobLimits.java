package dev.isolator.server.job;

/// Limits on the jobs of a caller and of all callers.
///
/// @param maxSeconds longest song
/// @param maxChannels most channels
/// @param maxWaitingPerOwner jobs queued or running of one caller
/// @param maxWaiting jobs queued of all
/// @param maxBytesPerOwner songs and stems of one caller
/// @param minFreeBytes room that uploads leave on the disk
/// @param keepMillis how long an ended job is kept
/// @param keepBytes songs and stems of all; the oldest go first
public record JobLimits(
    long maxSeconds,
    int maxChannels,
    int maxWaitingPerOwner,
    int maxWaiting,
    long maxBytesPerOwner,
    long minFreeBytes,
    long keepMillis,
    long keepBytes) {}
