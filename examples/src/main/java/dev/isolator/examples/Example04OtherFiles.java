package dev.isolator.examples;

import dev.isolator.Separator;
import dev.isolator.SeparatorOptions;
import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.audio.SampleDepth;
import dev.isolator.render.OverwritePolicy;
import dev.isolator.render.Remix;
import dev.isolator.render.RenderOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Writes other files than the two that are the default: ten seconds of a song as 24-bit flac, the
/// music alone, and a mix with a quiet guide voice.
///
/// Arguments: the song, and the folder to write to.
public final class Example04OtherFiles {
  private Example04OtherFiles() {}

  public static void main(String[] args) throws Exception {
    Path song = Path.of(args[0]);
    Path out = Path.of(args[1]);

    var how = SeparatorOptions.defaults().withModel("studio-vocals").withThreads(1);
    var files =
        RenderOptions.defaults()
            .withContainer(Container.FLAC)
            .withDepth(SampleDepth.S24)
            .withKeep(List.of("music"))
            .withRemixes(List.of(new Remix("karaoke", Map.of("vocals", -12.0)))) // dB
            .withNamePattern("{song} ({stem})")
            .withOverwrite(OverwritePolicy.OVERWRITE);

    try (var separator = Separator.open(how)) {
      var result =
          separator
              .separate(song)
              .part(0, 10) // seconds: from, how long
              .render(files)
              .writeTo(out);
      for (var stem : result.stems()) {
        System.out.printf("%s, peak %.1f dBFS%n", stem.file().getFileName(), stem.peakDbfs());
      }
      result.notes().forEach(System.out::println); // such as a gain that was applied
    }
  }
}
