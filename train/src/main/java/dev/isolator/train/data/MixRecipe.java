package dev.isolator.train.data;

/// How mixes are made: probabilities in 0..1.
///
/// @param sources what is mixed
/// @param absences what is left out
/// @param whole what is done to the whole mix
/// @param effects what is done to each source
public record MixRecipe(Sources sources, Absences absences, Whole whole, MixEffects effects) {

  /// What is mixed.
  ///
  /// @param phraseShare vocals that are made phrases; the others are of multitrack songs
  /// @param instrumentalShare accompaniments that are whole instrumentals
  /// @param midiShare accompaniments that are MIDI renders; the others are multitrack songs
  public record Sources(double phraseShare, double instrumentalShare, double midiShare) {
    public Sources {
      probability(phraseShare);
      probability(instrumentalShare);
      probability(midiShare);
      if (instrumentalShare + midiShare > 1) {
        throw new IllegalArgumentException(
            "instrumentalShare and midiShare must be at most 1 together, were %s and %s"
                .formatted(instrumentalShare, midiShare));
      }
    }
  }

  /// What is left out.
  ///
  /// @param noVocals mixes without vocals
  /// @param noAccompaniment mixes of vocals alone
  /// @param noStem each stem of a multitrack accompaniment
  public record Absences(double noVocals, double noAccompaniment, double noStem) {
    public Absences {
      probability(noVocals);
      probability(noAccompaniment);
      probability(noStem);
    }
  }

  /// What is done to the whole mix.
  ///
  /// @param mono mixes whose sides are the same
  /// @param lowPassed mixes that end at 5–16 kHz
  /// @param songEdge segments that begin before their song does; as many end after it
  /// @param anyLevel mixes at −60 to 0 dBFS rms, as people's files have them
  /// @param inverted mixes with one channel's polarity inverted
  /// @param oneSided mixes with one silent channel
  public record Whole(
      double mono,
      double lowPassed,
      double songEdge,
      double anyLevel,
      double inverted,
      double oneSided) {
    public Whole {
      for (double p : new double[] {mono, lowPassed, songEdge, anyLevel, inverted, oneSided}) {
        probability(p);
      }
    }

    /// Mixes at their level, with both channels as they are.
    public Whole(double mono, double lowPassed, double songEdge) {
      this(mono, lowPassed, songEdge, 0, 0, 0);
    }
  }

  public static MixRecipe defaults() {
    return new MixRecipe(
        new Sources(0.88, 0.45, 0.37),
        new Absences(0.15, 0.05, 0.12),
        new Whole(0.12, 0.15, 0.1, 0.15, 0.03, 0.03),
        MixEffects.defaults());
  }

  static void probability(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("a probability must be from 0 to 1, was " + p);
    }
  }
}
