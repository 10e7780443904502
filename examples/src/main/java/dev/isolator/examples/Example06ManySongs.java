package dev.isolator.examples;

import dev.isolator.Separator;
import dev.isolator.audio.AudioException;
import java.nio.file.Path;
import java.util.Arrays;

/// Takes many songs apart with one network, which is loaded once, and goes on after a song that
/// cannot be read.
///
/// Arguments: the folder to write to, and the songs.
public final class Example06ManySongs {
  private Example06ManySongs() {}

  public static void main(String[] args) throws Exception {
    Path out = Path.of(args[0]);

    try (var separator = Separator.open()) {
      for (var song : Arrays.asList(args).subList(1, args.length)) {
        try {
          var result = separator.separate(Path.of(song)).writeTo(out);
          System.out.printf("%s: %d files%n", song, result.stems().size());
        } catch (AudioException e) {
          // one line: the file, what was expected, what was found, the way out
          String then =
              switch (e.kind()) {
                case UNREADABLE, UNSUPPORTED, CORRUPT, LIMIT -> "the other songs go on";
                case UNWRITABLE -> throw e; // the next song could not be written either
              };
          System.out.println(e.getMessage() + "; " + then);
        }
      }
    }
  }
}
