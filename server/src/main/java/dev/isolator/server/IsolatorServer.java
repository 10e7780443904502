package dev.isolator.server;

import dev.isolator.SeparatorOptions;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import dev.isolator.server.api.Api;
import dev.isolator.server.api.Services;
import dev.isolator.server.config.ConfigException;
import dev.isolator.server.config.ServerSettings;
import dev.isolator.server.database.Database;
import dev.isolator.server.feedback.FeedbackStore;
import dev.isolator.server.job.Housekeeping;
import dev.isolator.server.job.Housekeeping.Task;
import dev.isolator.server.job.JobQueue;
import dev.isolator.server.job.JobRemoval;
import dev.isolator.server.job.JobRun;
import dev.isolator.server.job.JobStore;
import dev.isolator.server.job.JobSubmission;
import dev.isolator.server.job.QueueView;
import dev.isolator.server.job.StemFiles;
import dev.isolator.server.learning.CorrectedStems;
import dev.isolator.server.learning.LearningAliases;
import dev.isolator.server.learning.LearningAudit;
import dev.isolator.server.learning.LearningCycle;
import dev.isolator.server.learning.LearningData;
import dev.isolator.server.learning.LearningQueue;
import dev.isolator.server.learning.LearningRuns;
import dev.isolator.server.learning.LearningServices;
import dev.isolator.server.learning.LearntModels;
import dev.isolator.server.learning.PassageAudio;
import dev.isolator.server.learning.PassageStore;
import dev.isolator.server.log.Log;
import dev.isolator.server.security.ApiKeys;
import dev.isolator.server.security.ShareLinks;
import dev.isolator.server.security.Tickets;
import dev.isolator.server.storage.Storage;
import dev.isolator.server.upload.UploadStore;
import dev.isolator.server.worker.SongLimits;
import dev.isolator.server.worker.WorkerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A running server. Closing it finishes the responses under way and puts running jobs back into
/// the queue.
public final class IsolatorServer implements AutoCloseable {
  private static final Log LOG = Log.of(IsolatorServer.class);
  private static final Duration HOUSEKEEPING_PAUSE = Duration.ofMinutes(1);

  private final ServerSettings settings;
  private final Database database;
  private final JobQueue queue;
  private final LearningQueue learning;
  private final Housekeeping housekeeping;
  private final Api api;

  private IsolatorServer(
      ServerSettings settings,
      Database database,
      JobQueue queue,
      LearningQueue learning,
      Housekeeping housekeeping,
      Api api) {
    this.settings = settings;
    this.database = database;
    this.queue = queue;
    this.learning = learning;
    this.housekeeping = housekeeping;
    this.api = api;
  }

