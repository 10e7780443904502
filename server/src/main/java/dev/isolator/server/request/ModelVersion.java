package dev.isolator.server.job;

/// The model that takes a job's song apart.
///
/// @param sha256 of its weights, lower-case hex; empty where its card does not say
public record JobModel(String name, String version, String sha256) {
  /// As the catalogue finds it.
  public String id() {
    return name + "@" + version;
  }
}
