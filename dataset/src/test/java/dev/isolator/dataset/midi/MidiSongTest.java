package dev.isolator.dataset.midi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.isolator.audio.AudioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MidiSongTest {
  @TempDir Path folder = Path.of("");

  /// One track of 96 ticks a quarter.
  private Path write(String events) throws IOException {
    String track = events.replace(" ", "") + "00ff2f00";
    String all = "4d546864000000060000000100604d54726b%08x".formatted(track.length() / 2) + track;
    return Files.write(folder.resolve("song.mid"), HexFormat.of().parseHex(all));
  }

  @Test
  void ticksBecomeSecondsThroughTempoChanges() throws IOException {
    // C4 for a quarter at 120, then tempo 60, then a drum for a quarter
    var song = MidiSong.read(write("00903c64 60803c00 00ff51030f4240 00992464 60892400"));

    assertEquals(
        List.of(new Note(0, 0.5, 60, 0, Part.OTHER), new Note(0.5, 1.5, 36, 9, Part.DRUMS)),
        song.notes());
    assertEquals(1.5, song.seconds());
  }

  @Test
  void programsTellBassFromTheRest() throws IOException {
    var song = MidiSong.read(write("00c121 00912864 60812800 00c100 00912864 60912800"));
    assertEquals(List.of(Part.BASS, Part.OTHER), song.notes().stream().map(Note::part).toList());
  }

  @Test
  void aNoteThatNeverEndsEndsWithTheSong() throws IOException {
    var song = MidiSong.read(write("00903c64 00903e64 60803e00"));
    assertEquals(List.of(0.5, 0.5), song.notes().stream().map(Note::end).toList());
  }

  @Test
  void whatIsNoMidiFileIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("text.mid"), "do re mi");
    var e = assertThrows(AudioException.class, () -> MidiSong.read(file));
    assertEquals(AudioException.Kind.UNSUPPORTED, e.kind());
    assertEquals(true, String.valueOf(e.getMessage()).startsWith(file + ": is not a MIDI file ("));
  }
}
