package dev.isolator.server.api;

import com.google.gson.JsonObject;
import dev.isolator.server.job.Job;
import dev.isolator.server.job.QueueView;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A job's changes as Server-Sent Events.
///
/// Each stream is a virtual thread that reads the job from the database twice a second, because the
/// job may run on another server. The number of streams is limited, since each of them costs two
/// queries a second.
///
/// Source: HTML Living Standard, §9.2.
final class EventRoutes {
  private static final int LOOK_MILLIS = 500;
  private static final int LOOKS_PER_KEEP_ALIVE = 30;
  private static final int MOST_STREAMS = 1000;
  private static final int MOST_STREAMS_OF_ADDRESS = 60;

  private final Services services;
  private final JobAccess access;
  private final JobJson json;
  private final AtomicInteger streams = new AtomicInteger();
  private final ConcurrentHashMap<String, Integer> ofAddress = new ConcurrentHashMap<>();
  private volatile boolean closing;

  EventRoutes(Services services) {
    this.services = services;
    this.access = new JobAccess(services.jobs().store());
    this.json = new JobJson(services.settings().jobLimits().keepMillis());
  }

  void addTo(RouteTable routes) {
    routes.get("/api/v1/jobs/{id}/events", this::events);
  }

  /// Ends all streams; their clients connect again, to another server if there is one.
  void close() {
    closing = true;
  }

  int streams() {
    return streams.get();
  }

  private void events(Context ctx) throws Problem, IOException, InterruptedException {
    Job job = access.job(ctx);
    if (RouteTable.isHead(ctx)) {
      ctx.contentType("text/event-stream");
      return; // the content has no end
    }
    String address = RequestFilter.caller(ctx).address();
    try {
      int all = streams.incrementAndGet();
      int own = ofAddress.merge(address, 1, Integer::sum);
      if (all > MOST_STREAMS || own > MOST_STREAMS_OF_ADDRESS) {
        throw Problem.later(ProblemKind.RATE_LIMITED, "Too many event streams are open.", 10);
      }
      stream(ctx, job);
    } finally {
      streams.decrementAndGet();
      ofAddress.computeIfPresent(address, (_, n) -> n > 1 ? n - 1 : null);
    }
  }

  private void stream(Context ctx, Job first) throws IOException, InterruptedException {
    var response = ctx.res();
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("utf-8");
    response.setHeader("X-Accel-Buffering", "no"); // nginx
    var out = response.getOutputStream();
    Job shown = first;
    JsonObject told = new JsonObject();
    send(out, "job", json.job(first, services.jobs().queueView().snapshot()));
    int looks = 0;
    while (!shown.state().isEnd() && !closing) {
      Thread.sleep(LOOK_MILLIS);
      Optional<Job> now = services.jobs().store().find(shown.id());
      if (now.isEmpty()) {
        var gone = new JsonObject();
        gone.addProperty("id", shown.id());
        send(out, "gone", gone);
        return;
      }
      QueueView.Snapshot queue = services.jobs().queueView().snapshot();
      looks++;
      if (now.get().state() != shown.state()) {
        send(out, "job", json.job(now.get(), queue));
      } else if (looks % 2 == 0) {
        JsonObject progress = JobJson.progress(now.get(), queue);
        if (!progress.equals(told)) {
          send(out, "progress", progress);
          told = progress;
        }
      }
      if (looks % LOOKS_PER_KEEP_ALIVE == 0) {
        out.write(": still here\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
      shown = now.get();
    }
  }

  private static void send(OutputStream out, String event, JsonObject data) throws IOException {
    // JSON has no raw line breaks, so the data is one line.
    out.write("event: %s\ndata: %s\n\n".formatted(event, data).getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
