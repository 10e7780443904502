package dev.isolator.server.api;

import dev.isolator.server.config.ServerSettings;
import dev.isolator.server.log.Log;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.Container;

/// The HTTP interface and the page behind one port: Javalin on Jetty, a virtual thread for each
/// request.
public final class Api implements AutoCloseable {
  private static final Log LOG = Log.of(Api.class);
  private static final int MOST_CONNECTIONS = 4000;
  private static final int HEADER_BYTES = 8192;
  private static final int FORM_BYTES = 1 << 16;

  private final Javalin javalin;
  private final ServerRoutes server;
  private final EventRoutes events;
  private final SlowClients slow;

  private Api(Javalin javalin, ServerRoutes server, EventRoutes events, SlowClients slow) {
    this.slow = slow;
    this.javalin = javalin;
    this.server = server;
    this.events = events;
  }

  /// Starts to listen.
  ///
  /// @param uploads folder for forms that are being read
  public static Api start(Services services, Path uploads) {
    var models = new Models();
    var events = new EventRoutes(services);
    var metrics = new Metrics(services.jobs().store(), events::streams);
    var server = new ServerRoutes(services, models, metrics);
    var slow = new SlowClients(services.settings().slowClients());
    var filter = new RequestFilter(services.settings(), services.keys(), services.tickets());
    var javalin =
        Javalin.create(
            config -> {
              settle(config, services.settings(), uploads);
              var routes = config.routes;
              routes.before(
                  ctx -> {
                    slow.answering(ctx);
                    metrics.begin(ctx);
                    filter.check(ctx);
                  });
              new JobRoutes(services, models, slow).addTo(routes);
              new StemRoutes(services, slow).addTo(routes);
              new FeedbackRoutes(services).addTo(routes);
              new UploadRoutes(services, slow).addTo(routes);
              events.addTo(routes);
              server.addTo(routes);
              new PageRoutes().addTo(routes);
              routes.exception(Problem.class, Problem::send);
              routes.exception(HttpResponseException.class, (e, ctx) -> ofJavalin(e).send(ctx));
              routes.exception(
                  EofException.class, (_, _) -> {}); // the client has closed the connection
              routes.exception(Exception.class, Api::mistake);
              config.requestLogger.http((ctx, millis) -> done(ctx, millis, metrics));
            });
    javalin.start(
        services.settings().listening().host().replaceAll("[\\[\\]]", ""),
        services.settings().listening().port());
    for (var connector : javalin.jettyServer().server().getConnectors()) {
      ((Container) connector).addBean(slow);
    }
    return new Api(javalin, server, events, slow);
  }

  private static void settle(JavalinConfig config, ServerSettings settings, Path uploads) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = FORM_BYTES;
    config.http.generateEtags = false;
    config.jetty.multipartConfig.cacheDirectory(uploads.toString());
    config.jetty.multipartConfig.maxFileSize(settings.maxUploadBytes(), SizeUnit.BYTES);
    config.jetty.multipartConfig.maxTotalRequestSize(
        settings.maxUploadBytes() + FORM_BYTES, SizeUnit.BYTES);
    config.jetty.multipartConfig.maxInMemoryFileSize(FORM_BYTES, SizeUnit.BYTES);
    config.jetty.modifyHttpConfiguration(
        http -> limit(http, Math.toIntExact(settings.slowClients().idle().toMillis())));
    config.jetty.modifyServer(jetty -> limit(jetty, settings));
  }

  private static void limit(HttpConfiguration http, int idleMillis) {
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setIdleTimeout(idleMillis);
  }

  private static void limit(Server jetty, ServerSettings settings) {
    jetty.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, jetty));
    jetty.setErrorHandler(new JettyErrorHandler());
    jetty.setStopTimeout(settings.shutdown().toMillis());
  }

  private static Problem ofJavalin(HttpResponseException e) {
    return switch (e.getStatus()) {
      case 404 -> Problem.notFound();
      case 405 ->
          Problem.of(ProblemKind.METHOD_NOT_ALLOWED, "This address does not take that method.");
      case 413 -> Problem.of(ProblemKind.TOO_LARGE, "The request is larger than it may be.");
      default -> Problem.of(ProblemKind.INVALID_REQUEST, "The request could not be read.");
    };
  }

  private static void mistake(Exception e, Context ctx) {
    if (isHangUp(e)) {
      return;
    }
    LOG.error("request failed", e, "request", ctx.attribute(RequestFilter.REQUEST_ID));
    if (!ctx.res().isCommitted()) {
      Problem.of(
              ProblemKind.INTERNAL,
              "Internal error (a bug in Isolator); the server's log has it under the id of this request.")
          .send(ctx);
    }
  }

  /// Whether the client closed the connection, which is not an error of the server.
  private static boolean isHangUp(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof EofException
          || (cause instanceof IOException
              && String.valueOf(cause.getMessage())
                  .matches("(?i).*(broken pipe|reset|closed).*"))) {
        return true;
      }
    }
    return false;
  }

  private static void done(Context ctx, float millis, Metrics metrics) {
    var endpoint = ctx.endpoints().lastHttpEndpoint();
    metrics.end(ctx, endpoint == null ? "none" : endpoint.path);
    boolean changes = !Set.of("GET", "HEAD", "OPTIONS").contains(ctx.method().name());
    if (changes || ctx.statusCode() >= 400) {
      var caller = RequestFilter.callerIfKnown(ctx);
      LOG.info(
          "request",
          "request",
          ctx.attribute(RequestFilter.REQUEST_ID),
          "method",
          ctx.method().name(),
          "path",
          ctx.path(),
          "status",
          ctx.statusCode(),
          "millis",
          Math.round(millis),
          "address",
          caller == null ? ctx.req().getRemoteAddr() : caller.address(),
          "owner",
          caller == null ? "" : caller.owner());
    }
  }

  /// The port it listens on.
  public int port() {
    return javalin.port();
  }

  /// Makes the server report that it is not ready, and ends event streams.
  public void drain() {
    server.close();
    events.close();
  }

  /// Waits for responses under way, and stops.
  @Override
  public void close() {
    javalin.stop();
    slow.close();
  }
}
