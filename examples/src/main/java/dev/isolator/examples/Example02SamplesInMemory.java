package dev.isolator.examples;

import dev.isolator.Separator;
import dev.isolator.audio.ChannelLayout;
import java.util.Arrays;

/// Takes apart samples that are in memory, and reads and writes no file.
///
/// No arguments. Three seconds of a chord in stereo are made and separated; the levels of the mix
/// and of its stems are printed.
public final class Example02SamplesInMemory {
  private static final int SAMPLE_RATE = 44_100;

  private Example02SamplesInMemory() {}

  public static void main(String[] args) throws Exception {
    float[][] mix = chord(3 * SAMPLE_RATE);
    try (var separator = Separator.open()) {
      float[][][] stems = separate(separator, mix);

      System.out.printf("mix: %.1f dBFS%n", decibels(mix));
      for (int stem = 0; stem < stems.length; stem++) {
        System.out.printf(
            "%s: %.1f dBFS%n", separator.card().stems().get(stem), decibels(stems[stem]));
      }
    }
  }

  /// Separates a whole song at once.
  ///
  /// @param mix `[2][frames]`, left and right, full scale ±1.0
  /// @return `[stems][2][frames]`, in the order of the model's stems; they sum to the mix
  static float[][][] separate(Separator separator, float[][] mix) throws Exception {
    int frames = mix[0].length;
    var stems = new float[separator.card().stems().size()][mix.length][frames];
    int[] done = {0}; // frames that the receiver has been given

    try (var song =
        separator.blocks(
            SAMPLE_RATE,
            ChannelLayout.STEREO,
            (part, sameOfMix, count) -> {
              // the arrays of part are used again for the next call: copy what is to stay
              for (int stem = 0; stem < stems.length; stem++) {
                for (int channel = 0; channel < mix.length; channel++) {
                  System.arraycopy(part[stem][channel], 0, stems[stem][channel], done[0], count);
                }
              }
              done[0] += count;
            })) {
      song.write(mix, frames); // may be called as often as there are blocks
      song.finish(); // the stems lag behind: this gives the rest
    }
    return stems;
  }

  /// A minor, quiet enough not to clip.
  private static float[][] chord(int frames) {
    var left = new float[frames];
    for (double hertz : new double[] {220, 261.63, 329.63}) {
      for (int n = 0; n < frames; n++) {
        left[n] += (float) (0.2 * Math.sin(2 * Math.PI * hertz * n / SAMPLE_RATE));
      }
    }
    return new float[][] {left, left.clone()};
  }

  /// The level of all channels together, in dB of full scale.
  private static double decibels(float[][] channels) {
    double power =
        Arrays.stream(channels)
            .mapToDouble(
                channel -> {
                  double sum = 0;
                  for (float sample : channel) {
                    sum += sample * sample;
                  }
                  return sum / channel.length;
                })
            .average()
            .orElse(0);
    return 10 * Math.log10(power);
  }
}
