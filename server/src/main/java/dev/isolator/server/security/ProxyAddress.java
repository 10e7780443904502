package dev.isolator.server.security;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The client address of a request: the address of the peer or, if the peer is a trusted proxy, the
/// last address in `X-Forwarded-For` that is not a trusted proxy's. The client itself may have
/// written the addresses before that one.
///
/// @param trusted the proxies' addresses
public record ProxyAddress(Set<String> trusted) {
  public ProxyAddress {
    trusted = Set.copyOf(trusted);
  }

  /// The client address.
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
