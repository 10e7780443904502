package dev.isolator;

import java.util.Arrays;

/// Graphs with the tensors of outside models that return their input, for tests: what comes out of
/// a model then is what its transforms, padding, weights and levels make of it.
final class OutsideNetworks {
  /// Frames of the segments here.
  static final int FRAMES = 21;

  private OutsideNetworks() {}

  /// `[1, 4, bins, frames]` to the same.
  static NetworkFile mdxNet(int bins, int frames) {
    return new NetworkFile("mdx")
        .input("input", 1, 4, bins, frames)
        .output("output", 1, 4, bins, frames)
        .node("Identity", "output", "input");
  }

  /// One of Spleeter's files: the magnitudes times a gain.
  static NetworkFile spleeter(float gain) {
    return new NetworkFile("spleeter")
        .input("x", 2, 1, 512, 1024)
        .output("y", 2, 1, 512, 1024)
        .floats("gain", new float[] {gain})
        .node("Mul", "y", "x", "gain");
  }

  /// One of Open-Unmix' files.
  static NetworkFile openUnmix() {
    return new NetworkFile("unmix")
        .input("input", 1, 2, 2049, -1)
        .output("output", 1, 2, 2049, -1)
        .node("Identity", "output", "input");
  }

  /// Waves to waves, of one source.
  static NetworkFile waves(int samples) {
    return new NetworkFile("waves")
        .input("mix", 1, 2, samples)
        .output("stems", 1, 1, 2, samples)
        .longs("shape", 1, 1, 2, samples)
        .node("Reshape", "stems", "mix", "shape");
  }

  /// Waves to waves, of one source, each sample of the segment times a gain.
  static NetworkFile waves(float[] gains) {
    return new NetworkFile("waves")
        .input("mix", 1, 2, gains.length)
        .output("stems", 1, 1, 2, gains.length)
        .floats("gains", gains, 1, 1, gains.length)
        .longs("shape", 1, 1, 2, gains.length)
        .node("Mul", "scaled", "mix", "gains")
        .node("Reshape", "stems", "scaled", "shape");
  }

  /// HTDemucs' spectra and waves, of one source.
  ///
  /// @param byWaves whether the waves come back; else the spectra do
  static NetworkFile demucsCore(int samples, boolean byWaves) {
    int frames = Math.ceilDiv(samples, 1024);
    return new NetworkFile("demucs")
        .input("mag", 1, 4, 2048, frames)
        .input("mix", 1, 2, samples)
        .output("waves", 1, 1, 2, samples)
        .output("spectra", 1, 1, 4, 2048, frames)
        .longs("waveShape", 1, 1, 2, samples)
        .longs("magShape", 1, 1, 4, 2048, frames)
        .floats("byWaves", new float[] {byWaves ? 1 : 0})
        .floats("byMag", new float[] {byWaves ? 0 : 1})
        .node("Mul", "someWaves", "mix", "byWaves")
        .node("Mul", "someMag", "mag", "byMag")
        .node("Reshape", "waves", "someWaves", "waveShape")
        .node("Reshape", "spectra", "someMag", "magShape");
  }

  /// The same with real and imaginary parts apart.
  static NetworkFile demucsComplex(int samples, boolean byWaves) {
    int frames = Math.ceilDiv(samples, 1024);
    var network =
        new NetworkFile("demucs")
            .input("spec_imag", 1, 2, 2048, frames)
            .input("spec_real", 1, 2, 2048, frames)
            .input("audio", 1, 2, samples)
            .output("out_wave", 1, 1, 2, samples)
            .output("out_real", 1, 1, 2, 2048, frames)
            .output("out_imag", 1, 1, 2, 2048, frames)
            .longs("waveShape", 1, 1, 2, samples)
            .longs("specShape", 1, 1, 2, 2048, frames)
            .floats("byWaves", new float[] {byWaves ? 1 : 0})
            .floats("bySpec", new float[] {byWaves ? 0 : 1})
            .node("Mul", "someWaves", "audio", "byWaves")
            .node("Reshape", "out_wave", "someWaves", "waveShape");
    for (String part : new String[] {"real", "imag"}) {
      network
          .node("Mul", "some_" + part, "spec_" + part, "bySpec")
          .node("Reshape", "out_" + part, "some_" + part, "specShape");
    }
    return network;
  }

  /// RoFormer's `[1, 2050, frames, 2]`, each bin of each channel times a gain.
  static NetworkFile roformerSpectra(float[] gains) {
    return new NetworkFile("roformer")
        .input("spec", 1, 2050, FRAMES, 2)
        .output("out", 1, 2050, FRAMES, 2)
        .floats("gains", gains, 1, 2050, 1, 1)
        .node("Mul", "out", "spec", "gains");
  }

  /// RoFormer's complex masks: `re + im·i` everywhere.
  static NetworkFile roformerMasks(float re, float im) {
    return new NetworkFile("roformer")
        .input("spec", 1, 2050, FRAMES, 2)
        .output("out", 1, 1, 2050, FRAMES, 2)
        .floats("mask", new float[] {re, im}, 1, 1, 1, 1, 2)
        .longs("shape", 1, 1, 2050, FRAMES, 2)
        .node("Sub", "nothing", "spec", "spec")
        .node("Reshape", "zero", "nothing", "shape")
        .node("Add", "out", "zero", "mask");
  }

  /// SCNet's `[1, 4, 2049, frames]` to `[1, 1, 4, 2049, frames]`, each bin times a gain.
  static NetworkFile scnetSpectra(float[] gains) {
    return new NetworkFile("scnet")
        .input("spec", 1, 4, 2049, FRAMES)
        .output("out", 1, 1, 4, 2049, FRAMES)
        .floats("gains", gains, 1, 1, 2049, 1)
        .longs("shape", 1, 1, 4, 2049, FRAMES)
        .node("Mul", "scaled", "spec", "gains")
        .node("Reshape", "out", "scaled", "shape");
  }

  static float[] ones(int count) {
    var ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }
}
