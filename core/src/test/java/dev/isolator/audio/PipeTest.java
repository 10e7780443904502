package dev.isolator.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A pipe instead of a file changes no bit.
class PipeTest {
  private static final DecodeLimits LIMITS = DecodeLimits.defaults();

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "lame.mp3",
        "lame-22050.mp3",
        "untagged.mp3",
        "tagged.mp3",
        "index-last.m4a",
        "index-first.m4a",
        "alac.m4a",
        "opus.opus",
        "opus.webm",
        "opus-8.mp4",
        "vorbis.ogg",
        "vorbis.webm",
        "flac.flac",
        "tagged.flac",
        "flac.mkv",
        "aac-8.mkv",
        "aac.aac",
        "wma.wma",
        "aiff.aiff",
        "video.mp4",
        "video.mkv"
      })
  void pipeGivesTheBitsOfTheFile(String song) throws AudioException {
    var file = EncodedSongs.all(EncodedSongs.golden(song));
    for (int drip : new int[] {1 << 20, 1000, 1}) {
      try (var decoder = Decoder.open(new Drip(EncodedSongs.bytes(song), drip), "-", LIMITS)) {
        assertArrayEquals(file, EncodedSongs.all(decoder, 333), "in pieces of " + drip);
      }
    }
  }

  @Test
  void blockSizeChangesNoBit() throws AudioException {
    var whole = EncodedSongs.all(EncodedSongs.golden("lame.mp3"));
    for (int size : new int[] {1, 7, 1152, 100_000}) {
      try (var decoder = Decoder.open(EncodedSongs.golden("lame.mp3"))) {
        assertArrayEquals(whole, EncodedSongs.all(decoder, size), "blocks of " + size);
      }
    }
  }

  @Test
  void pipeThatBreaksIsNamed() {
    var broken =
        new Drip(EncodedSongs.bytes("flac.flac"), 4000) {
          @Override
          void end() throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    var e =
        assertThrows(
            AudioException.class,
            () -> {
              try (var decoder = Decoder.open(broken, "-", LIMITS)) {
                EncodedSongs.all(decoder, 1000);
              }
            });

    assertEquals(AudioException.Kind.UNREADABLE, e.kind());
    assertEquals(
        "-: could not be read to its end (Broken pipe); check the disk or the pipe, and try again",
        e.getMessage());
  }

  @Test
  void pipeThatHasToBeReadOutOfOrderStaysWithinItsLimit() {
    var limits = LIMITS.withMaxSpoolBytes(1000);

    var e =
        assertThrows(
            AudioException.class,
            () ->
                Decoder.open(EncodedSongs.pipe(EncodedSongs.bytes("index-last.m4a")), "-", limits));

    assertEquals(AudioException.Kind.LIMIT, e.kind());
    assertEquals(
        "-: is a pipe that has to be read out of order and has more than 1000 bytes (maxSpoolBytes); give the file itself",
        e.getMessage());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"flac.flac", "index-last.m4a", "opus.opus"})
  void aNamedPipeIsReadAsAPipe(String song, @TempDir Path folder) throws Exception {
    var pipe = folder.resolve("pipe");
    assumeTrue(isMade(pipe), "no mkfifo here");
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                Files.write(pipe, EncodedSongs.bytes(song));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });

    assertArrayEquals(EncodedSongs.all(EncodedSongs.golden(song)), EncodedSongs.all(pipe));
  }

  private static boolean isMade(Path pipe) throws InterruptedException {
    try {
      return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void closingLeavesThePipeOpen() throws AudioException {
    var pipe = new Drip(EncodedSongs.bytes("flac.flac"), 4000);

    Decoder.open(pipe, "-", LIMITS).close();

    assertTrue(!pipe.closed);
  }

  /// A pipe that gives a few bytes at a time.
  private static class Drip extends InputStream {
    private final byte[] bytes;
    private final int most;
    private int position;
    private boolean closed;

    Drip(byte[] bytes, int most) {
      this.bytes = bytes;
      this.most = most;
    }

    void end() throws IOException {}

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int n = Math.min(Math.min(length, most), bytes.length - position);
      if (n == 0 && length > 0) {
        end();
        return -1;
      }
      System.arraycopy(bytes, position, to, offset, n);
      position += n;
      return n;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
