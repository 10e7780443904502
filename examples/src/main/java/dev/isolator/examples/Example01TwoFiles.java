package dev.isolator.examples;

import dev.isolator.Separator;
import java.nio.file.Path;

/// Takes a song apart into two files: `out/song/vocals.wav` and `out/song/music.wav`.
///
/// Arguments: the song, in any format that FFmpeg decodes, and the folder to write to.
public final class Example01TwoFiles {
  private Example01TwoFiles() {}

  public static void main(String[] args) throws Exception {
    Path song = Path.of(args[0]);
    Path out = Path.of(args[1]);

    try (var separator = Separator.open()) {
      separator.separate(song).writeTo(out);
    }
  }
}
