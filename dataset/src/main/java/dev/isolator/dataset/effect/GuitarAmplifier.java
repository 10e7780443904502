package dev.isolator.dataset.effect;

import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.SampleRateConversion;

/// A valve amplifier and its loudspeaker: a high-pass, two stages of `tanh`, of which the first is
/// biased (even harmonics), at four times the sample rate so that what they add does not fold back,
/// and the response of a cabinet.
///
/// The level is kept: what comes out has the rms of what went in.
///
/// Sources: Yeh, Abel and Smith, DAFx 2007 (distortion by static curves, oversampled); the
/// cabinet's figures are those of common 12-inch guitar loudspeakers (75 Hz to 5 kHz).
///
/// @param driveDb gain before the first stage, 0 (warm) to 45 (metal)
/// @param cabinetHz where the loudspeaker's response ends
public record GuitarAmplifier(double driveDb, double cabinetHz) {
  private static final int OVERSAMPLING = 4;
  private static final double TIGHTNESS_HZ = 110;
  private static final double BIAS = 0.4;
  private static final double SECOND_STAGE = 3;
  private static final double SILENT = 1e-9;

  /// The track through the amplifier.
  ///
  /// @param track `[channels][frames]`, not changed
  /// @return as long
  public float[][] apply(float[][] track, int sampleRate) {
    double before = Level.rms(track);
    if (!(before > SILENT)) {
      return track;
    }
    int high = OVERSAMPLING * sampleRate;
    float[][] driven = SampleRateConversion.to(high, new Recording(track, sampleRate)).samples();
    Biquad.highPass(TIGHTNESS_HZ, high).apply(driven);
    double gain = StrictDecibels.gain(driveDb) * 0.1 / before;
    double rest = StrictMath.tanh(BIAS);
    for (float[] channel : driven) {
      for (int i = 0; i < channel.length; i++) {
        double first = StrictMath.tanh(channel[i] * gain + BIAS) - rest;
        channel[i] = (float) StrictMath.tanh(SECOND_STAGE * first);
      }
    }
    float[][] out = SampleRateConversion.to(sampleRate, new Recording(driven, high)).samples();
    Biquad.highPass(75, sampleRate).apply(out);
    Biquad.peak(2600, 0.9, 4, sampleRate).apply(out);
    Biquad.peak(420, 0.8, -3, sampleRate).apply(out);
    Biquad.lowPass(cabinetHz, sampleRate).apply(out);
    Biquad.lowPass(cabinetHz, sampleRate).apply(out);
    var same = new float[track.length][];
    for (int c = 0; c < same.length; c++) {
      same[c] = java.util.Arrays.copyOf(out[c], track[c].length);
    }
    Level.scale(same, before / Math.max(Level.rms(same), SILENT));
    return same;
  }
}
