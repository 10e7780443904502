package dev.isolator.server.security;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Checks the host name and the origin of requests.
///
/// - `Host` must be a name of this server. A page whose own name resolves to this address (DNS
///   rebinding) sends that name, and is refused.
/// - A request that changes something must not come from another site's page. Browsers send the
///   origin in `Sec-Fetch-Site` and `Origin`; other programs send neither, and act with no user's
///   rights.
///
/// Sources: RFC 9110 §7.2; W3C Fetch Metadata; RFC 6454.
///
/// @param hosts names besides this machine's own, lower-case, without port
public record Origins(Set<String> hosts) {
  private static final Set<String> OWN = Set.of("localhost", "127.0.0.1", "[::1]");

  public Origins {
    var lower = new TreeSet<String>();
    hosts.forEach(host -> lower.add(host.toLowerCase(Locale.ROOT)));
    hosts = Set.copyOf(lower);
  }

  /// Whether the name in a `Host` header is one of this server.
  public boolean isOurs(@Nullable String hostHeader) {
    if (hostHeader == null) {
      return false;
    }
    String name = withoutPort(hostHeader.toLowerCase(Locale.ROOT));
    return OWN.contains(name) || hosts.contains(name);
  }

  private static String withoutPort(String host) {
    return host.replaceFirst(":[0-9]{1,5}$", "");
  }

  /// Whether a request that changes something may be answered.
  public static boolean isSameSite(
      @Nullable String hostHeader, @Nullable String origin, @Nullable String fetchSite) {
    if (fetchSite != null && !fetchSite.equals("same-origin") && !fetchSite.equals("none")) {
      return false;
    }
    return origin == null || isSame(origin, hostHeader);
  }

  /// Compares names and ports; a proxy may change the scheme.
  private static boolean isSame(String origin, @Nullable String hostHeader) {
    try {
      var uri = new URI(origin);
      return hostHeader != null
          && uri.getRawAuthority() != null
          && uri.getRawAuthority().equalsIgnoreCase(hostHeader);
    } catch (URISyntaxException e) {
      return false; // "null" parses, and has no authority
    }
  }
}
