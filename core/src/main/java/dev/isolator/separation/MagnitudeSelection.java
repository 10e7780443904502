package dev.isolator.separation;

import dev.isolator.model.Combination;
import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.spectrum.OverlapAdd;
import dev.isolator.spectrum.Stft;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// Of the members' waves the one whose magnitude is the median, the least or the greatest, in each
/// bin of a spectrum: with its phase, so that a member alone comes back as it was. Frames lie on
/// multiples of the hop from the song's first sample on.
final class MagnitudeSelection implements WaveCombination {
  /// Windows of 93 ms, as the built-in networks have: long enough to tell the partials of a voice
  /// apart from an instrument's.
  private static final int RATE = 44_100;

  private static final int FFT_LENGTH = 4096;
  private static final int HOP_LENGTH = 1024;

  private final Combination combination;
  private final double[] weights;
  private final AnalysisGrid grid;
  private final Workers workers;

  /// `[member]`, of all rows.
  private final SampleHistory[] waves;

  private final List<Row> rows = new ArrayList<>();
  private final SampleQueue ready;
  private long frame;

  MagnitudeSelection(
      Combination combination, double[] weights, int rowCount, int sampleRate, Workers workers) {
    this.combination = combination;
    this.weights = weights.clone();
    this.grid = AnalysisGrid.of(RATE, FFT_LENGTH, HOP_LENGTH, sampleRate);
    this.workers = workers;
    this.waves = new SampleHistory[weights.length];
    for (int member = 0; member < waves.length; member++) {
      waves[member] = new SampleHistory(rowCount, capacity());
    }
    for (int row = 0; row < rowCount; row++) {
      rows.add(new Row(row));
    }
    this.ready = new SampleQueue(rowCount);
  }

  private int capacity() {
    return grid.fftLength() + grid.hopLength() + StemReceiver.MAX_FRAMES;
  }

  /// Bytes of Java's memory that it takes.
  static long bytes(int members, long rows, int sampleRate) {
    var grid = AnalysisGrid.of(RATE, FFT_LENGTH, HOP_LENGTH, sampleRate);
    long held = grid.fftLength() + grid.hopLength() + (long) StemReceiver.MAX_FRAMES;
    long row = 8L * grid.fftLength() * Float.BYTES + 2L * StemReceiver.MAX_FRAMES * Float.BYTES;
    return members * rows * held * Float.BYTES
        + rows * (row + members * 2L * grid.bins() * Float.BYTES);
  }

  @Override
  public void add(float[][][] blocks, int frames) {
    for (int member = 0; member < waves.length; member++) {
      waves[member].add(blocks[member], 0, frames);
    }
    long end = waves[0].end();
    long half = grid.fftLength() / 2;
    long complete = end < half ? 0 : (end - half) / grid.hopLength() + 1;
    join(complete);
    for (SampleHistory wave : waves) {
      wave.forgetBefore(frame * grid.hopLength() - half);
    }
  }

  @Override
  public void finish() {
    long samples = waves[0].end();
    if (samples == 0) {
      return;
    }
    join(grid.framesFor(samples));
    rows.forEach(Row::finish);
    gather();
  }

  @Override
  public SampleQueue ready() {
    return ready;
  }

  /// Joins the frames before `end`.
  private void join(long end) {
    if (frame >= end) {
      return;
    }
    long first = frame;
    var tasks = new ArrayList<Callable<Void>>();
    for (Row row : rows) {
      tasks.add(
          () -> {
            for (long t = first; t < end; t++) {
              row.add(t);
            }
            return null;
          });
    }
    workers.run(tasks);
    frame = end;
    gather();
  }

  /// Moves what the rows have to what is ready; all have the same number of samples.
  private void gather() {
    int frames = rows.getFirst().filled;
    float[][] room = ready.room(frames);
    for (Row row : rows) {
      System.arraycopy(row.samples, 0, room[row.index], ready.end(), frames);
      row.filled = 0;
    }
    ready.advance(frames);
  }

  /// A channel of a stem.
  private final class Row {
    private final int index;
    private final Stft stft = new Stft(grid);
    private final OverlapAdd joined = new OverlapAdd(stft);
    private final float[][] spectra = new float[weights.length][2 * grid.bins()];
    private final float[] selected = new float[2 * grid.bins()];
    private final double[] magnitudes = new double[weights.length];
    private final int[] chosen = new int[2];
    private final float[] samples = new float[2 * capacity()];
    private int filled;

    Row(int index) {
      this.index = index;
    }

    void add(long t) {
      for (int member = 0; member < spectra.length; member++) {
        waves[member].transform(stft, index, t, spectra[member]);
      }
      for (int bin = 0; bin < grid.bins(); bin++) {
        select(2 * bin);
      }
      joined.add(selected);
      take();
    }

    private void select(int re) {
      for (int member = 0; member < spectra.length; member++) {
        magnitudes[member] = Math.hypot(spectra[member][re], spectra[member][re + 1]);
      }
      combination.choose(magnitudes, weights, chosen);
      float[] one = spectra[chosen[0]];
      float[] other = spectra[chosen[1]];
      selected[re] = (float) (0.5 * ((double) one[re] + other[re]));
      selected[re + 1] = (float) (0.5 * ((double) one[re + 1] + other[re + 1]));
    }

    void finish() {
      joined.finish();
      take();
    }

    private void take() {
      filled += joined.take(samples, filled, samples.length - filled);
    }
  }
}
