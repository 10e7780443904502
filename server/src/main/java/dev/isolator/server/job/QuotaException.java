package dev.isolator.server.job;

/// A job is refused for now. The message is a sentence for people.
public final class QuotaException extends Exception {
  private static final long serialVersionUID = 1L;

  /// Which quota.
  public enum Quota {
    QUEUE,
    BYTES,
    STORAGE
  }

  private final Quota quota;

  QuotaException(Quota quota, String message) {
    super(message);
    this.quota = quota;
  }

  /// Which quota it was.
  public Quota quota() {
    return quota;
  }
}
