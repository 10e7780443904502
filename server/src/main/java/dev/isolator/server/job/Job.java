package dev.isolator.server.job;

import dev.isolator.server.request.ModelVersion;
import dev.isolator.server.request.SeparationRequest;
import dev.isolator.server.worker.SeparatedSong;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A job as the database has it.
///
/// @param owner who may see it: a key, or this machine
/// @param name what the song is called; the user's text
/// @param work what is to be done
/// @param result when done
/// @param failure when failed
public record Job(
    String id,
    String owner,
    String name,
    JobState state,
    Times times,
    Attempt attempt,
    Work work,
    @Nullable Result result,
    @Nullable Failure failure) {

  /// Milliseconds since 1970.
  ///
  /// @param started when the latest attempt began; missing while the job is queued
  /// @param ended missing while the job is queued or runs
  public record Times(long created, @Nullable Long started, @Nullable Long ended) {}

  /// How far the job is.
  ///
  /// @param progress share of the latest attempt that is done, 0 to 1
  /// @param count how often the job was started
  /// @param due when the latest attempt will be done, by its own speed, in milliseconds since 1970;
  ///   missing while that is not known
  public record Attempt(double progress, int count, @Nullable Long due) {
    public Attempt(double progress, int count) {
      this(progress, count, null);
    }
  }

  /// What is to be done: a song, and how to separate it.
  ///
  /// @param songBytes size of the song's file
  /// @param songSha256 of the song's bytes, lower-case hex
  /// @param model that the request's model name stood for when the job was made
  /// @param resultKey under which an earlier job's result is found, see [ResultKey]
  public record Work(
      long songBytes,
      String songSha256,
      SeparationRequest request,
      ModelVersion model,
      String resultKey) {}

  /// What came out.
  ///
  /// @param folder of the files, below [StorageLayout#RESULTS]
  /// @param reused whether it is an earlier job's result
  public record Result(String folder, SeparatedSong song, boolean reused) {}

  /// Why nothing came out.
  ///
  /// @param kind as in the interface's `JobFailure`
  /// @param reason a sentence for people
  public record Failure(String kind, String reason) {}

  /// The result of a job that is done.
  ///
  /// @throws NullPointerException if it is not done
  public Result doneResult() {
    return Objects.requireNonNull(result, () -> "job %s is not done".formatted(id));
  }

  /// Whether the result is an earlier job's.
  public boolean isReused() {
    return result != null && result.reused();
  }

  /// A new job that waits.
  static Job queued(String id, String owner, String name, long created, Work work) {
    return new Job(
        id,
        owner,
        name,
        JobState.QUEUED,
        new Times(created, null, null),
        new Attempt(0, 0),
        work,
        null,
        null);
  }
}
