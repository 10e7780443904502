package dev.isolator.server.api;

import dev.isolator.server.config.Settings;
import dev.isolator.server.database.Database;
import dev.isolator.server.feedback.FeedbackStore;
import dev.isolator.server.job.JobIntake;
import dev.isolator.server.job.JobQueue;
import dev.isolator.server.job.JobRemoval;
import dev.isolator.server.job.JobStore;
import dev.isolator.server.job.QueueView;
import dev.isolator.server.job.StemFiles;
import dev.isolator.server.security.ApiKeys;
import dev.isolator.server.security.Tickets;
import dev.isolator.server.storage.Storage;
import dev.isolator.server.upload.UploadStore;

/// What the interface stands on.
public record Services(
    Settings settings,
    Database database,
    Storage storage,
    JobStore jobs,
    JobIntake intake,
    JobQueue queue,
    QueueView queueView,
    JobRemoval removal,
    StemFiles stems,
    UploadStore uploads,
    FeedbackStore feedback,
    ApiKeys keys,
    Tickets tickets) {}
