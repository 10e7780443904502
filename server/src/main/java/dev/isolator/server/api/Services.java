package dev.isolator.server.api;

import dev.isolator.server.config.ServerSettings;
import dev.isolator.server.database.Database;
import dev.isolator.server.feedback.FeedbackStore;
import dev.isolator.server.job.JobQueue;
import dev.isolator.server.job.JobRemoval;
import dev.isolator.server.job.JobStore;
import dev.isolator.server.job.JobSubmission;
import dev.isolator.server.job.QueueView;
import dev.isolator.server.job.StemFiles;
import dev.isolator.server.learning.LearningServices;
import dev.isolator.server.security.ApiKeys;
import dev.isolator.server.security.ShareLinks;
import dev.isolator.server.security.Tickets;
import dev.isolator.server.storage.Storage;
import dev.isolator.server.upload.UploadStore;

/// The parts of the server that the interface calls.
public record Services(
    ServerSettings settings,
    Database database,
    Storage storage,
    Jobs jobs,
    UploadStore uploads,
    FeedbackStore feedback,
    LearningServices learning,
    ApiKeys keys,
    Tickets tickets,
    ShareLinks shares) {

  /// What deals with jobs.
  public record Jobs(
      JobStore store,
      JobSubmission submission,
      JobQueue queue,
      QueueView queueView,
      JobRemoval removal,
      StemFiles stems) {}
}
