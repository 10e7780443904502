package dev.isolator.examples;

import dev.isolator.live.LiveMixer;
import dev.isolator.live.LiveSeparator;
import dev.isolator.live.LiveSettings;
import dev.isolator.model.ModelCatalogue;

/// Takes music apart while it plays, as a plug-in host or a game does: prepare, process, release.
///
/// No arguments. Two seconds of a chord go through in blocks of 256 frames, with the voice 20 dB
/// softer; how late they come out is printed, and whether the network was ever late.
public final class Example07WhileItPlays {
  private static final int SAMPLE_RATE = 48_000;
  private static final int BLOCK = 256;

  private Example07WhileItPlays() {}

  public static void main(String[] args) throws Exception {
    var model = ModelCatalogue.open().find("live-vocals");
    var settings =
        LiveSettings.defaults().withSampleRate(SAMPLE_RATE).withChannels(2).withBlockFrames(BLOCK);

    try (var separator = LiveSeparator.prepare(model, settings)) { // takes some tenths of a second
      System.out.println(separator.latencyFrames() + " frames late");
      // Here nobody listens: wait for the network. A host calls separator.warmUp() instead, so that
      // the first seconds are not late.
      separator.setRealTime(false);

      var mixer = new LiveMixer(separator.stems(), SAMPLE_RATE);
      mixer.setGain(separator.stems().indexOf("vocals"), 0.1f); // at any time, from any thread

      var block = new float[2][BLOCK]; // everything is allocated before the first block
      var stems = new float[separator.stems().size()][2][BLOCK];
      for (int n = 0; n < 2 * SAMPLE_RATE; n += BLOCK) {
        chord(block, n);
        separator.process(block, stems, block, BLOCK); // the audio thread: no allocation, no lock
        mixer.process(stems, block, separator.dryShare(), block, BLOCK);
      }
      System.out.println(separator.statistics().lateHops() + " late hops");
    }
  }

  /// A minor, from the frame on that has that number.
  private static void chord(float[][] block, int first) {
    for (int i = 0; i < BLOCK; i++) {
      float sample = 0;
      for (double hertz : new double[] {220, 261.63, 329.63}) {
        sample += (float) (0.2 * Math.sin(2 * Math.PI * hertz * (first + i) / SAMPLE_RATE));
      }
      block[0][i] = block[1][i] = sample;
    }
  }
}