  /// Starts a server.
  ///
  /// @throws ConfigException if it would listen where other machines can reach it, and no key
  ///   exists, or there is no such voice model
  /// @throws IOException if its folders cannot be made
  public static IsolatorServer start(ServerSettings settings) throws ConfigException, IOException {
    requireVoiceModel(settings.voiceModel());
    Storage storage = settings.persistence().storage().open();
    Database database = openDatabase(settings);
    try {
      var keys = new ApiKeys(database.jdbi());
      if (!settings.isLocal() && !keys.areThere()) {
        throw new ConfigException(
            ("%s: others than this machine can reach that address, and there is no key yet; make one"
                    + " with: isolator serve make-key NAME, or listen on 127.0.0.1")
                .formatted(settings.listening().host()));
      }
      return start(settings, storage, database, keys);
    } catch (ConfigException | IOException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /// Every song would fail otherwise.
  private static void requireVoiceModel(String name) throws ConfigException {
    if (name.isEmpty() || name.equals(SeparatorOptions.OWN_VOICE)) {
      return;
    }
    try {
      ModelCatalogue.open().voice(name);
    } catch (ModelException e) {
      throw new ConfigException("worker.voice-model: " + e.getMessage(), e);
    }
  }

  /// The database that the settings name.
  static Database openDatabase(ServerSettings settings) {
    var persistence = settings.persistence();
    return Database.open(
        persistence.databaseUrl(), persistence.databaseUser(), persistence.databasePassword());
  }

  private static IsolatorServer start(
      ServerSettings settings, Storage storage, Database database, ApiKeys keys)
      throws IOException {
    var limits = settings.jobLimits();
    var worker = new WorkerProcess(settings.workerLimits(), settings.voiceModel());
    var jobs = new JobStore(database.jdbi());
    var uploads = new UploadStore(database.jdbi(), storage);
    var feedback = new FeedbackStore(database.jdbi(), storage);
    var removal = new JobRemoval(jobs, storage, limits);
    var aliases = new LearningAliases(database.jdbi());
    var models = new LearntModels(aliases, settings.learning().folder());
    var queue =
        new JobQueue(
            database.source(),
            jobs,
            new JobRun(jobs, storage, worker, limits, models::location),
            settings.queue());
    var cycle =
        new LearningCycle(
            settings.learning(),
            new LearningCycle.Parts(
                new LearningRuns(database.jdbi()),
                aliases,
                new LearningAudit(database.jdbi()),
                new LearningData(database.jdbi()),
                new PassageStore(database.jdbi()),
                new CorrectedStems(database.jdbi(), storage),
                feedback,
                jobs,
                storage));
    var learning =
        new LearningServices(
            cycle,
            new LearningQueue(database.source(), cycle, settings.queue().heartbeat()),
            models,
            new PassageAudio(
                storage,
                feedback,
                worker,
                models,
                new SongLimits(limits.maxSeconds(), limits.maxChannels())),
            LearningServices.blindingSecret(database.jdbi()));
    var housekeeping =
        new Housekeeping(
            database.source(),
            settings.queue().heartbeat(),
            Map.of(
                "forgotten",
                new Task(settings.queue().heartbeat().multipliedBy(2), queue::queueUnscheduled),
                "retention",
                new Task(HOUSEKEEPING_PAUSE, () -> removeExpired(removal, uploads, feedback)),
                "learning",
                new Task(settings.queue().heartbeat().multipliedBy(2), learning.queue()::check),
                "revocations",
                new Task(HOUSEKEEPING_PAUSE, () -> forget(learning))));
    var services =
        new Services(
            settings,
            database,
            storage,
            new Services.Jobs(
                jobs,
                new JobSubmission(jobs, storage, queue, limits),
                queue,
                new QueueView(jobs, settings.queue().workers()),
                removal,
                new StemFiles(jobs, storage, worker, settings.queue().workers() + 1)),
            uploads,
            feedback,
            learning,
            keys,
            new Tickets(database.jdbi()),
            new ShareLinks(database.jdbi()));
    Path forms = storage.scratch("forms");
    queue.start();
    learning.queue().start();
    housekeeping.start();
    try {
      var api = Api.start(services, forms);
      var server =
          new IsolatorServer(settings, database, queue, learning.queue(), housekeeping, api);
      LOG.info("server started", "address", server.address(), "settings", settings);
      return server;
    } catch (RuntimeException e) {
      housekeeping.close();
      learning.queue().close();
      queue.close();
      throw e;
    }
  }

  private static void removeExpired(
      JobRemoval removal, UploadStore uploads, FeedbackStore feedback) {
    try {
      removal.sweep();
      uploads.sweep();
      feedback.sweep();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Removes what was learnt of songs whose consent was taken back, and old passages.
  private static void forget(LearningServices learning) {
    try {
      learning.cycle().revoke();
      learning.cycle().parts().corrected().sweep();
      learning.audio().sweep(learning.cycle().parts().passages());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Where it listens.
  public URI address() {
    String host = settings.listening().host().replaceAll("[\\[\\]]", "");
    return URI.create(
        "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, api.port()));
  }

  @Override
  public void close() {
    LOG.info("server stops", "address", address());
    api.drain();
    housekeeping.close();
    learning.close();
    queue.close();
    api.close();
    database.close();
    LOG.info("server stopped");
  }
}
