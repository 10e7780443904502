package dev.isolator.spark.mask;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.isolator.audio.AudioException;
import dev.isolator.file.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Writes one mask file, block by block; it appears when [#finish] has ended. One thread at a time;
/// memory is a list of the blocks' lengths.
public final class MaskFileWriter implements AutoCloseable {
  static final String MAGIC = "ISOMASK1";

  private final Path target;
  private final AtomicFile file;
  private final DataOutputStream out;
  private final List<Integer> lengths = new ArrayList<>();

  /// Begins a file.
  MaskFileWriter(Path target, MaskHeader header) throws IOException {
    this.target = target;
    this.file = AtomicFile.beside(target);
    this.out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(file.temporary()), 1 << 16));
    byte[] json = header.toJson().toString().getBytes(UTF_8);
    out.write(MAGIC.getBytes(US_ASCII));
    out.writeInt(json.length);
    out.write(json);
  }

  void add(MaskBlock block) throws IOException {
    byte[] bytes = block.compressed();
    lengths.add(bytes.length);
    out.write(bytes);
  }

  /// Writes the trailer and gives the file its name.
  void finish(String songHash, int sampleRate, int channels, long samples, long frames, int pairs)
      throws IOException {
    int[] index = lengths.stream().mapToInt(Integer::intValue).toArray();
    var trailer = new MaskTrailer(songHash, sampleRate, channels, samples, frames, pairs, index);
    byte[] json = trailer.toJson().toString().getBytes(UTF_8);
    out.write(json);
    out.writeInt(json.length);
    out.write(MAGIC.getBytes(US_ASCII));
    out.close();
    try {
      file.replace();
    } catch (IOException e) {
      throw AudioException.unwritable(target.toString(), e);
    }
  }

  /// Closes the file, and removes it unless [#finish] has ended.
  @Override
  public void close() throws IOException {
    try {
      out.close();
    } finally {
      file.close();
    }
  }
}
