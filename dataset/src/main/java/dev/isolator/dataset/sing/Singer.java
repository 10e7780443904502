package dev.isolator.dataset.sing;

import dev.isolator.dataset.effect.Level;
import java.util.SplittableRandom;

/// Synthesises a vocal track from voice clips: a lead vocal with doubles, harmonies and breaths,
/// through a chain of effects.
public final class Singer {
  private final VoiceBank bank;
  private final int sampleRate;

  public Singer(VoiceBank bank) {
    this.bank = bank;
    this.sampleRate = bank.sampleRate();
  }

  /// The style of a vocal track.
  ///
  /// @param formants whether formants move with the pitch
  /// @param breaths share of the pauses with an audible breath, 0 to 1
  /// @param choir probability of a choir of 6 to 12 voices instead of 1 to 3 doubles, 0 to 1
  /// @param treated probability of a [VoiceEffect], 0 to 1
  public record Style(Formants formants, double breaths, double choir, double treated) {
    /// The plain style: formants move; no breaths, choir or effects.
    public static Style plain() {
      return new Style(Formants.MOVE, 0, 0, 0);
    }
  }

  /// Synthesises a track.
  ///
  /// @param frames of the track
  /// @return stereo `[2][frames]`, about −20 dBFS rms where there is singing
  public float[][] sing(SplittableRandom random, Melody tune, Style manner, int frames) {
    var voice = bank.draw(random);
    double shift = -9 + 15 * random.nextDouble();
    var lead = LeadVocal.compose(random.split(), voice, tune, frames, shift, sampleRate);
    var track = new float[2][frames];
    pan(lead.sound(random.split(), frames, 0, 0, manner.formants(), sampleRate), track, 0, 1);
    doubles(random.split(), lead, manner, track);
    if (manner.breaths() > 0) {
      Breaths.add(random.split(), lead, manner.breaths(), track, sampleRate);
    }
    if (manner.treated() > 0) {
      var chance = random.split();
      if (chance.nextDouble() < manner.treated()) {
        VoiceEffect.any(chance, track, sampleRate);
      }
    }
    VocalChain.draw(random.split()).apply(track, sampleRate, random.split());
    Level.bring(track, sampleRate, -20);
    return track;
  }

  /// Adds one to three more voices in 35 of 100 tracks, or a choir; in unison or 3 to 12 semitones
  /// away.
  private void doubles(SplittableRandom random, LeadVocal lead, Style manner, float[][] track) {
    boolean choir = random.nextDouble() < manner.choir();
    boolean some = random.nextDouble() < 0.35;
    int count = choir ? 6 + random.nextInt(7) : some ? 1 + random.nextInt(3) : 0;
    int[] intervals = {0, 0, 0, 3, 4, 5, 7, 12, -3, -5, -12};
    for (int d = 0; d < count; d++) {
      int interval = intervals[random.nextInt(intervals.length)];
      float[] more =
          lead.sound(
              random.split(), track[0].length, interval, 0.03, manner.formants(), sampleRate);
      double side = 1.8 * random.nextDouble() - 0.9;
      double level = random.nextDouble();
      double gain = choir ? (0.5 + 0.5 * level) / Math.sqrt(count / 3.0) : 0.25 + 0.45 * level;
      pan(more, track, side, gain);
    }
  }

  /// Adds a mono track at a position in the stereo image, with constant power.
  private static void pan(float[] mono, float[][] track, double side, double gain) {
    double angle = (side + 1) * Math.PI / 4;
    double left = gain * StrictMath.cos(angle) * Math.sqrt(2);
    double right = gain * StrictMath.sin(angle) * Math.sqrt(2);
    for (int i = 0; i < mono.length; i++) {
      track[0][i] += (float) (mono[i] * left);
      track[1][i] += (float) (mono[i] * right);
    }
  }
}
