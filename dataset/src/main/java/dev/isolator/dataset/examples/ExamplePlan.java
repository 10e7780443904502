package dev.isolator.dataset.examples;

import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.Split;
import java.util.ArrayList;
import java.util.List;

/// The plan of a set of training examples: all frames, in order, and the shard of each.
///
/// The order is by variant, then by song in manifest order, then by frame. Lengths are taken from
/// the manifest, so that a plan opens no file.
///
/// @param manifest where the songs are
/// @param songs entries of the split with `vocals` and other stems
/// @param settings what to make
public record ExamplePlan(Manifest manifest, List<Entry> songs, Settings settings) {
  /// Sample rate of the examples, in Hz.
  public static final int SAMPLE_RATE = 22_050;

  /// FFT length.
  public static final int WINDOW = 1024;

  /// Samples between successive frames.
  public static final int HOP = 256;

  /// Bins of a frame.
  public static final int BINS = WINDOW / 2 + 1;

  /// Longest song: its samples are counted in 32 bits.
  private static final int MAX_SECONDS = Integer.MAX_VALUE / SAMPLE_RATE;

  /// What to make.
  ///
  /// @param split the split whose songs are used
  /// @param variants how often each song is used, each time with another level of the voice; 1 for
  ///   the original level only
  /// @param shardExamples examples per shard; 900 000 take about 1 GB
  /// @param limit most examples in all shards together
  /// @param seed of the variants' levels
  public record Settings(Split split, int variants, int shardExamples, long limit, long seed) {
    public Settings {
      if (variants < 1 || variants > 10_000) {
        throw new IllegalArgumentException("variants must be from 1 to 10000, was " + variants);
      }
      if (shardExamples < 1 || shardExamples > 1_800_000) {
        throw new IllegalArgumentException(
            "shardExamples must be from 1 to 1800000, was " + shardExamples);
      }
      if (limit < 1) {
        throw new IllegalArgumentException("limit must be at least 1, was " + limit);
      }
    }
  }

  /// Makes a plan.
  public static ExamplePlan of(Manifest manifest, Settings settings) {
    var songs = new ArrayList<Entry>();
    for (Entry entry : manifest.entries()) {
      if (entry.split() == settings.split()
          && entry.stems().containsKey("vocals")
          && entry.stems().size() > 1) {
        checkDuration(entry);
        songs.add(entry);
      }
    }
    if (songs.isEmpty()) {
      throw new IllegalArgumentException(
          "the manifest has no song with vocals and music in the split %s; give one that has"
              .formatted(settings.split()));
    }
    var plan = new ExamplePlan(manifest, List.copyOf(songs), settings);
    long shards = Math.ceilDiv(plan.examples(), (long) settings.shardExamples());
    if (shards > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "shardExamples of %d would make %d shards, expected at most %d; make shards larger"
              .formatted(settings.shardExamples(), shards, Integer.MAX_VALUE));
    }
    return plan;
  }

  private static void checkDuration(Entry song) {
    double seconds = song.stem("vocals").duration();
    if (!(seconds <= MAX_SECONDS)) {
      throw new IllegalArgumentException(
          "entry %s: duration of vocals must be at most %d s, was %s; cut it"
              .formatted(song.id(), MAX_SECONDS, seconds));
    }
  }

  /// Samples of a song at the examples' sample rate.
  static int samples(Entry song) {
    return (int) Math.round(song.stem("vocals").duration() * SAMPLE_RATE);
  }

  static int frames(Entry song) {
    return Math.ceilDiv(samples(song), HOP) + 1;
  }

  /// Number of examples.
  public long examples() {
    long once = songs.stream().mapToLong(ExamplePlan::frames).sum();
    return Math.min(settings.limit(), once * settings.variants());
  }

  /// Number of shards.
  public int shards() {
    return (int) Math.ceilDiv(examples(), (long) settings.shardExamples());
  }

  /// A range of frames of one song in one variant.
  ///
  /// @param fromFrame first frame
  /// @param toFrame past the last frame
  record FrameRange(Entry song, int songIndex, int variant, int fromFrame, int toFrame) {}

  /// The frames of a shard, in order.
  List<FrameRange> shard(int number) {
    long from = (long) number * settings.shardExamples();
    long to = Math.min(examples(), from + settings.shardExamples());
    var ranges = new ArrayList<FrameRange>();
    long at = 0;
    for (int variant = 0; variant < settings.variants() && at < to; variant++) {
      for (int s = 0; s < songs.size() && at < to; s++) {
        int frames = frames(songs.get(s));
        long first = Math.max(from, at);
        long last = Math.min(to, at + frames);
        if (first < last) {
          ranges.add(
              new FrameRange(songs.get(s), s, variant, (int) (first - at), (int) (last - at)));
        }
        at += frames;
      }
    }
    return ranges;
  }
}
