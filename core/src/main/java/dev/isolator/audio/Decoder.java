package dev.isolator.audio;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

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
/// the container stores what its encoder added ([Bounds] has the table); elsewhere
/// [AudioInfo#gapless()] is `UNKNOWN`.
///
/// **File or pipe.** Both give the same bits. A pipe of mp4 or aiff is first copied into a
/// temporary file, because those have to be read out of order.
///
/// **Broken songs.** A packet that cannot be decoded becomes silence of its length and is counted
/// in [#damage()]. A song that ends before its header says is refused when its end is reached,
/// unless [DecodeLimits#truncation()] allows it; where no length is declared (ogg, mkv, plain mp3
/// and aac) the end is where the data ends. Rate and channels may not change on the way.
///
/// Memory is constant in the song's length (an mp4's index aside). One thread at a time; different
/// songs on different threads are independent. Reading allocates little, and nothing that grows.
public final class Decoder implements AudioSource {
  private static final int SILENCE_FRAMES = 4096;

  private final String name;
  private final DecodeLimits limits;
  private final Resources resources;
  private final TrackDecoder track;
  private final AudioInfo info;
  private final Tags tags;
  private final Bounds bounds;
  private final SampleBlock fresh; // the latest frame of FFmpeg's
  private final SampleBlock queue; // decoded and not yet read
  private final SampleBlock silence;
  private int toSkip;
  private long gap; // frames of silence that come before the fresh ones
  private long decoded; // frames that went into the queue
  private long framesOut;
  private boolean ended;

  Decoder(DecoderSetup setup) {
    name = setup.info().name();
    limits = setup.limits();
    resources = setup.resources();
    track = setup.track();
    info = setup.info();
    tags = setup.tags();
    bounds = setup.bounds();
    fresh = setup.firstFrame();
    queue = new SampleBlock(info.layout().count());
    silence = new SampleBlock(info.layout().count());
    toSkip = bounds.startSkip();
    gap = track.leadingGap();
  }

  /// Opens a file with the default limits.
  public static Decoder open(Path file) throws AudioException {
    return open(file, DecodeLimits.defaults());
  }

  /// Opens a file and decodes its first frame, so that what [#info()] says was seen and not
  /// claimed.
  ///
  /// @throws AudioException if it cannot be read, is not sound, is broken, or goes past a limit
  public static Decoder open(Path file, DecodeLimits limits) throws AudioException {
    return DecoderSetup.ofFile(file, Demuxer.BEST, limits);
  }

  /// Opens one of several sound tracks of a file, such as a stem of a `.stem.mp4`.
  ///
  /// @param track 0 = the file's first sound track
  /// @throws AudioException also if there are not so many
  public static Decoder open(Path file, int track, DecodeLimits limits) throws AudioException {
    if (track < 0) {
      throw new IllegalArgumentException("track must be at least 0, was " + track);
    }
    return DecoderSetup.ofFile(file, track, limits);
  }

  /// Opens a pipe. [#close()] leaves the stream open.
  ///
  /// @param stream read from where it stands, to the song's end or further
  /// @param name what to call the song in messages, such as `-`
  public static Decoder open(InputStream stream, String name, DecodeLimits limits)
      throws AudioException {
    return DecoderSetup.ofPipe(stream, name, limits);
  }

  @Override
  public AudioInfo info() {
    return info;
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

  /// Passes over frames, exactly, by decoding them: place and bits of what follows are those of
  /// reading and dropping.
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
    return damage().notes();
  }

  /// What was wrong so far with a song that could be decoded all the same.
  public Damage damage() {
    return new Damage(track.damagedPackets(), ended ? bounds.missing(decoded) : 0);
  }

  @Override
  public long nonFiniteSamples() {
    return fresh.nonFinite();
  }

  @Override
  public void close() {
    resources.close();
  }

  /// Frames that can be read now, decoding on until there are some; 0 at the end of the song. What
  /// may turn out to be padding is held back.
  private int ready() throws AudioException {
    int hold = bounds.rule() == Bounds.EndRule.LAST_FRAME ? 0 : Bounds.HOLD;
    while (!ended && queue.left() <= hold) {
      if (gap > 0) {
        int frames = (int) Math.min(gap, SILENCE_FRAMES);
        silence.fillSilence(frames);
        gap -= frames;
        enqueue(silence);
      } else if (fresh.left() > 0) {
        enqueue(fresh);
      } else {
        decode();
      }
    }
    return ended ? queue.left() : queue.left() - hold;
  }

  /// Decodes up to the next sound or the end. What could not be decoded between two sounds is a
  /// gap; behind the last one it is missing.
  private void decode() throws AudioException {
    while (true) {
      switch (track.next()) {
        case null -> {
          gap = 0;
          end();
          return;
        }
        case TrackDecoder.Piece.Gap(int missing) -> gap += missing;
        case TrackDecoder.Piece.Sound(var frame) -> {
          DecoderSetup.checkUnchanged(info, frame, decoded);
          fresh.fill(frame);
          return;
        }
      }
    }
  }

  private void enqueue(SampleBlock block) {
    toSkip -= block.drop(toSkip);
    decoded += block.left();
    queue.append(block);
  }

  private void end() {
    ended = true;
    long padding = decoded - bounds.end(decoded, track.packetEnd(), info.sampleRate());
    queue.cut(Math.max(0, queue.left() - padding));
    decoded -= padding;
  }

  private void advance(long frames) throws AudioException {
    framesOut += frames;
    if (framesOut > limits.maxSeconds() * info.sampleRate()) {
      throw new AudioException(
          AudioException.Kind.LIMIT,
          name,
          "is longer than %d seconds (maxSeconds), expected at most that; cut it first"
              .formatted(limits.maxSeconds()));
    }
  }

  private void checkNothingIsMissing() throws AudioException {
    long missing = bounds.missing(decoded);
    if (missing > 0 && limits.truncation() == DecodeLimits.Truncation.REFUSE) {
      throw new AudioException(
          AudioException.Kind.CORRUPT,
          name,
          "ends after %d of %d frames; fetch it again, or pass --allow-truncated"
              .formatted(decoded, decoded + missing));
    }
  }
}
