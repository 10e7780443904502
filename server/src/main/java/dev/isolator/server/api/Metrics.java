package dev.isolator.server.api;

import dev.isolator.server.job.JobState;
import dev.isolator.server.job.JobStore;
import dev.isolator.server.learning.LearningCycle;
import dev.isolator.server.learning.LearningState;
import io.javalin.http.Context;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Metrics for Prometheus: requests by route and status with a histogram of their time, jobs by
/// state, bytes, event streams, and the JVM.
final class Metrics {
  private static final String BEGUN = "request-begun";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  Metrics(Services services, Supplier<Number> streams) {
    JobStore jobs = services.jobs().store();
    learning(services.learning().cycle().parts());
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    for (JobState state : JobState.values()) {
      Gauge.builder("isolator.jobs", () -> jobs.count(state))
          .tag("state", state.text())
          .description("Jobs that are kept, of all servers.")
          .register(registry);
    }
    Gauge.builder("isolator.storage.bytes", jobs::bytes)
        .description("Songs and stems that are kept, of all servers.")
        .register(registry);
    Gauge.builder("isolator.event.streams", streams)
        .description("Open event streams of this server.")
        .register(registry);
  }

  private void learning(LearningCycle.Parts parts) {
    for (LearningState state : LearningState.values()) {
      Gauge.builder("isolator.learning.runs", () -> parts.runs().count(state))
          .tag("state", state.text())
          .description("Runs of the learning loop, of all servers.")
          .register(registry);
    }
    for (String kind : List.of("gate", "promotion", "rollback", "revocation")) {
      FunctionCounter.builder("isolator.learning.events", parts, p -> p.audit().count(kind))
          .tag("kind", kind)
          .description("What happened in the learning loop, of all servers.")
          .register(registry);
    }
    Gauge.builder("isolator.learning.passages.undecided", () -> parts.passages().undecided())
        .description("Passages that wait for a curator.")
        .register(registry);
    Gauge.builder("isolator.learning.versions", () -> parts.data().list().size())
        .description("Versions of the data.")
        .register(registry);
  }

  void begin(Context ctx) {
    ctx.attribute(BEGUN, System.nanoTime());
  }

  /// Counts a request under the route that it matched, not under its path: the number of routes is
  /// limited.
  void end(Context ctx, String route) {
    Long begun = ctx.attribute(BEGUN);
    if (begun != null) {
      Timer.builder("isolator.http.requests")
          .description("Time to answer, uploads' and downloads' own time included.")
          .tag("method", ctx.method().name())
          .tag("route", route)
          .tag("status", Integer.toString(ctx.statusCode()))
          .serviceLevelObjectives(
              Duration.ofMillis(10),
              Duration.ofMillis(50),
              Duration.ofMillis(200),
              Duration.ofSeconds(1),
              Duration.ofSeconds(10))
          .register(registry)
          .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    }
  }

  String scrape() {
    return registry.scrape();
  }
}
