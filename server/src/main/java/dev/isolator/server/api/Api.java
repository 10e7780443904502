package dev.isolator.server.api;

import dev.isolator.server.config.ServerSettings;
import dev.isolator.server.log.Log;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
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
    var models = new Models(services.learning().models());
    var events = new EventRoutes(services);
    var metrics = new Metrics(services, events::streams);
    var server = new ServerRoutes(services, models, metrics);
    var slow = new SlowClients(services.settings().slowClients());
    var filter =
        new RequestFilter(
            services.settings(), services.keys(), services.tickets(), services.shares());
    var javalin =
        Javalin.create(
            config -> {
              settle(config, services.settings(), uploads);
              var routes = new RouteTable(config.routes);
              config.routes.before(
                  ctx -> {
                    slow.answering(ctx);
                    metrics.begin(ctx);
                    filter.check(ctx);
                  });
              new JobRoutes(services, models, slow).addTo(routes);
              new StemRoutes(services, slow).addTo(routes);
              new FeedbackRoutes(services).addTo(routes);
              new CorrectedRoutes(services).addTo(routes);
              new LearningRoutes(services, models).addTo(routes);
              new PassageRoutes(services, models, slow).addTo(routes);
              new ShareRoutes(services).addTo(routes);
              new UploadRoutes(services, slow).addTo(routes);
              events.addTo(routes);
              server.addTo(routes);
              new PageRoutes(routes, models).add();
              config.routes.exception(Problem.class, Problem::send);
              config.routes.exception(
                  HttpResponseException.class, (e, ctx) -> ofJavalin(e, routes, ctx).send(ctx));
              config.routes.exception(
                  EofException.class, (_, _) -> {}); // the client has closed the connection
              config.routes.exception(Exception.class, Api::mistake);
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
    config.router.javaLangErrorHandler(Api::error);
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
    http.addCustomizer((request, _) -> withoutMethodOverride(request));
  }

  /// Javalin takes the method of this header for the request's own, so that a `GET` would delete.
  private static Request withoutMethodOverride(Request request) {
    if (!request.getHeaders().contains(Header.X_HTTP_METHOD_OVERRIDE)) {
      return request;
    }
    var headers =
        HttpFields.build(request.getHeaders()).remove(Header.X_HTTP_METHOD_OVERRIDE).asImmutable();
    return new Request.Wrapper(request) {
      @Override
      public HttpFields getHeaders() {
        return headers;
      }
    };
  }

  private static void limit(Server jetty, ServerSettings settings) {
    jetty.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, jetty));
    jetty.setErrorHandler(new JettyErrorHandler());
    jetty.setStopTimeout(settings.shutdown().toMillis());
  }

  private static Problem ofJavalin(HttpResponseException e, RouteTable routes, Context ctx) {
    return switch (e.getStatus()) {
      case 404, 405 -> routes.unrouted(ctx);
      case 413 -> Problem.of(ProblemKind.TOO_LARGE, "The request is larger than it may be.");
      default -> Problem.of(ProblemKind.INVALID_REQUEST, "The request could not be read.");
    };
  }

  /// Answers a request that ended in an `Error`, such as one of memory or of the stack; Javalin
  /// hands those over without the request.
  private static void error(HttpServletResponse response, Error e) {
    LOG.error("request failed", e);
    if (!response.isCommitted()) {
      response.setStatus(500);
      response.setContentType("application/problem+json");
      try {
        response
            .getOutputStream()
            .write(
                Problem.of(
                        ProblemKind.INTERNAL,
                        "Something broke that should not; the server's log says what.")
                    .json(null)
                    .toString()
                    .getBytes(StandardCharsets.UTF_8));
      } catch (IOException | IllegalStateException closed) {
        LOG.warn("answer could not be sent", "error", closed.getMessage());
      }
    }
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
