package dev.isolator.server.request;

/// The version of a model that separates a job's song: what a request's model name stood for when
/// the job was made.
///
/// @param sha256 of its weights, lower-case hex; empty where its card does not say
/// @param run of the learning loop that trained it; empty where none did
public record ModelVersion(String name, String version, String sha256, String run) {
  /// Of a model that no run of the learning loop trained.
  public ModelVersion(String name, String version, String sha256) {
    this(name, version, sha256, "");
  }

  /// `name@version`, as the catalogue finds it.
  public String id() {
    return name + "@" + version;
  }
}
