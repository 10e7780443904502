package dev.isolator.server.security;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a request really comes from: the peer, or, if the peer is a proxy that we trust, whom the
/// proxy names last in `X-Forwarded-For`. What stands before that, the client may have written.
///
/// @param trusted the proxies' addresses
public record ProxyAddress(Set<String> trusted) {
  public ProxyAddress {
    trusted = Set.copyOf(trusted);
  }

  /// The address of whoever asks.
  ///
  /// @param peer the connection's other end
  /// @param forwardedFor the header, if there is one
  public String of(String peer, @Nullable String forwardedFor) {
    if (forwardedFor == null || !trusted.contains(peer)) {
      return peer;
    }
    String[] hops = forwardedFor.split(",", -1);
    for (int i = hops.length - 1; i >= 0; i--) {
      String hop = hops[i].strip();
      if (!trusted.contains(hop)) {
        return hop.matches("[0-9a-fA-F.:]{2,45}") ? hop : peer;
      }
    }
    return peer;
  }
}
