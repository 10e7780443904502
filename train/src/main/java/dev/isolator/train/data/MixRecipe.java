package dev.isolator.train.data;

/// How mixes are made, apart from their sources: probabilities in 0..1 and levels in dBFS rms.
///
/// @param phraseShare vocals that are made phrases; the others are of multitrack songs
/// @param instrumentalShare accompaniments that are whole pieces
/// @param midiShare accompaniments that are MIDI renders; the others are multitrack songs
/// @param noVocals mixes without vocals
/// @param noAccompaniment mixes of vocals alone
/// @param noStem each stem of a multitrack accompaniment left out
/// @param mono mixes whose sides are the same
/// @param lowPassed mixes that end at 5–16 kHz
/// @param songEdge segments that begin before their song does; as many end after it
/// @param effects what is done to the sources
public record MixRecipe(
    double phraseShare,
    double instrumentalShare,
    double midiShare,
    double noVocals,
    double noAccompaniment,
    double noStem,
    double mono,
    double lowPassed,
    double songEdge,
    MixEffects effects) {

  public static MixRecipe defaults() {
    return new MixRecipe(
        0.88, 0.45, 0.37, 0.15, 0.05, 0.12, 0.12, 0.15, 0.1, MixEffects.defaults());
  }

  public MixRecipe {
    double[] all = {
      phraseShare,
      instrumentalShare,
      midiShare,
      noVocals,
      noAccompaniment,
      noStem,
      mono,
      lowPassed,
      songEdge
    };
    for (double p : all) {
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException("a probability must be from 0 to 1, was " + p);
      }
    }
    if (instrumentalShare + midiShare > 1) {
      throw new IllegalArgumentException(
          "instrumentalShare and midiShare must be at most 1 together, were %s and %s"
              .formatted(instrumentalShare, midiShare));
    }
  }
}
