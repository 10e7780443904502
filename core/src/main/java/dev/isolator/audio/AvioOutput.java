package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EINVAL;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EIO;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/// FFmpeg's output context (AVIO) over a [FileOutput]: its muxers write through Java's I/O, so that
/// every file name works, and the file system's own error is kept beside FFmpeg's code.
///
/// JavaCPP has native room for ten callbacks of a class at a time, and more files than that may be
/// open. So there is one callback for all of them, and FFmpeg's `opaque` pointer carries the number
/// of the file it is called for.
final class AvioOutput implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int SEEK_SET = 0;
  private static final int SEEK_CUR = 1;
  private static final int SEEK_END = 2;
  private static final int SEEK_SIZE = 0x10000;

  private static final Map<Long, AvioOutput> OPEN = new ConcurrentHashMap<>();
  private static final AtomicLong NUMBERS = new AtomicLong(1);

  private final FileOutput file;
  private final Handle handle;
  private final AVIOContext context;
  private @Nullable AudioException failure;
  private @Nullable Throwable fault;

  AvioOutput(FileOutput file) throws AudioException {
    this.file = file;
    handle = new Handle(NUMBERS.getAndIncrement());
    var buffer = new BytePointer(av_malloc(BUFFER_BYTES));
    var made =
        avio_alloc_context(buffer, BUFFER_BYTES, 1, handle, null, Callbacks.WRITE, Callbacks.SEEK);
    if (made == null || made.isNull()) {
      throw new AudioException(
          AudioException.Kind.UNWRITABLE, file.name(), "cannot be written: no memory left");
    }
    context = made;
    OPEN.put(handle.number(), this);
  }

  /// What FFmpeg calls `pb`.
  AVIOContext context() {
    return context;
  }

  /// Throws what went wrong while FFmpeg wrote, if anything did.
  void check() throws AudioException {
    if (failure != null) {
      throw failure;
    }
    if (fault != null) {
      throw new IllegalStateException("writing " + file.name() + " failed", fault);
    }
  }

  @Override
  public void close() {
    if (OPEN.remove(handle.number()) != null) {
      av_free(context.buffer());
      avio_context_free(context);
    }
  }

  private int write(ByteBuffer bytes) {
    int count = bytes.remaining();
    try {
      file.write(bytes);
      return count;
    } catch (AudioException e) {
      failure = failure == null ? e : failure;
    } catch (RuntimeException | Error e) { // nothing may unwind through C
      fault = fault == null ? e : fault;
    }
    return AVERROR_EIO();
  }

  private long seek(long offset, int whence) {
    try {
      switch (whence & ~0x20000) { // without AVSEEK_FORCE
        case SEEK_SIZE -> {
          return file.size();
        }
        case SEEK_SET -> file.position(offset);
        case SEEK_CUR -> file.position(file.position() + offset);
        case SEEK_END -> file.position(file.size() + offset);
        default -> {
          return AVERROR_EINVAL();
        }
      }
      return file.position();
    } catch (AudioException e) {
      failure = failure == null ? e : failure;
    } catch (RuntimeException | Error e) { // nothing may unwind through C
      fault = fault == null ? e : fault;
    }
    return AVERROR_EIO();
  }

  /// A pointer that points nowhere and only carries a number.
  private static final class Handle extends Pointer {
    Handle(long number) {
      super((Pointer) null);
      address = number;
    }

    long number() {
      return address;
    }
  }

  /// The two native callbacks, made at the first use.
  private static final class Callbacks {
    static final Write WRITE = new Write();
    static final Seek SEEK = new Seek();

    private Callbacks() {}
  }

  private static final class Write extends Write_packet_Pointer_BytePointer_int {
    @Override
    public int call(Pointer opaque, BytePointer bytes, int count) {
      var output = OPEN.get(opaque.address());
      return output == null ? AVERROR_EIO() : output.write(bytes.capacity(count).asByteBuffer());
    }
  }

  private static final class Seek extends Seek_Pointer_long_int {
    @Override
    public long call(Pointer opaque, long offset, int whence) {
      var output = OPEN.get(opaque.address());
      return output == null ? AVERROR_EIO() : output.seek(offset, whence);
    }
  }
}
