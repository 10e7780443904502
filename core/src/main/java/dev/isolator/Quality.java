package dev.isolator;

/// How much time a song's separation may take for how good a result: names for models and ensembles
/// among the built-in ones. Figures are in docs/quality.md.
public enum Quality {
  /// The fastest network that is still of use: `fast`.
  FAST,
  /// The default model.
  STANDARD,
  /// The built-in models that are best together: `best`. Several times slower.
  BEST;

  /// What [SeparatorOptions#withModel] takes for it; a model of the user's that bears the name
  /// takes the built-in one's place.
  public String model() {
    return switch (this) {
      case FAST -> "fast";
      case STANDARD -> "";
      case BEST -> "best";
    };
  }
}
