package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;

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
/// Memory is constant in the song's length. One thread at a time; different songs on different
/// threads are independent.
public final class Decoder implements AudioSource {
  private final String name;
  private final DecodeLimits limits;
  private final Resources resources;
  private final TrackDecoder track;
  private final AudioInfo info;
  private final SampleBlock pending;
  private long framesOut;

  private Decoder(
      String name,
      DecodeLimits limits,
      Resources resources,
      TrackDecoder track,
      AudioInfo info,
      SampleBlock pending) {
    this.name = name;
    this.limits = limits;
    this.resources = resources;
    this.track = track;
    this.info = info;
    this.pending = pending;
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
    var name = file.toString();
    if (Files.isDirectory(file)) {
      throw new AudioException(
          AudioException.Kind.UNREADABLE,
          name,
          "is a folder, expected a sound file; give the files in it");
    }
    var resources = new Resources();
    try {
      var channel = resources.add(FileChannel.open(file, StandardOpenOption.READ));
      var head = ByteBuffer.allocate(FirstBytes.COUNT);
      while (head.hasRemaining() && channel.read(head, head.position()) > 0) {
        // until full or at the end
      }
      var first = new FirstBytes(Arrays.copyOf(head.array(), head.position()));
      first.check(name);
      var bytes = first.outOfOrder() ? Bytes.anyOrder(channel) : Bytes.inOrder(channel);
      return open(name, resources.add(bytes), first, limits, resources);
    } catch (IOException e) {
      resources.close();
      throw unreadable(name, e);
    } catch (RuntimeException | Error e) {
      resources.close();
      throw e;
    }
  }

  private static AudioException unreadable(String name, IOException e) {
    if (e instanceof AudioException already) {
      return already;
    }
    var what =
        switch (e) {
          case NoSuchFileException _ -> "no such file, expected a sound file; check the name";
          case AccessDeniedException _ -> "may not be read (permission denied); ask for access";
          default -> "could not be read (%s); check the disk".formatted(e.getMessage());
        };
    return new AudioException(AudioException.Kind.UNREADABLE, name, what, e);
  }

  private static Decoder open(
      String name, Bytes bytes, FirstBytes first, DecodeLimits limits, Resources resources)
      throws AudioException {
    var demuxer = resources.add(Demuxer.open(name, bytes, first, limits));
    var track = resources.add(TrackDecoder.open(name, demuxer));
    var piece = track.next();
    AVFrame frame = piece instanceof TrackDecoder.Piece.Sound(var sound) ? sound : null;
    var codec = track.codec();
    var stream = demuxer.stream();
    int rate = codec.sample_rate();
    int channels = codec.ch_layout().nb_channels();
    limit(name, "sample rate", rate, " Hz", limits.minSampleRate(), limits.maxSampleRate());
    limit(name, "channel count", channels, "", 1, limits.maxChannels());
    var layout = Ffmpeg.layout(codec.ch_layout());
    long duration = stream.duration();
    long declared =
        duration == AV_NOPTS_VALUE || duration < 0
            ? -1
            : av_rescale_q(duration, stream.time_base(), av_make_q(1, rate));
    var info =
        new AudioInfo(
            name,
            demuxer.container(),
            track.codecName(),
            rate,
            layout,
            track.depth(),
            track.lossy(),
            declared,
            Gapless.EXACT);
    var pending = new SampleBlock(layout.count());
    if (frame != null) {
      pending.fill(frame);
    }
    return new Decoder(name, limits, resources, track, info, pending);
  }

  private static void limit(
      String name, String what, long value, String unit, long least, long most)
      throws AudioException {
    if (value < least || value > most) {
      throw new AudioException(
          AudioException.Kind.LIMIT,
          name,
          "has a %s of %d%s, expected %d to %d; convert it first"
              .formatted(what, value, unit, least, most));
    }
  }

  @Override
  public AudioInfo info() {
    return info;
  }

  @Override
  public Tags tags() {
    return Tags.NONE;
  }

  @Override
  public int read(float[][] block, int frames) throws AudioException {
    int n = 0;
    while (n < frames && more()) {
      n += pending.take(block, n, frames - n);
    }
    return n == 0 ? -1 : advance(n);
  }

  /// Passes over frames, exactly, by decoding them.
  ///
  /// @return frames passed over: fewer than wanted only at the end of the song
  public long skip(long frames) throws AudioException {
    long n = 0;
    while (n < frames && more()) {
      n += pending.drop(frames - n);
    }
    return advance(n);
  }

  private <N extends Number> N advance(N frames) throws AudioException {
    framesOut += frames.longValue();
    if (framesOut > limits.maxSeconds() * info.sampleRate()) {
      throw new AudioException(
          AudioException.Kind.LIMIT,
          name,
          "is longer than %d seconds, the limit maxSeconds; cut it first"
              .formatted(limits.maxSeconds()));
    }
    return frames;
  }

  /// What was wrong so far with a song that could be decoded all the same.
  public Damage damage() {
    return new Damage(track.damagedPackets(), 0);
  }

  @Override
  public long nonFiniteSamples() {
    return pending.nonFinite();
  }

  @Override
  public void close() {
    resources.close();
  }

  /// Decodes on until there is something pending; false at the end.
  private boolean more() throws AudioException {
    while (pending.left() == 0) {
      switch (track.next()) {
        case null -> {
          return false;
        }
        case TrackDecoder.Piece.Gap(int missing) -> pending.fillSilence(missing);
        case TrackDecoder.Piece.Sound(AVFrame frame) -> pending.fill(frame);
      }
    }
    return true;
  }
}
