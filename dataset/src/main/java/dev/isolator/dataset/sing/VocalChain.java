package dev.isolator.dataset.sing;

import dev.isolator.dataset.effect.Biquad;
import dev.isolator.dataset.effect.Compressor;
import dev.isolator.dataset.effect.Echo;
import dev.isolator.dataset.effect.Reverb;
import dev.isolator.dataset.effect.Saturation;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The effects of a vocal track: always an equaliser; a slapback echo in 25 of 100 tracks,
/// saturation in 10, compression in 80, an echo in 20, reverberation in 75. Null stands for an
/// effect that is off.
///
/// @param lowDb gain below 250 Hz, ±5
/// @param midDb gain at `midHz`, ±5
/// @param highDb gain above 5 kHz, ±5
/// @param midHz centre frequency, 800 to 3000
/// @param rumbleHz cutoff of the high-pass filter, 60 to 140
record VocalChain(
    double lowDb,
    double midDb,
    double highDb,
    double midHz,
    double rumbleHz,
    @Nullable Echo slap,
    @Nullable Saturation saturation,
    @Nullable Compressor compressor,
    @Nullable Echo echo,
    @Nullable Reverb room) {

  static VocalChain draw(SplittableRandom random) {
    double low = 10 * random.nextDouble() - 5;
    double mid = 10 * random.nextDouble() - 5;
    double high = 10 * random.nextDouble() - 5;
    double midHz = 800 + 2200 * random.nextDouble();
    double rumble = 60 + 80 * random.nextDouble();
    var slap = new Echo(0.06 + 0.06 * random.nextDouble(), 0, -14 + 9 * random.nextDouble(), true);
    boolean slapped = random.nextInt(100) < 25;
    var saturation = new Saturation(3 + 9 * random.nextDouble());
    boolean saturated = random.nextInt(100) < 10;
    var compressor =
        new Compressor(
            -30 + 12 * random.nextDouble(),
            2 + 4 * random.nextDouble(),
            0.002 + 0.018 * random.nextDouble(),
            0.06 + 0.2 * random.nextDouble(),
            6);
    boolean compressed = random.nextInt(100) < 80;
    var echo =
        new Echo(
            0.2 + 0.4 * random.nextDouble(),
            0.2 + 0.3 * random.nextDouble(),
            -20 + 10 * random.nextDouble(),
            random.nextBoolean());
    boolean echoed = random.nextInt(100) < 20;
    var room =
        new Reverb(
            0.2 + 2 * random.nextDouble(),
            2500 + 6000 * random.nextDouble(),
            0.03 * random.nextDouble(),
            0.4 + random.nextDouble(),
            -22 + 19 * random.nextDouble());
    boolean roomy = random.nextInt(100) < 75;
    return new VocalChain(
        low,
        mid,
        high,
        midHz,
        rumble,
        slapped ? slap : null,
        saturated ? saturation : null,
        compressed ? compressor : null,
        echoed ? echo : null,
        roomy ? room : null);
  }

  /// Processes in place.
  void apply(float[][] track, int sampleRate, SplittableRandom random) {
    Biquad.highPass(rumbleHz, sampleRate).apply(track);
    Biquad.lowShelf(250, lowDb, sampleRate).apply(track);
    Biquad.peak(midHz, 0.8, midDb, sampleRate).apply(track);
    Biquad.highShelf(5000, highDb, sampleRate).apply(track);
    if (slap != null) {
      slap.apply(track, sampleRate);
    }
    if (saturation != null) {
      saturation.apply(track);
    }
    if (compressor != null) {
      compressor.apply(track, sampleRate);
    }
    if (echo != null) {
      echo.apply(track, sampleRate);
    }
    if (room != null) {
      room.apply(track, sampleRate, random);
    }
  }
}
