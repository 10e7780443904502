package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/// What a [Decoder] starts from. The first bytes are looked at, the container and the codec are
/// opened and one frame is decoded; only then is known what the song is.
///
/// @param links what follows the track in a chained Ogg file; null for other containers
/// @param delay frames of silence before the sound, which begins after its picture
/// @param notes what is known of the song before its first sample
/// @param firstFrame what was decoded; empty for a song without frames
record DecoderSetup(
    DecodeLimits limits,
    Closer closer,
    TrackDecoder track,
    @Nullable OggLinks links,
    long delay,
    List<String> notes,
    AudioInfo info,
    Tags tags,
    GaplessTrim trim,
    SampleFifo firstFrame) {
  private static final long MOST_DELAY_SECONDS = 3600;

  static Decoder ofFile(Path file, SoundTrack track, DecodeLimits limits) throws AudioException {
    var name = file.toString();
    if (Files.isDirectory(file)) {
      throw new AudioException(
          AudioException.Kind.UNREADABLE,
          name,
          "is a folder, expected a sound file; give the files in it");
    }
    if (NamedPipe.is(file)) {
      return ofNamedPipe(file, track, limits);
    }
    var closer = new Closer();
    try {
      var channel = closer.add(FileChannel.open(file, StandardOpenOption.READ));
      var head = ByteBuffer.allocate(FileHeader.COUNT);
      while (head.hasRemaining() && channel.read(head, head.position()) > 0) {
        // until full or at the end
      }
      var header = new FileHeader(Arrays.copyOf(head.array(), head.position()));
      header.check(name);
      return ofChannel(name, channel, header, track, limits, closer);
    } catch (IOException | RuntimeException | Error e) {
      closer.close();
      throw refusal(name, e);
    }
  }

  /// A path that must be read as a pipe is. Opening it waits until somebody writes into it.
  private static Decoder ofNamedPipe(Path path, SoundTrack track, DecodeLimits limits)
      throws AudioException {
    var closer = new Closer();
    try {
      InputStream stream = Files.newInputStream(path);
      closer.add(() -> close(stream));
      return ofPipe(stream, path.toString(), track, limits, closer);
    } catch (IOException | RuntimeException | Error e) {
      closer.close();
      throw refusal(path.toString(), e);
    }
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // It was only read; its writer is told by the system.
    }
  }

  /// @param closer closes what the caller has opened, too
  static Decoder ofPipe(
      InputStream stream, String name, SoundTrack track, DecodeLimits limits, Closer closer)
      throws AudioException {
    try {
      var head = stream.readNBytes(FileHeader.COUNT);
      var header = new FileHeader(head);
      header.check(name);
      var whole = new PushbackInputStream(stream, Math.max(1, head.length));
      whole.unread(head);
      if (header.outOfOrder()) {
        var spool = closer.add(Spool.of(name, whole, limits.maxSpoolBytes()));
        return ofChannel(name, spool.channel(), header, track, limits, closer);
      }
      var bytes =
          closer.add(
              header.isOgg()
                  ? AvioInput.ofOgg(new OggPages(whole::readNBytes))
                  : AvioInput.inOrder(whole));
      return of(name, bytes, null, header, track, limits, closer);
    } catch (IOException | RuntimeException | Error e) {
      closer.close();
      throw refusal(name, e);
    }
  }

  private static Decoder ofChannel(
      String name,
      FileChannel channel,
      FileHeader header,
      SoundTrack track,
      DecodeLimits limits,
      Closer closer)
      throws IOException {
    if (header.outOfOrder()) {
      var anyOrder = closer.add(AvioInput.anyOrder(channel));
      return of(name, anyOrder, channel, header, track, limits, closer);
    }
    var bytes =
        header.isOgg()
            ? AvioInput.ofOgg(new OggPages(reading(channel)))
            : AvioInput.inOrder(channel);
    return of(name, closer.add(bytes), channel, header, track, limits, closer);
  }

  /// A file from its beginning to its end.
  private static ByteSource reading(FileChannel channel) {
    long[] position = {0};
    return (into, at, most) -> {
      int n = channel.read(ByteBuffer.wrap(into, at, most), position[0]);
      position[0] += Math.max(n, 0);
      return n;
    };
  }

  /// @param again where the bytes can be read a second time out of order, for what containers store
  ///   elsewhere; null for a pipe
  private static Decoder of(
      String name,
      AvioInput bytes,
      @Nullable FileChannel again,
      FileHeader header,
      SoundTrack which,
      DecodeLimits limits,
      Closer closer)
      throws IOException {
    var demuxer = closer.add(Demuxer.open(name, bytes, header, which, limits));
    var track = closer.add(TrackDecoder.open(name, demuxer));
    AVFrame frame = track.firstFrame();
    int rate = track.codec().sample_rate();
    int channels = track.codec().ch_layout().nb_channels();
    if (frame == null && (rate == 0 || channels == 0)) {
      throw new AudioException(
          AudioException.Kind.CORRUPT,
          name,
          "holds no %s sound that can be decoded, expected at least one frame; fetch it again"
              .formatted(track.codecName()));
    }
    if (rate < limits.minSampleRate() || rate > limits.maxSampleRate()) {
      throw limit(
          name,
          "has a sample rate of %d Hz, expected %d (minSampleRate) to %d (maxSampleRate)"
              .formatted(rate, limits.minSampleRate(), limits.maxSampleRate()));
    }
    if (channels < 1 || channels > limits.maxChannels()) {
      throw limit(
          name,
          "has %d channels, expected 1 to %d (maxChannels)"
              .formatted(channels, limits.maxChannels()));
    }
    var layout = Ffmpeg.layout(track.codec().ch_layout());
    var firstFrame = new SampleFifo(layout.count());
    if (frame != null) {
      firstFrame.fill(frame);
    }
    OggPages pages = bytes.ogg();
    var links = pages == null ? null : closer.add(new OggLinks(name, pages, header, which, limits));
    var trim = GaplessTrim.of(demuxer, track);
    var notes = new ArrayList<String>();
    if (header.outOfOrder() && again != null && demuxer.container().equals("mov")) {
      EditList edits = EditList.of(again, demuxer.stream().id());
      checkEdits(name, edits);
      if (edits != null && edits.parts() > 1) {
        trim = trim.inexact();
        notes.add(
            "is put together of %d parts by its edit list; joins are exact to a packet only"
                .formatted(edits.parts()));
      }
    }
    long delay = delay(demuxer, track, rate);
    if (delay > 0) {
      trim = trim.delayed(delay);
      notes.add(
          String.format(
              Locale.ROOT,
              "begins %.3f s after its picture; silence was put before it",
              (double) delay / rate));
    }
    if (which instanceof SoundTrack.Default && demuxer.soundTracks().size() > 1) {
      notes.add(
          "has %d sound tracks (%s) and gave number %d, the default; --track chooses another"
              .formatted(
                  demuxer.soundTracks().size(),
                  String.join(", ", demuxer.soundTracks()),
                  demuxer.soundTrackNumber()));
    }
    var metadata =
        again == null || header.outOfOrder()
            ? Metadata.of(demuxer, rate, limits)
            : Metadata.reread(demuxer, again, rate, limits);
    var info =
        new AudioInfo(
            name,
            demuxer.container(),
            track.codecName(),
            rate,
            layout,
            track.depth(),
            track.lossy(),
            trim.declared() >= 0 ? trim.declared() : Math.max(metadata.frames(), -1),
            trim.gapless());
    return new Decoder(
        new DecoderSetup(
            limits,
            closer,
            track,
            links,
            delay,
            List.copyOf(notes),
            info,
            metadata.tags(),
            trim,
            firstFrame));
  }

  /// Sound that begins after its picture, in frames; what containers round is none.
  private static long delay(Demuxer demuxer, TrackDecoder track, int rate) {
    boolean timed = demuxer.container().equals("mov") || demuxer.container().equals("matroska");
    long start = timed && demuxer.hasPicture() ? track.start() - track.leadingGap() : 0;
    return start > rate / 50 && start < MOST_DELAY_SECONDS * rate ? start : 0;
  }

  private static void checkEdits(String name, @Nullable EditList edits) throws AudioException {
    if (edits != null && edits.repeats()) {
      throw new AudioException(
          AudioException.Kind.UNSUPPORTED,
          name,
          String.format(
              Locale.ROOT,
              "plays parts of its sound more than once (an edit list of %s, %.1f s out of %.1f s), expected each part once; convert it to wav first",
              Counted.of(edits.parts(), "part"),
              edits.playedSeconds(),
              edits.mediaSeconds()));
    }
  }

  private static AudioException limit(String name, String what) {
    return new AudioException(AudioException.Kind.LIMIT, name, what + "; convert it first");
  }

  /// Refuses a frame of another rate or channel count than the first.
  static void checkUnchanged(AudioInfo info, AVFrame frame, long decoded) throws AudioException {
    int channels = frame.ch_layout().nb_channels();
    if (frame.sample_rate() != info.sampleRate() || channels != info.layout().count()) {
      throw new AudioException(
          AudioException.Kind.UNSUPPORTED,
          info.name(),
          "changes to %d Hz and %s after %s, expected %d Hz and %s to the end; convert it to wav first"
              .formatted(
                  frame.sample_rate(),
                  Counted.channels(channels),
                  Counted.frames(decoded),
                  info.sampleRate(),
                  Counted.channels(info.layout().count())));
    }
  }

  private static AudioException refusal(String name, Throwable e) {
    return switch (e) {
      case AudioException already -> already;
      case NoSuchFileException _ ->
          unreadable(name, "no such file, expected a sound file; check the name", e);
      case AccessDeniedException _ ->
          unreadable(name, "may not be read (permission denied); ask for access", e);
      case IOException io ->
          unreadable(
              name,
              "could not be read (%s); check the disk or the pipe"
                  .formatted(AudioException.reason(io)),
              e);
      case RuntimeException bug -> throw bug;
      case Error fatal -> throw fatal;
      default -> throw new AssertionError(e);
    };
  }

  private static AudioException unreadable(String name, String what, Throwable cause) {
    return new AudioException(AudioException.Kind.UNREADABLE, name, what, cause);
  }

  /// What a container says of a song beside its samples.
  ///
  /// @param frames about how many there are, or -1
  private record Metadata(Tags tags, long frames) {

    /// From the container that is open already.
    static Metadata of(Demuxer demuxer, int rate, DecodeLimits limits) {
      return new Metadata(TagReader.read(demuxer.format(), limits), frames(demuxer.format(), rate));
    }

    /// From the file once more, read out of order: many containers keep tags at their ends.
    static Metadata reread(Demuxer demuxer, FileChannel channel, int rate, DecodeLimits limits)
        throws IOException {
      var format = avformat_alloc_context();
      try (var bytes = AvioInput.anyOrder(channel)) {
        if (Demuxer.open(format, bytes, demuxer.kind()) < 0) {
          return of(demuxer, rate, limits);
        }
        try {
          long frames = frames(format, rate);
          long bitRate = demuxer.stream().codecpar().bit_rate();
          if (frames < 0 && bitRate > 0) {
            frames = Math.round(8.0 * channel.size() / bitRate * rate);
          }
          return new Metadata(TagReader.read(format, limits), frames);
        } finally {
          avformat_close_input(format);
        }
      }
    }

    private static long frames(AVFormatContext format, int rate) {
      long duration = format.duration(); // in microseconds
      if (duration == AV_NOPTS_VALUE) {
        for (int i = 0; i < format.nb_streams() && duration == AV_NOPTS_VALUE; i++) {
          var stream = format.streams(i);
          if (stream.duration() != AV_NOPTS_VALUE) {
            var base = stream.time_base();
            duration = Math.round(1e6 * stream.duration() * base.num() / base.den());
          }
        }
      }
      return duration == AV_NOPTS_VALUE || duration < 0 ? -1 : Math.round(duration * 1e-6 * rate);
    }
  }
}
