package dev.isolator.examples;

import dev.isolator.Separator;
import dev.isolator.SeparatorOptions;
import java.nio.file.Path;

/// Prints the times at which somebody sings. Nothing is written, and nothing is taken apart: a
/// model of its own says it.
///
/// Argument: the song.
public final class Example05WhereSomebodySings {
  private Example05WhereSomebodySings() {}

  public static void main(String[] args) throws Exception {
    try (var separator = Separator.listening(SeparatorOptions.defaults())) {
      var activity = separator.separate(Path.of(args[0])).activity();
      var timeline = activity.timeline();

      for (var span : timeline.spans()) {
        System.out.printf("%.2f s to %.2f s%n", span.startSeconds(), span.endSeconds());
      }
      System.out.printf("%.1f s with voice%n", timeline.seconds());
    }
  }
}
