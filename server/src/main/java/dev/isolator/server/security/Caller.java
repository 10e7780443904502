package dev.isolator.server.security;

/// Who sent a request.
///
/// @param owner of the jobs that the caller may use: `key:ID`, `ticket:JOB`, `local`; empty =
///   unknown
/// @param address of the network, for rate limits and the log
/// @param isCurator whether the caller may judge passages, begin runs and promote models
public record Caller(String owner, String address, boolean isCurator) {
  /// Whether the caller is known.
  public boolean isKnown() {
    return !owner.isEmpty();
  }
}
