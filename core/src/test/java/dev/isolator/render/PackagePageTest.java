package dev.isolator.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.Tags;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example of the package page.
class PackagePageTest {

  @Test
  void exampleWritesTheFilesThatThePageNames(@TempDir Path folder) throws Exception {
    var song = Stems.noise(2, 2, 1000, SampleDepth.S16, 0.5);
    var info = song.info();
    var tags = Tags.NONE;
    var stems = song.stems();
    var mix = song.mix();
    int frames = 1000;

    var options = RenderOptions.defaults().withRemixes(List.of(Remix.parse("vocals=-12dB")));
    try (var rendering =
        Rendering.open(folder, "My song", List.of("vocals", "music"), info, tags, options)) {
      rendering.write(stems, mix, frames); // again and again
      var result = rendering.finish();

      assertEquals(
          List.of(
              folder.resolve("My song/vocals.wav"),
              folder.resolve("My song/music.wav"),
              folder.resolve("My song/mix (vocals -12 dB).wav")),
          result.files().stream().map(RenderedFile::path).toList());
      assertEquals(
          Rendering.files(folder, "My song", List.of("vocals", "music"), options),
          result.files().stream().map(RenderedFile::path).toList());
    }
    try (var files = Files.list(folder.resolve("My song"))) {
      assertEquals(3, files.count());
    }
  }
}
