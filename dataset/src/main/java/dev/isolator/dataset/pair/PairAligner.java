package dev.isolator.dataset.pair;

import dev.isolator.dataset.recording.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Finds vocals in a mix, lays them over it to a fraction of a sample, and judges the result.
///
/// Works as well with an instrumental in the vocals' place: what it finds is any part of a mix.
/// Cost: about 5 s of CPU for four minutes in stereo, on all cores; memory about 12 bytes per
/// sample of the mix besides the two recordings. Stateless; any number of threads.
public final class PairAligner {
  private final Thresholds thresholds;

  public PairAligner(Thresholds thresholds) {
    this.thresholds = thresholds;
  }

  /// A pair: what was found, and the vocals as they are in the mix.
  ///
  /// @param vocals `[channels][frames]`, as the mix; null if the pair was rejected before there was
  ///   anything to lay over
  @SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
  public record Aligned(
      Alignment alignment, float @org.jspecify.annotations.Nullable [][] vocals) {}

  /// Aligns.
  ///
  /// @param mix mono or stereo
  /// @param vocals mono or stereo, at the mix's sample rate
  public Aligned align(Recording mix, Recording vocals) {
    if (mix.sampleRate() != vocals.sampleRate()) {
      throw new IllegalArgumentException(
          "vocals must have the mix's sample rate of %d Hz, had %d Hz"
              .formatted(mix.sampleRate(), vocals.sampleRate()));
    }
    var tracks = Stream.of(mix, vocals).parallel().map(Track::of).toList();
    return align(tracks.get(0), tracks.get(1));
  }

  /// The same of tracks that are made already.
  Aligned align(Track mixTrack, Track vocalTrack) {
    Recording mix = mixTrack.recording();
    Recording vocals = vocalTrack.recording();
    var unusable = unusable(mixTrack, vocalTrack);
    if (!unusable.isEmpty()) {
      return new Aligned(Alignment.rejected(unusable), null);
    }
    int rate = mix.sampleRate();
    var coarse = CoarseSearch.find(vocalTrack.flux(), mixTrack.flux());
    var fit = ClockFit.fit(vocalTrack, mixTrack, coarse);
    if (fit.pieces().isEmpty()) {
      return new Aligned(Alignment.rejected(notFound(coarse)), null);
    }
    fit = CutFinder.refine(vocalTrack.full(), mixTrack.full(), rate, fit);
    var finder = StrayFinder.of(vocalTrack, mixTrack, fit);
    var strays = finder.strays();
    var pieces = finder.withFound(strays);
    if (!pieces.equals(fit.pieces())) {
      var again = ClockFit.fit(vocalTrack, mixTrack, pieces);
      if (again.agreeing() > fit.agreeing()) {
        fit = CutFinder.refine(vocalTrack.full(), mixTrack.full(), rate, again);
        finder = StrayFinder.of(vocalTrack, mixTrack, fit);
        strays = finder.strays();
      }
    }
    fit = finder.drawnOut(strays);
    float[][] placed = channels(Overlay.place(vocals, fit, mix.frames()), mix.channels());
    var filter = ChannelFilter.fit(placed, mix.samples(), rate);
    float[][] aligned =
        IntStream.range(0, placed.length)
            .parallel()
            .mapToObj(c -> filter.apply(placed[c]))
            .toArray(float[][]::new);
    var nulling = Nulling.measure(aligned, mix.samples(), rate);
    var judge = new Judge(thresholds, mix, vocals, mixTrack.defects(), vocalTrack.defects());
    return new Aligned(
        judge.judge(fit, strays, filter, level(aligned) - level(placed), nulling), aligned);
  }

  private static String unusable(Track mixTrack, Track vocalTrack) {
    Recording mix = mixTrack.recording();
    Recording vocals = vocalTrack.recording();
    if (mix.seconds() < 2) {
      return "the mix is %.1f s long; 2 s at least are needed".formatted(mix.seconds());
    }
    if (vocals.seconds() < 2) {
      return "the vocals are %.1f s long; 2 s at least are needed".formatted(vocals.seconds());
    }
    if (mixTrack.defects().silent()) {
      return "the mix is silent (peak %.1f dBFS)".formatted(decibels(mixTrack.defects().peak()));
    }
    if (vocalTrack.defects().silent()) {
      return "the vocals are silent (peak %.1f dBFS)"
          .formatted(decibels(vocalTrack.defects().peak()));
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

  private static String notFound(List<Piece> coarse) {
    double strongest = coarse.stream().mapToDouble(Piece::strength).max().orElse(0);
    return strongest > 30
        ? Judge.ANOTHER_TAKE
        : "no part of the vocals was found in the mix: another song, or no overlap";
  }

  /// Makes as many channels of the vocals as the mix has.
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
