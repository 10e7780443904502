package dev.isolator.audio;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decodes a song, from a file or a pipe, block by block.
///
/// ```java
/// try (var song = Decoder.open(Path.of("song.mp3"))) {
///   var block = new float[song.info().layout().count()][4096];
///   for (int n; (n = song.read(block, 4096)) > 0; ) {
///     // block[channel][0..n)
///   }
/// }
/// ```
///
/// **Place and length.** Frame 0 is the original's frame 0, and the count is the original's, where
/// the container stores what its encoder added ([GaplessTrim] has the table); elsewhere
/// [AudioInfo#gapless()] is `UNKNOWN`.
///
/// **File or pipe.** Both give the same bits. A path that is a named pipe is read as one. A pipe of
/// mp4, aiff, avi, caf or WavPack is first copied into a temporary file, because those have to be
/// read out of order.
///
/// **Broken songs.** A packet that cannot be decoded becomes silence of its length and is counted
/// in [#errors()]. A song that ends before its header says is refused when its end is reached,
/// unless [DecodeLimits#truncation()] allows it; where no length is declared (ogg, mkv, plain mp3
/// and aac) the end is where the data ends. Rate and channels may not change on the way.
///
/// Memory is constant in the song's length (an mp4's index aside). One thread at a time; different
/// songs on different threads are independent. Reading allocates little, and nothing that grows.
public final class Decoder implements AudioSource {
  private static final int SILENCE_FRAMES = 4096;
  private static final int MOST_BROKEN_AT_END = 10; // packets; more of them are lost sound

  private final String name;
  private final DecodeLimits limits;
  private final Closer closer;
  private final @Nullable OggLinks links;
  private TrackDecoder track;
  private final AudioInfo info;
  private final Tags tags;
  private final GaplessTrim trim;
  private final SampleFifo latest; // FFmpeg's latest frame
  private final SampleFifo queue; // decoded and not yet read
  private final SampleFifo silence;
  private int toSkip;
  private long gap; // frames of silence that come before the latest
  private long decoded; // frames that went into the queue
  private final long delay; // frames of silence before sound that begins after its picture
  private final List<String> notes;
  private long framesOut;
  private boolean ended;
  private DecodeErrors earlier = DecodeErrors.NONE; // of links that have ended
  private DecodeErrors.Ending ending = DecodeErrors.Ending.WHOLE;

  Decoder(DecoderSetup setup) {
    name = setup.info().name();
    limits = setup.limits();
    closer = setup.closer();
    track = setup.track();
    links = setup.links();
    info = setup.info();
    tags = setup.tags();
    trim = setup.trim();
    latest = setup.firstFrame();
    queue = new SampleFifo(info.layout().count());
    silence = new SampleFifo(info.layout().count());
    toSkip = trim.startSkip();
    delay = setup.delay();
    notes = setup.notes();
    gap = track.leadingGap() + delay;
  }

  /// Opens a file with the default limits.
  public static Decoder open(Path file) throws AudioException {
    return open(file, DecodeLimits.defaults());
  }

  /// Opens a file, or a named pipe, and decodes its first frame, so that [#info()] rests on sound
  /// and not on the header's word alone.
  ///
  /// @throws AudioException if it cannot be read, is not sound, is broken, or goes past a limit
  public static Decoder open(Path file, DecodeLimits limits) throws AudioException {
    return open(file, SoundTrack.DEFAULT, limits);
  }

  /// Opens one of several sound tracks of a file, such as a stem of a `.stem.mp4`.
  ///
  /// @throws AudioException also if there is no such track
  public static Decoder open(Path file, SoundTrack track, DecodeLimits limits)
      throws AudioException {
    return DecoderSetup.ofFile(file, track, limits);
  }

  /// Opens a pipe. [#close()] leaves the stream open.
  ///
  /// @param stream read from where it stands, to the song's end or further
  /// @param name what to call the song in messages, such as `-`
  public static Decoder open(InputStream stream, String name, DecodeLimits limits)
      throws AudioException {
    return open(stream, name, SoundTrack.DEFAULT, limits);
  }

  /// Opens one of several sound tracks that come through a pipe.
  public static Decoder open(InputStream stream, String name, SoundTrack track, DecodeLimits limits)
      throws AudioException {
    return DecoderSetup.ofPipe(stream, name, track, limits, new Closer());
  }

  /// What the song is. Its [AudioInfo#gapless()] becomes `UNKNOWN` when the song turns out to be
  /// damaged.
  @Override
  public AudioInfo info() {
    return errors().any() ? info.withGapless(Gapless.UNKNOWN) : info;
  }

  @Override
  public Tags tags() {
    return tags;
  }

  @Override
  public int read(float[][] block, int frames) throws AudioException {
    int n = 0;
    while (n < frames) {
      int ready = ready();
      if (ready == 0) {
        break;
      }
      n += queue.take(block, n, Math.min(ready, frames - n));
    }
    advance(n);
    if (n == 0) {
      checkNothingIsMissing();
    }
    return n == 0 ? -1 : n;
  }

  /// Passes over frames by decoding and dropping them: what follows has the same place and bits as
  /// when all is read.
  ///
  /// @return frames passed over: fewer than wanted only at the end of the song
  public long skip(long frames) throws AudioException {
    long n = 0;
    while (n < frames) {
      int ready = ready();
      if (ready == 0) {
        break;
      }
      int passed = queue.drop(Math.min(ready, frames - n));
      advance(passed);
      n += passed;
    }
    return n;
  }

