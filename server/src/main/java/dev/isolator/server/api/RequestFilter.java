package dev.isolator.server.api;

import dev.isolator.server.config.ServerSettings;
import dev.isolator.server.job.JobId;
import dev.isolator.server.security.ApiKeys;
import dev.isolator.server.security.Caller;
import dev.isolator.server.security.Origins;
import dev.isolator.server.security.ProxyAddress;
import dev.isolator.server.security.RateLimit;
import dev.isolator.server.security.ShareLinks;
import dev.isolator.server.security.Tickets;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checks every request before a route handles it: host, origin, rate and key. Sets the headers
/// that every response has.
final class RequestFilter {
  static final String REQUEST_ID = "request-id";
  private static final String CALLER = "caller";

  /// Nothing from other hosts, nothing inline, no framing by other pages. The page compiles
  /// WebAssembly where songs are taken apart in the browser.
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:;"
          + " media-src 'self' blob:; connect-src 'self'; font-src 'self'; worker-src 'self' blob:;"
          + " manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Set<HandlerType> SAFE =
      Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);
  private static final Pattern OPEN =
      Pattern.compile("/api/v1/(health(/live|/ready)?|models|limits|openapi[.]yaml)");
  private static final Pattern OF_JOB = Pattern.compile("/api/v1/jobs/([a-z2-7]{26})(/.*)?");

  /// Below a job, what a link does not open.
  private static final Set<String> OF_OWNER = Set.of("/feedback", "/share");

  private final boolean needsKeys;
  private final ApiKeys keys;
  private final Tickets tickets;
  private final ShareLinks shares;
  private final Origins origins;
  private final ProxyAddress addresses;
  private final RateLimit requests;

  RequestFilter(ServerSettings settings, ApiKeys keys, Tickets tickets, ShareLinks shares) {
    this.needsKeys = settings.needsKeys();
    this.keys = keys;
    this.tickets = tickets;
    this.shares = shares;
    this.origins = new Origins(settings.access().hosts());
    this.addresses = new ProxyAddress(settings.access().trustedProxies());
    this.requests = new RateLimit(settings.access().requestsPerMinute());
  }

  /// Sets the headers of every response, errors included.
  static void secure(Context ctx) {
    ctx.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("X-Frame-Options", "DENY");
    ctx.header("Referrer-Policy", "no-referrer");
    ctx.header("Cross-Origin-Opener-Policy", "same-origin");
    ctx.header("Cross-Origin-Resource-Policy", "same-origin");
    // With COOP: the page may use threads of WebAssembly.
    ctx.header("Cross-Origin-Embedder-Policy", "require-corp");
    ctx.header(
        "Permissions-Policy",
        "camera=(), microphone=(self), display-capture=(self), geolocation=()");
    ctx.header("Cache-Control", "no-store");
  }

  void check(Context ctx) throws Problem {
    ctx.attribute(REQUEST_ID, JobId.fresh().substring(0, 12));
    secure(ctx);
    String host = ctx.header("Host");
    if (!origins.isOurs(host)) {
      throw Problem.of(
          ProblemKind.HOST_NOT_ALLOWED,
          "The server was asked under a name that it does not know; its owner can add it to the setting hosts.");
    }
    String address = addresses.of(ctx.req().getRemoteAddr(), ctx.header("X-Forwarded-For"));
    if (ctx.path().startsWith("/api/")) {
      limit(address);
    }
    if (!SAFE.contains(ctx.method())
        && !Origins.isSameSite(host, ctx.header("Origin"), ctx.header("Sec-Fetch-Site"))) {
      throw Problem.of(ProblemKind.CROSS_SITE, "This request was sent by a page of another site.");
    }
    String owner = owner(ctx);
    ctx.attribute(CALLER, new Caller(owner, address, isCurator(owner)));
  }

  private void limit(String address) throws Problem {
    long wait = requests.take(address);
    if (wait > 0) {
      throw Problem.later(
          ProblemKind.RATE_LIMITED,
          "Wait %d %s and try again.".formatted(wait, wait == 1 ? "second" : "seconds"),
          wait);
    }
  }

  private boolean isCurator(String owner) {
    return owner.equals("local")
        || (owner.startsWith("key:") && keys.isCurator(owner.substring("key:".length())));
  }

  private String owner(Context ctx) throws Problem {
    if (!needsKeys) {
      return "local";
    }
    String path = ctx.path();
    boolean open =
        !path.startsWith("/api/")
            || OPEN.matcher(path).matches()
            || ctx.method().equals(HandlerType.OPTIONS);
    String header = ctx.header("Authorization");
    if (header != null && header.startsWith("Bearer ")) {
      String sent = header.substring("Bearer ".length()).strip();
      if (ShareLinks.isToken(sent)) {
        return open ? "" : ofShare(ctx, sent);
      }
      var key = keys.check(sent);
      if (key.isPresent()) {
        return "key:" + key.get();
      }
      throw Problem.of(
          ProblemKind.KEY_UNKNOWN,
          "This key was never made here, or it was revoked; ask for a new one.");
    }
    if (open) {
      return "";
    }
    return ofTicket(ctx, ctx.queryParam("ticket"));
  }

  private String ofTicket(Context ctx, @Nullable String ticket) throws Problem {
    if (ticket == null) {
      throw Problem.of(ProblemKind.KEY_NEEDED, "This server answers only to those who have a key.");
    }
    if (ShareLinks.isToken(ticket)) {
      return ofShare(ctx, ticket);
    }
    var job = OF_JOB.matcher(ctx.path());
    if (SAFE.contains(ctx.method()) && job.matches() && tickets.isValid(ticket, job.group(1))) {
      return "ticket:" + job.group(1);
    }
    throw Problem.of(
        ProblemKind.TICKET_INVALID,
        "This ticket is for another job, or has expired; fetch a new one.");
  }

  /// A link opens one job's results for reading; what its owner said of it, and who it is shared
  /// with, stays the owner's.
  private String ofShare(Context ctx, String token) throws Problem {
    var job = OF_JOB.matcher(ctx.path());
    if (SAFE.contains(ctx.method())
        && job.matches()
        && !OF_OWNER.contains(job.group(2) == null ? "" : job.group(2))
        && shares.opens(token, job.group(1))) {
      return "ticket:" + job.group(1);
    }
    throw Problem.of(
        ProblemKind.TICKET_INVALID, "This link was ended by who made it, or its song was removed.");
  }

  /// The caller that [#check] found.
  static Caller caller(Context ctx) {
    return Objects.requireNonNull(ctx.<Caller>attribute(CALLER));
  }

  static @Nullable Caller callerIfKnown(Context ctx) {
    return ctx.attribute(CALLER);
  }
}
