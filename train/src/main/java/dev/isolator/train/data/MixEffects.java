package dev.isolator.train.data;

/// What is done to the sources of mixes beyond levels: probabilities in 0..1.
///
/// @param pan sources moved to a side, by up to 8 dB between left and right
/// @param equaliser sources with other bass, middle and treble, by up to 6 dB each
/// @param reverb sources in a room
/// @param coded sources that have been through mp3, AAC or Opus at 64 to 128 kb/s
/// @param bandLimited mixes of which the voice or the rest alone ends at 7 to 15 kHz
/// @param matchedTop of the mixes whose voice has nothing above 11 kHz, those that are low-passed
///   there as a whole; else the network would learn that everything above is music
/// @param sameSong mixes of one multitrack song as it was recorded, all stems from one position
public record MixEffects(
    double pan,
    double equaliser,
    double reverb,
    double coded,
    double bandLimited,
    double matchedTop,
    double sameSong) {

  /// Each effect with its default probability; stems of different songs are mixed.
  public static MixEffects defaults() {
    return new MixEffects(0.25, 0.25, 0.1, 0.15, 0.1, 0.5, 0);
  }

  /// No effects.
  public static MixEffects none() {
    return new MixEffects(0, 0, 0, 0, 0, 0, 0);
  }

  public MixEffects {
    for (double p :
        new double[] {pan, equaliser, reverb, coded, bandLimited, matchedTop, sameSong}) {
      MixRecipe.probability(p);
    }
  }
}
