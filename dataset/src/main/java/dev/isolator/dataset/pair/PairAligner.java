package dev.isolator.dataset.pair;

import dev.isolator.dataset.recording.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Finds vocals in a mix, aligns them with it to a fraction of a sample, and grades the result.
///
/// An instrumental may be given in place of the vocals: any part of a mix is found.
///
/// Cost: about 5 s of CPU for four minutes in stereo, on all cores; memory about 12 bytes per
/// sample of the mix besides the two recordings. Stateless; any number of threads.
public final class PairAligner {
  private final Thresholds thresholds;

  public PairAligner(Thresholds thresholds) {
    this.thresholds = thresholds;
  }

  /// An aligned pair.
  ///
  /// @param alignment what was measured
  /// @param vocals the vocals as they are in the mix, `[channels][frames]` of the mix; null if they
  ///   were not found
  @SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
  public record Aligned(
      Alignment alignment, float @org.jspecify.annotations.Nullable [][] vocals) {}

  /// Aligns two recordings.
  ///
  /// @param mix mono or stereo
  /// @param vocals mono or stereo, at the mix's sample rate
  public Aligned align(Recording mix, Recording vocals) {
    if (mix.sampleRate() != vocals.sampleRate()) {
      throw new IllegalArgumentException(
          "vocals must have the mix's sample rate of %d Hz, had %d Hz"
              .formatted(mix.sampleRate(), vocals.sampleRate()));
    }
    var signals = Stream.of(mix, vocals).parallel().map(MultirateRecording::of).toList();
    return align(signals.get(0), signals.get(1));
  }

  /// The same for recordings whose lower rates are made already.
  Aligned align(MultirateRecording mixSignal, MultirateRecording vocalSignal) {
    Recording mix = mixSignal.recording();
    Recording vocals = vocalSignal.recording();
    var unusable = unusable(mixSignal, vocalSignal);
    if (!unusable.isEmpty()) {
      return new Aligned(Alignment.rejected(unusable), null);
    }
    int rate = mix.sampleRate();
    var coarse = CoarseSearch.find(vocalSignal.flux(), mixSignal.flux());
    var fit = ClockFit.fit(vocalSignal, mixSignal, coarse);
    if (fit.segments().isEmpty()) {
      return new Aligned(Alignment.rejected(notFound(coarse)), null);
    }
    fit = CutFinder.refine(vocalSignal.full(), mixSignal.full(), rate, fit);
    var search = UnalignedSegmentSearch.of(vocalSignal, mixSignal, fit);
    var unaligned = search.unaligned();
    var segments = search.withRealigned(unaligned);
    if (!segments.equals(fit.segments())) {
      var again = ClockFit.fit(vocalSignal, mixSignal, segments);
      if (again.agreeing() > fit.agreeing()) {
        fit = CutFinder.refine(vocalSignal.full(), mixSignal.full(), rate, again);
        search = UnalignedSegmentSearch.of(vocalSignal, mixSignal, fit);
        unaligned = search.unaligned();
      }
    }
    fit = search.extended(unaligned);
    float[][] placed = channels(TimeAlignment.place(vocals, fit, mix.frames()), mix.channels());
    var filter = ChannelFilter.fit(placed, mix.samples(), rate);
    float[][] aligned =
        IntStream.range(0, placed.length)
            .parallel()
            .mapToObj(c -> filter.apply(placed[c]))
            .toArray(float[][]::new);
    var nulling = Nulling.measure(aligned, mix.samples(), rate);
    var grader =
        new PairGrader(thresholds, mix, vocals, mixSignal.defects(), vocalSignal.defects());
    return new Aligned(
        grader.grade(fit, unaligned, filter, level(aligned) - level(placed), nulling), aligned);
  }

  private static String unusable(MultirateRecording mixSignal, MultirateRecording vocalSignal) {
    Recording mix = mixSignal.recording();
    Recording vocals = vocalSignal.recording();
    if (mix.seconds() < 2) {
      return "the mix is %.1f s long; 2 s at least are needed".formatted(mix.seconds());
    }
    if (vocals.seconds() < 2) {
      return "the vocals are %.1f s long; 2 s at least are needed".formatted(vocals.seconds());
    }
    if (mixSignal.defects().silent()) {
      return "the mix is silent (peak %.1f dBFS)".formatted(decibels(mixSignal.defects().peak()));
    }
    if (vocalSignal.defects().silent()) {
      return "the vocals are silent (peak %.1f dBFS)"
          .formatted(decibels(vocalSignal.defects().peak()));
    }
    return "";
  }

  private static double level(float[][] samples) {
    double sum = 1e-12;
    for (float[] channel : samples) {
      for (float x : channel) {
        sum += (double) x * x;
      }
    }
    return 10 * Math.log10(sum);
  }

  private static double decibels(double amplitude) {
    return Math.max(-200, 20 * Math.log10(amplitude + 1e-12));
  }

  private static String notFound(List<AlignedSegment> coarse) {
    double strongest = coarse.stream().mapToDouble(AlignedSegment::strength).max().orElse(0);
    return strongest > 30
        ? PairGrader.ANOTHER_TAKE
        : "no part of the vocals was found in the mix: another song, or no overlap";
  }

  /// The vocals with the mix's number of channels: copied from mono, or mixed down to it.
  private static float[][] channels(float[][] placed, int channels) {
    if (placed.length == channels) {
      return placed;
    }
    if (placed.length == 1) {
      var same = new ArrayList<float[]>();
      for (int c = 0; c < channels; c++) {
        same.add(placed[0]);
      }
      return same.toArray(float[][]::new);
    }
    return new float[][] {new Recording(placed, 1).mono()};
  }
}
