package dev.isolator.mask;

/// What is done to the network's masks, and with them.
///
/// @param binaryThreshold between 0 and 1: each bin goes whole to one stem, see
///   [MaskShaping.Binary]; NaN = soft masks, the default
/// @param wienerIterations rounds of the multichannel Wiener filter, 0 (off, the default) to 10
/// @param voiceGating whether the vocals are silenced where nobody sings; default: as the model's
///   card says
/// @param gate how the voice gate opens and closes
/// @param broadband whether the vocals' masks are replaced by how likely somebody sings, the same
///   in all bins: what is left of a network of exemplars when nothing is compared; default no
/// @param shape how soft masks are shaped; default not at all
/// @param cleanUp how islands are taken out of masks; default not at all
/// @param phaseIterations rounds of phase refinement, 0 (off, the default) to 50
public record Masking(
    double binaryThreshold,
    int wienerIterations,
    VoiceGating voiceGating,
    GateSettings gate,
    boolean broadband,
    MaskShape shape,
    CleanUp cleanUp,
    int phaseIterations) {
  public Masking {
    if (!(Double.isNaN(binaryThreshold) || (binaryThreshold > 0 && binaryThreshold < 1))) {
      throw new IllegalArgumentException(
          "binaryThreshold must be between 0 and 1, was " + binaryThreshold);
    }
    if (wienerIterations < 0 || wienerIterations > 10) {
      throw new IllegalArgumentException(
          "wienerIterations must be from 0 to 10, was " + wienerIterations);
    }
    if (phaseIterations < 0 || phaseIterations > 50) {
      throw new IllegalArgumentException(
          "phaseIterations must be from 0 to 50, was " + phaseIterations);
    }
  }

  /// The network's own soft masks, and the voice gate as the card says: the default.
  public static Masking soft() {
    return new Masking(
        Double.NaN,
        0,
        VoiceGating.BY_CARD,
        GateSettings.BY_CARD,
        false,
        MaskShape.OFF,
        CleanUp.OFF,
        0);
  }

  public Masking withBinaryThreshold(double threshold) {
    return new Masking(
        threshold, wienerIterations, voiceGating, gate, broadband, shape, cleanUp, phaseIterations);
  }

  public Masking withWienerIterations(int iterations) {
    return new Masking(
        binaryThreshold, iterations, voiceGating, gate, broadband, shape, cleanUp, phaseIterations);
  }

  public Masking withVoiceGating(VoiceGating gating) {
    return new Masking(
        binaryThreshold,
        wienerIterations,
        gating,
        gate,
        broadband,
        shape,
        cleanUp,
        phaseIterations);
  }

  public Masking withGate(GateSettings settings) {
    return new Masking(
        binaryThreshold,
        wienerIterations,
        voiceGating,
        settings,
        broadband,
        shape,
        cleanUp,
        phaseIterations);
  }

  public Masking withBroadband(boolean wanted) {
    return new Masking(
        binaryThreshold,
        wienerIterations,
        voiceGating,
        gate,
        wanted,
        shape,
        cleanUp,
        phaseIterations);
  }

  public Masking withShape(MaskShape shaping) {
    return new Masking(
        binaryThreshold,
        wienerIterations,
        voiceGating,
        gate,
        broadband,
        shaping,
        cleanUp,
        phaseIterations);
  }

  public Masking withCleanUp(CleanUp islands) {
    return new Masking(
        binaryThreshold,
        wienerIterations,
        voiceGating,
        gate,
        broadband,
        shape,
        islands,
        phaseIterations);
  }

  public Masking withPhaseIterations(int iterations) {
    return new Masking(
        binaryThreshold,
        wienerIterations,
        voiceGating,
        gate,
        broadband,
        shape,
        cleanUp,
        iterations);
  }
}
