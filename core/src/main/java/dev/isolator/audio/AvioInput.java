package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avformat.AVIO_SEEKABLE_NORMAL;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avformat.avio_read;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EIO;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/// FFmpeg's input context (AVIO) over the bytes of one song: its demuxer reads through Java's I/O,
/// so that every file name works on every platform and FFmpeg never opens a file or a URL itself.
///
/// FFmpeg sees the same calls whether the bytes come from a file or a pipe: a file that is opened
/// [#inOrder] says that it cannot seek, too. That is why a pipe changes no bit.
///
/// JavaCPP has native room for ten callbacks of a kind, so all open songs share one. FFmpeg's
/// `opaque` pointer carries the number under which the song is registered.
final class AvioInput implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int SEEK_SIZE = 0x10000; // AVSEEK_SIZE: asks for the length
  private static final int SEEK_FORCE = 0x20000; // AVSEEK_FORCE: a wish, ignored
  private static final Map<Long, AvioInput> OPEN = new ConcurrentHashMap<>();
  private static final AtomicLong NEXT = new AtomicLong(1);

  /// Where the bytes are.
  private sealed interface Origin {
    /// A file, read from any place.
    record File(FileChannel channel) implements Origin {}

    /// A pipe, read in order.
    record Pipe(InputStream stream) implements Origin {}

    /// One link of an Ogg file or pipe, page by page.
    record Ogg(OggPages pages) implements Origin {}

    /// The whole frames of a raw AAC stream.
    record Adts(AdtsFrames frames) implements Origin {}
  }

  private Origin origin;
  private final long id;
  private byte[] copy;
  private final AVIOContext io;
  private long position;
  private byte[] kept = new byte[0];
  private long keptFrom;
  private int keptCount;
  private @Nullable IOException failure;

  private AvioInput(Origin origin, boolean seekable) {
    Ffmpeg.load();
    this.origin = origin;
    this.id = NEXT.getAndIncrement();
    this.copy = new byte[origin instanceof Origin.File ? 0 : BUFFER_BYTES];
    OPEN.put(id, this);
    var buffer = new BytePointer(av_malloc(BUFFER_BYTES));
    this.io =
        avio_alloc_context(
            buffer,
            BUFFER_BYTES,
            0,
            new Id(id),
            Callbacks.READ,
            null,
            seekable ? Callbacks.SEEK : null);
    io.seekable(seekable ? AVIO_SEEKABLE_NORMAL : 0);
  }

  /// A file that is read from front to end, as a pipe would be. Closing leaves the channel open.
  static AvioInput inOrder(FileChannel channel) {
    return new AvioInput(new Origin.File(channel), false);
  }

  /// A file that is read in whatever order the container needs. Closing leaves the channel open.
  static AvioInput anyOrder(FileChannel channel) {
    return new AvioInput(new Origin.File(channel), true);
  }

  /// A pipe. Closing leaves the stream open.
  static AvioInput inOrder(InputStream stream) {
    return new AvioInput(new Origin.Pipe(stream), false);
  }

  /// The current link of an Ogg file, whose pages are checked on the way.
  static AvioInput ofOgg(OggPages pages) {
    return new AvioInput(new Origin.Ogg(pages), false);
  }

  /// The pages that the bytes come from; null for other containers.
  @Nullable OggPages ogg() {
    return origin instanceof Origin.Ogg(var pages) ? pages : null;
  }

  /// From here on gives out nothing but the whole frames of a raw AAC stream, from the first; to be
  /// called when FFmpeg has looked at the first bytes of a song that is read in order, and given
  /// them back.
  void passOnAdtsFrames() {
    var looked = new byte[Math.toIntExact(position)];
    avio_read(io, looked, looked.length);
    var first = new ByteArrayInputStream(looked);
    ByteSource rest = rest();
    ByteSource all =
        (into, at, most) ->
            first.available() > 0 ? first.read(into, at, most) : rest.read(into, at, most);
    origin = new Origin.Adts(new AdtsFrames(all));
    copy = new byte[BUFFER_BYTES];
    position = 0;
    io.pos(0); // its buffer is empty now
  }

  /// What follows the bytes that were read.
  private ByteSource rest() {
    return switch (origin) {
      case Origin.File(var channel) -> {
        long[] place = {position};
        yield (into, at, most) -> {
          int n = channel.read(ByteBuffer.wrap(into, at, most), place[0]);
          place[0] += Math.max(n, 0);
          return n;
        };
      }
      case Origin.Pipe(var stream) -> stream::readNBytes;
      case Origin.Ogg(var pages) -> pages::read;
      case Origin.Adts(var frames) -> frames::read;
    };
  }

  /// The frames that the bytes are of; null for other containers.
  @Nullable AdtsFrames adts() {
    return origin instanceof Origin.Adts(var frames) ? frames : null;
  }

  /// What `AVFormatContext.pb` takes.
  AVIOContext io() {
    return io;
  }

  /// Keeps a copy of some of the bytes when they come by; to be called before the first is read, of
  /// songs that are read in order.
  void keep(long from, int count) {
    keptFrom = from;
    kept = new byte[count];
  }

  /// What came by so far of the bytes to [#keep].
  byte[] kept() {
    return Arrays.copyOf(kept, keptCount);
  }

  /// The place in the file of the first byte that is kept.
  long keptFrom() {
    return keptFrom;
  }

  /// Whether the file or pipe has at least so many bytes. Of a pipe it reads on, up to there.
  boolean reaches(long end) throws IOException {
    return switch (origin) {
      case Origin.File(var channel) -> channel.size() >= end;
      case Origin.Pipe(var stream) -> {
        int n = 1;
        while (position < end && n > 0) {
          n = stream.readNBytes(copy, 0, (int) Math.min(copy.length, end - position));
          position += n;
        }
        yield position >= end;
      }
      case Origin.Ogg _, Origin.Adts _ -> true;
    };
  }

  private void keepFrom(BytePointer read, long at, int n) {
    long start = Math.max(at, keptFrom + keptCount);
    int count = (int) Math.min(at + n - start, kept.length - keptCount);
    if (count > 0) {
      read.position(start - at).get(kept, keptCount, count);
      keptCount += count;
    }
  }

  /// The first failure to read, or null; a callback cannot throw through FFmpeg.
  @Nullable IOException failure() {
    return failure;
  }

  @Override
  public void close() {
    if (OPEN.remove(id) != null) {
      av_free(io.buffer());
      avio_context_free(io);
    }
  }

  private int read(BytePointer to, int most) throws IOException {
    return switch (origin) {
      case Origin.File(var channel) -> {
        ByteBuffer buffer = to.capacity(most).asByteBuffer();
        int n = channel.read(buffer, position);
        position += Math.max(n, 0);
        yield n;
      }
      case Origin.Pipe(var stream) -> {
        int n = stream.readNBytes(copy, 0, Math.min(most, copy.length)); // full, as from a file
        position += n;
        to.put(copy, 0, n);
        yield n == 0 ? -1 : n;
      }
      case Origin.Ogg(var pages) -> read(pages::read, to, most);
      case Origin.Adts(var frames) -> read(frames::read, to, most);
    };
  }

  private int read(ByteSource from, BytePointer to, int most) throws IOException {
    int n = from.read(copy, 0, Math.min(most, copy.length));
    if (n > 0) {
      position += n;
      to.put(copy, 0, n);
    }
    return n;
  }

  private long seek(long offset, int whence) throws IOException {
    return switch (origin) {
      case Origin.Pipe _, Origin.Ogg _, Origin.Adts _ -> -1;
      case Origin.File(var channel) -> {
        long size = channel.size();
        long target =
            switch (whence & ~SEEK_FORCE) {
              case 0 -> offset;
              case 1 -> Math.addExact(position, offset);
              case 2 -> Math.addExact(size, offset);
              case SEEK_SIZE -> -1;
              default -> -1;
            };
        if ((whence & SEEK_SIZE) != 0) {
          yield size;
        }
        if (target < 0) {
          yield -1;
        }
        position = target;
        yield target;
      }
    };
  }

  /// A number where C expects a pointer.
  private static final class Id extends Pointer {
    Id(long id) {
      super((Pointer) null);
      address = id;
    }
  }

  /// What FFmpeg calls. Nothing may be thrown from here: it would unwind through C.
  private static final class Callbacks {
    static final Read_packet_Pointer_BytePointer_int READ =
        new Read_packet_Pointer_BytePointer_int() {
          @Override
          public int call(Pointer opaque, BytePointer buffer, int size) {
            var bytes = OPEN.get(opaque.address());
            if (bytes == null) {
              return AVERROR_EIO();
            }
            try {
              long at = bytes.position;
              int n = bytes.read(buffer, size);
              bytes.keepFrom(buffer, at, n);
              return n > 0 ? n : AVERROR_EOF();
            } catch (IOException e) {
              bytes.failed(e);
            } catch (RuntimeException | Error e) {
              bytes.failed(new IOException(e));
            }
            return AVERROR_EIO();
          }
        };

    static final Seek_Pointer_long_int SEEK =
        new Seek_Pointer_long_int() {
          @Override
          public long call(Pointer opaque, long offset, int whence) {
            var bytes = OPEN.get(opaque.address());
            if (bytes == null) {
              return AVERROR_EIO();
            }
            try {
              return bytes.seek(offset, whence);
            } catch (IOException e) {
              bytes.failed(e);
            } catch (RuntimeException | Error e) {
              bytes.failed(new IOException(e));
            }
            return AVERROR_EIO();
          }
        };

    private Callbacks() {}
  }

  private void failed(IOException e) {
    if (failure == null) {
      failure = e;
    }
  }
}
