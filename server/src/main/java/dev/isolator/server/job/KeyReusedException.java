package dev.isolator.server.job;

/// An idempotency key came with another request than before.
public final class KeyReusedException extends Exception {
  private static final long serialVersionUID = 1L;

  KeyReusedException() {
    super(
        "This Idempotency-Key came with another song or other options before; send a new key with"
            + " each new request.");
  }
}
