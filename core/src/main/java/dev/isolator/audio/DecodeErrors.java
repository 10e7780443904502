package dev.isolator.audio;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What was wrong with a song that was decoded all the same.
///
/// @param packets packets of compressed sound that could not be decoded and had sound behind them;
///   each came out as silence of its length, so that what follows stays in place
/// @param lostPlaces places at which the container has lost packets, by its own times; each came
///   out as silence
/// @param lostSeconds silence at those places, in seconds
/// @param lostEstimated whether those seconds are an estimate: the frames around are of different
///   lengths, and have no numbers
/// @param missingFrames frames that the header declares and the file does not have; above 0 only
///   with [DecodeLimits.Truncation#ALLOW]
/// @param surplusFrames frames that came out beyond those that the header declares
/// @param ending how the file's end looks
public record DecodeErrors(
    long packets,
    long lostPlaces,
    double lostSeconds,
    boolean lostEstimated,
    long missingFrames,
    long surplusFrames,
    Ending ending) {
  /// All was decoded.
  public static final DecodeErrors NONE = new DecodeErrors(0, 0, 0, false, 0, 0, Ending.WHOLE);

  /// How a file ends.
  public enum Ending {
    /// As its container should.
    WHOLE,
    /// In the middle of something, or before its declared size; only with
    /// [DecodeLimits.Truncation#ALLOW].
    CUT_SHORT,
    /// Without the mark that its container puts at the end (Ogg's end-of-stream flag): a recording
    /// that was stopped, or a file that was cut between two pages.
    NO_END_MARK
  }

  /// Whether sound is known or likely to be missing, or the header is wrong, so that neither place
  /// nor length can be called exact.
  public boolean any() {
    return packets > 0
        || lostPlaces > 0
        || missingFrames > 0
        || surplusFrames > 0
        || ending != Ending.WHOLE;
  }

  /// The same with more [#packets()].
  DecodeErrors withMorePackets(long more) {
    return new DecodeErrors(
        packets + more,
        lostPlaces,
        lostSeconds,
        lostEstimated,
        missingFrames,
        surplusFrames,
        ending);
  }

  /// The same as sentences; none where nothing was wrong.
  public List<String> notes() {
    var notes = new ArrayList<String>();
    if (packets > 0) {
      notes.add(
          packets == 1
              ? "a damaged piece came out as silence"
              : packets + " damaged pieces came out as silence");
    }
    if (lostPlaces > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "the file has lost %s%.3f s of sound at %s%s; it came out as silence",
              lostEstimated ? "about " : "",
              lostSeconds,
              Counted.of(lostPlaces, "place"),
              lostEstimated ? " (estimated from the lengths of the frames around)" : ""));
    }
    if (missingFrames > 0) {
      notes.add("ends %s before its header says".formatted(Counted.frames(missingFrames)));
    }
    if (surplusFrames > 0) {
      notes.add(
          "goes on for %s after the end that its header states; all of it came out"
              .formatted(Counted.frames(surplusFrames)));
    }
    switch (ending) {
      case WHOLE -> {}
      case CUT_SHORT -> notes.add("the file was cut short: its end is missing");
      case NO_END_MARK ->
          notes.add(
              "has no end-of-stream mark: it may have been cut short, or a recording stopped");
    }
    return notes;
  }
}
