package dev.isolator.benchmarks;

import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.spectrum.OverlapAdd;
import dev.isolator.spectrum.Stft;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jtransforms.fft.DoubleFFT_1D;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Microseconds for one frame of one channel. The baseline is JTransforms' own transform of the
/// same length.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class SpectrumBenchmark {
  /// 4096-point frames, and 4480-point ones, which have factors 5 and 7.
  @Param({"44100", "48000"})
  public int sampleRate;

  private Stft stft = new Stft(16, 4);
  private OverlapAdd overlapAdd = new OverlapAdd(stft);
  private DoubleFFT_1D baseline = new DoubleFFT_1D(16);
  private float[] signal = new float[0];
  private double[] samples = new double[0];
  private float[] spectrum = new float[0];
  private float[] out = new float[0];

  @Setup
  public void prepare() {
    var grid = AnalysisGrid.of(44_100, 4096, 1024, sampleRate);
    stft = new Stft(grid);
    overlapAdd = new OverlapAdd(stft);
    baseline = new DoubleFFT_1D(grid.fftLength());
    var random = new Random(1);
    signal = new float[grid.fftLength()];
    samples = new double[grid.fftLength()];
    for (int i = 0; i < signal.length; i++) {
      signal[i] = random.nextFloat(-1, 1);
    }
    spectrum = new float[2 * grid.bins()];
    out = new float[grid.fftLength()];
  }

  @Benchmark
  public double[] baselineTransform() {
    for (int i = 0; i < samples.length; i++) {
      samples[i] = signal[i];
    }
    baseline.realForward(samples);
    return samples;
  }

  @Benchmark
  public float[] stftFrame() {
    stft.frame(signal, 0, signal.length, spectrum);
    return spectrum;
  }

  @Benchmark
  public float[] inverseFrame() {
    overlapAdd.add(spectrum);
    overlapAdd.take(out, 0, out.length);
    return out;
  }
}
