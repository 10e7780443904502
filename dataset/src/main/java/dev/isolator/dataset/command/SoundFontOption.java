package dev.isolator.dataset.command;

import dev.isolator.audio.AudioException;
import dev.isolator.dataset.soundfont.SoundFont;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The bank of instruments that MIDI songs are rendered with.
final class SoundFontOption {
  @Option(
      names = "--soundfont",
      required = true,
      paramLabel = "SF2",
      description = "General-MIDI bank, such as FluidR3_GM.sf2 of Debian's fluid-soundfont-gm.")
  private Path file = Path.of("");

  SoundFont open() throws AudioException {
    return SoundFont.open(file);
  }
}
