package dev.isolator.conditioning;

/// How the song is prepared for the network, and which frames the network must take.
///
/// @param conditioning what is cleaned; default nothing
/// @param normalisation which level is heard; default the song's own
/// @param framing the frames that the network must take; default whatever its card says
public record AnalysisOptions(
    Conditioning conditioning, Normalisation normalisation, Framing framing) {

  /// The network hears the song as it is: the default.
  public static AnalysisOptions asItIs() {
    return new AnalysisOptions(Conditioning.OFF, Normalisation.OFF, Framing.BY_CARD);
  }

  /// Whether the network hears anything but the song's own spectra.
  public boolean isConditioned() {
    return !conditioning.equals(Conditioning.OFF) || normalisation.isOn();
  }

  public AnalysisOptions withConditioning(Conditioning cleaning) {
    return new AnalysisOptions(cleaning, normalisation, framing);
  }

  public AnalysisOptions withNormalisation(Normalisation level) {
    return new AnalysisOptions(conditioning, level, framing);
  }

  public AnalysisOptions withFraming(Framing frames) {
    return new AnalysisOptions(conditioning, normalisation, frames);
  }
}
