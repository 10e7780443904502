package dev.isolator.spark.mask;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A mask file, open for reading. The file is hostile until proved otherwise: lengths are checked
/// against its size, blocks against what the header says, and memory is a block at a time. One
/// thread at a time.
public final class MaskFile implements AutoCloseable {
  /// The longest header and trailer: a week of song has 300 000 blocks of two seconds.
  private static final int MOST_JSON_BYTES = 16 << 20;

  private final Path path;
  private final RandomAccessFile file;
  private final MaskHeader header;
  private final MaskTrailer trailer;
  private final MaskAxis axis;
  private final long[] offsets;

  private MaskFile(Path path, RandomAccessFile file) throws IOException {
    this.path = path;
    this.file = file;
    int magic = MaskFileWriter.MAGIC.length();
    long size = file.length();
    if (size < 2L * magic + 8 || !magicAt(0) || !magicAt(size - magic)) {
      throw new IOException("it does not begin and end with " + MaskFileWriter.MAGIC);
    }
    this.header = MaskHeader.fromJson(json(magic + 4, length(magic, size)));
    int trailerBytes = length(size - magic - 4, size);
    this.trailer = MaskTrailer.fromJson(json(size - magic - 4 - trailerBytes, trailerBytes));
    this.axis = header.axis();
    this.offsets = offsets(magic + 4L + length(magic, size), size - magic - 4 - trailerBytes);
  }

  /// Opens a file.
  ///
  /// @throws AudioException of the kind `UNREADABLE` if it cannot be read, `CORRUPT` if it is no
  ///   such file or broken
  public static MaskFile open(Path path) throws AudioException {
    RandomAccessFile file;
    try {
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
      file = new RandomAccessFile(path.toFile(), "r");
    } catch (IOException e) {
      throw new AudioException(
          Kind.UNREADABLE,
          path.toString(),
          "no such file, or it may not be read; check its name",
          e);
    }
    try {
      return new MaskFile(path, file);
    } catch (IOException | RuntimeException e) {
      try {
        file.close();
      } catch (IOException closing) {
        e.addSuppressed(closing);
      }
      throw corrupt(path, e);
    }
  }

  private static AudioException corrupt(Path path, Exception e) {
    return new AudioException(
        Kind.CORRUPT,
        path.toString(),
        "expected masks of isolator catalogue separate --masks, found something else or a part of it (%s); make it again"
            .formatted(e.getMessage()),
        e);
  }

  private boolean magicAt(long place) throws IOException {
    return new String(bytes(place, MaskFileWriter.MAGIC.length()), US_ASCII)
        .equals(MaskFileWriter.MAGIC);
  }

  private int length(long place, long size) throws IOException {
    file.seek(place);
    int length = file.readInt();
    if (length < 2 || length > MOST_JSON_BYTES || length > size) {
      throw new IOException("a length of %d is out of range".formatted(length));
    }
    return length;
  }

  private JsonObject json(long place, int length) throws IOException {
    return JsonParser.parseString(new String(bytes(place, length), UTF_8)).getAsJsonObject();
  }

  private byte[] bytes(long place, int length) throws IOException {
    if (place < 0) {
      throw new IOException("a length leads out of the file");
    }
    var bytes = new byte[length];
    file.seek(place);
    file.readFully(bytes);
    return bytes;
  }

  private long[] offsets(long from, long to) throws IOException {
    long blocks = Math.ceilDiv(trailer.frames(), (long) header.blockFrames()) * trailer.pairs();
    if (trailer.pairs() < 0 || trailer.frames() < 0 || blocks != trailer.lengths().length) {
      throw new IOException(
          "%d blocks are named, %d would be needed".formatted(trailer.lengths().length, blocks));
    }
    var places = new long[trailer.lengths().length + 1];
    places[0] = from;
    for (int i = 0; i < trailer.lengths().length; i++) {
      int length = trailer.lengths()[i];
      if (length < 0) {
        throw new IOException("a block of %d bytes".formatted(length));
      }
      places[i + 1] = places[i] + length;
    }
    if (places[places.length - 1] != to) {
      throw new IOException("the blocks do not fill the file");
    }
    return places;
  }

  /// What the masks are.
  public MaskHeader header() {
    return header;
  }

  /// The SHA-256 of the song's file that they are of.
  public String songHash() {
    return trailer.songHash();
  }

  /// The song's sample rate in Hz.
  public int sampleRate() {
    return trailer.sampleRate();
  }

  /// Channels of the song.
  public int channels() {
    return trailer.channels();
  }

  /// Samples per channel of the song.
  public long samples() {
    return trailer.samples();
  }

  /// Pairs of channels that the network was asked about.
  public int pairs() {
    return trailer.pairs();
  }

  MaskAxis axis() {
    return axis;
  }

  /// Blocks of each pair.
  long blocks() {
    return trailer.pairs() == 0 ? 0 : trailer.lengths().length / trailer.pairs();
  }

  /// Reads a block.
  ///
  /// @param number 0 to `blocks() − 1`
  /// @param pair 0 to `pairs() − 1`
  MaskBlock block(long number, int pair) throws AudioException {
    int at = Math.toIntExact(number * trailer.pairs() + pair);
    long left = trailer.frames() - number * header.blockFrames();
    try {
      return MaskBlock.of(
          bytes(offsets[at], trailer.lengths()[at]),
          header.shape(),
          header.voice(),
          (int) Math.min(header.blockFrames(), left));
    } catch (IOException | RuntimeException e) {
      throw corrupt(path, e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
