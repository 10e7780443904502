package dev.isolator.train.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Turns MIDI files into stems.
@FunctionalInterface
public interface MidiRenderer {
  /// Stems `drums`, `bass`, `other` of one length, as far as the song has them; from the cache
  /// where they were rendered before. Empty where this renderer cannot render it.
  Map<String, PcmFile> stems(Path midi, PcmCache cache) throws IOException;
}