  @Override
  public List<String> notes() {
    var all = new ArrayList<>(notes);
    all.addAll(errors().notes());
    if (ended && decoded == 0) {
      all.add("holds no sound: 0 frames");
    }
    return all;
  }

  /// What was wrong so far with a song that was decoded all the same.
  public DecodeErrors errors() {
    long missing = ended ? trim.missing(decoded) : 0;
    boolean unheard =
        ended
            && ending != DecodeErrors.Ending.CUT_SHORT
            && (missing > 0 || !padsItsEnd())
            && track.trailingPackets() > 0;
    return new DecodeErrors(
        earlier.packets() + track.damagedPackets() + (unheard ? track.trailingPackets() : 0),
        earlier.lostPlaces() + track.lostPlaces(),
        earlier.lostSeconds() + (double) track.lostFrames() / info.sampleRate(),
        earlier.lostEstimated() || track.lostEstimated(),
        missing,
        ended ? trim.surplus(decoded) : 0,
        ended && missing == 0 ? ending : DecodeErrors.Ending.WHOLE);
  }

  /// Whether what follows the last sound may be something else: tags, or a broken-off last frame,
  /// in containers that have no end of their own.
  private boolean padsItsEnd() {
    return switch (info.container()) {
      case "flac", "mp3", "aac" -> true;
      default -> false;
    };
  }

  @Override
  public long nonFiniteSamples() {
    return latest.nonFinite();
  }

  @Override
  public void close() {
    closer.close();
  }

  /// Frames that can be read now, decoding on until there are some; 0 at the end of the song.
  /// Frames that may turn out to be padding are held back.
  private int ready() throws AudioException {
    int hold = trim.rule() == GaplessTrim.EndRule.LAST_FRAME ? 0 : GaplessTrim.MAX_PADDING;
    while (!ended && queue.left() <= hold) {
      if (gap > 0) {
        int frames = (int) Math.min(gap, SILENCE_FRAMES);
        silence.fillSilence(frames);
        gap -= frames;
        enqueue(silence);
      } else if (latest.left() > 0) {
        enqueue(latest);
      } else {
        decode();
      }
    }
    return ended ? queue.left() : queue.left() - hold;
  }

  /// Decodes up to the next frame of sound or the end. What could not be decoded before a frame is
  /// a gap; what could not be decoded after the last one is missing.
  private void decode() throws AudioException {
    while (true) {
      switch (track.next()) {
        case null -> {
          if (!nextLink()) {
            gap = 0;
            end();
            return;
          }
        }
        case TrackDecoder.Decoded.Gap(int missing) -> gap += missing;
        case TrackDecoder.Decoded.Frame(var frame) -> {
          DecoderSetup.checkUnchanged(info, frame, decoded);
          latest.fill(frame);
          return;
        }
      }
    }
  }

  /// Goes on with the next link of a chained Ogg file; false where there is none.
  private boolean nextLink() throws AudioException {
    if (links == null) {
      if (track.isCutShort()) {
        ending = DecodeErrors.Ending.CUT_SHORT;
      }
      return false;
    }
    var here = links.ending(track);
    ending = here == DecodeErrors.Ending.WHOLE ? ending : here;
    DecodeErrors soFar = errors();
    long undecodable = track.trailingPackets(); // now with sound behind them
    TrackDecoder next = links.next();
    if (next == null) {
      return false;
    }
    earlier = soFar.withMorePackets(undecodable);
    track = next;
    return true;
  }

  private void enqueue(SampleFifo block) {
    toSkip -= block.drop(toSkip);
    decoded += block.left();
    queue.append(block);
  }

  private void end() {
    ended = true;
    long padding = decoded - end(track.packetEnd());
    queue.cut(Math.max(0, queue.left() - padding));
    decoded -= padding;
  }

  /// Where the song ends, given where its last packet does, both counted from the first frame.
  private long end(long packetEnd) {
    return trim.end(decoded, packetEnd < 0 ? -1 : packetEnd + delay, info.sampleRate());
  }

  private void advance(long frames) throws AudioException {
    framesOut += frames;
    if (framesOut > limits.maxSeconds() * info.sampleRate()) {
      throw new AudioException(
          AudioException.Kind.LIMIT,
          name,
          "is longer than %s (maxSeconds), expected at most that; cut it first"
              .formatted(Counted.of(limits.maxSeconds(), "second")));
    }
  }

  private void checkNothingIsMissing() throws AudioException {
    if (limits.truncation() == DecodeLimits.Truncation.ALLOW) {
      return;
    }
    long missing = trim.missing(decoded);
    long broken = track.trailingPackets();
    if (missing > 0 ? broken > 1 : broken > MOST_BROKEN_AT_END && !padsItsEnd()) {
      throw new AudioException(
          AudioException.Kind.CORRUPT,
          name,
          "cannot be decoded after frame %d (%s behind it), expected sound to the end; fetch it again, or pass --allow-truncated"
              .formatted(decoded, Counted.of(broken, "broken packet")));
    }
    if (missing > 0) {
      throw new AudioException(
          AudioException.Kind.CORRUPT,
          name,
          "ends after %d of %s; fetch it again, or pass --allow-truncated"
              .formatted(decoded, Counted.frames(decoded + missing)));
    }
    if (ending == DecodeErrors.Ending.CUT_SHORT) {
      throw new AudioException(
          AudioException.Kind.CORRUPT,
          name,
          "was cut short after %s, expected a file as long as its container says; fetch it again, or pass --allow-truncated"
              .formatted(Counted.frames(decoded)));
    }
  }
}
