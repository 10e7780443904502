package dev.isolator.server.job;

import dev.isolator.server.worker.SeparatedSong;
import org.jspecify.annotations.Nullable;

/// A job as the database has it. Times are milliseconds since 1970.
///
/// @param owner who may see it: a key, or this machine
/// @param name what the song is called; the user's text
/// @param progress 0 to 1
/// @param run who runs it, while it runs
/// @param attempts how often it was begun
/// @param recipe hash of song, model and options
/// @param reused whether the result is an earlier job's
/// @param folder of the results, when done
/// @param result when done
/// @param failureKind when failed
/// @param failureReason when failed
public record Job(
    String id,
    JobState state,
    String owner,
    String name,
    long created,
    @Nullable Long started,
    @Nullable Long ended,
    double progress,
    @Nullable String run,
    int attempts,
    JobOptions options,
    JobModel model,
    long inputBytes,
    String inputSha256,
    String recipe,
    boolean reused,
    @Nullable String folder,
    @Nullable SeparatedSong result,
    @Nullable String failureKind,
    @Nullable String failureReason) {}
