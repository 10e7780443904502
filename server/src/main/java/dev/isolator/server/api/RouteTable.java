package dev.isolator.server.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The routes of the interface, and which methods an address takes. `HEAD` is taken wherever `GET`
/// is, by the same handler: the same status and headers, without the content.
///
/// Source: RFC 9110, §9.3.2 (HEAD) and §15.5.6 (405, `Allow`).
final class RouteTable {
  private static final Pattern PARAMETER = Pattern.compile("[{]([^}]*)[}]");

  private final RoutesConfig routes;
  private final List<Route> table = new ArrayList<>();

  /// @param address what addresses the route is for
  private record Route(HandlerType method, Pattern address) {}

  RouteTable(RoutesConfig routes) {
    this.routes = routes;
  }

  /// A handler for `GET` and `HEAD`. One whose content is long or endless asks [#isHead] and leaves
  /// it out; of others the HTTP connection does.
  void get(String path, Handler handler) {
    add(HandlerType.GET, path, handler);
    add(HandlerType.HEAD, path, handler);
  }

  /// A handler for one method.
  ///
  /// @param path `/api/v1/…`, where `{name}` stands for a part of one or more characters
  void add(HandlerType method, String path, Handler handler) {
    routes.addHttpHandler(method, path, handler);
    String expression =
        PARAMETER
            .matcher(path)
            .replaceAll(name -> Matcher.quoteReplacement("\\E" + part(name.group(1)) + "\\Q"));
    table.add(new Route(method, Pattern.compile("\\Q" + expression + "\\E/?")));
  }

  /// What is no ID is nobody's address, whatever the method.
  private static String part(String name) {
    return switch (name) {
      case "id", "upload", "passage", "run" -> "[a-z2-7]{26}";
      default -> "[^/]+";
    };
  }

  static boolean isHead(Context ctx) {
    return ctx.method().equals(HandlerType.HEAD);
  }

  /// Why there is no route for a request: nothing is at its address, or something that takes other
  /// methods only.
  Problem unrouted(Context ctx) {
    var allowed = new TreeSet<String>();
    for (Route route : table) {
      if (route.address().matcher(ctx.path()).matches()) {
        allowed.add(route.method().name());
      }
    }
    if (!isOfInterface(ctx)) {
      allowed.addAll(List.of("GET", "HEAD")); // the page
    }
    return allowed.isEmpty() ? Problem.notFound() : Problem.methodNotAllowed(allowed);
  }

  /// Whether an address is the interface's, and not the page's.
  static boolean isOfInterface(Context ctx) {
    return ctx.path().equals("/api") || ctx.path().startsWith("/api/");
  }
}
