package dev.isolator.examples;

import dev.isolator.Separation;
import dev.isolator.Separator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/// Tells how far a song is, and gives up when it takes too long.
///
/// Arguments: the song, the folder to write to, and the seconds after which to give up.
public final class Example03ProgressAndCancel {
  private Example03ProgressAndCancel() {}

  public static void main(String[] args) throws Exception {
    Path song = Path.of(args[0]);
    Path out = Path.of(args[1]);
    var patience = Duration.ofMillis((long) (1000 * Double.parseDouble(args[2])));

    try (var separator = Separator.open()) {
      Separation separation =
          separator
              .separate(song)
              .onProgress(
                  progress ->
                      System.out.printf(
                          "%3.0f %%, %.0f s left%n",
                          100 * progress.fraction(), progress.remainingSeconds()));

      Thread watch = Thread.ofVirtual().start(() -> cancelAfter(patience, separation));
      try {
        var result = separation.writeTo(out);
        System.out.printf("%.0f times as fast as it plays%n", result.realTimeFactor());
      } catch (CancellationException e) {
        System.out.println("given up; nothing was written");
      } finally {
        watch.interrupt();
      }
    }
  }

  private static void cancelAfter(Duration patience, Separation separation) {
    try {
      Thread.sleep(patience);
      separation.cancel(); // from any thread
    } catch (InterruptedException e) {
      // it was done in time
    }
  }
}
