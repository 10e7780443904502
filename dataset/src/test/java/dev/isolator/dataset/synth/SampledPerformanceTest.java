package dev.isolator.dataset.synth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.dataset.effect.Level;
import dev.isolator.dataset.midi.MidiEvent;
import dev.isolator.dataset.midi.MidiSong;
import dev.isolator.dataset.midi.Note;
import dev.isolator.dataset.midi.Part;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.soundfont.SampledInstrument;
import dev.isolator.dataset.soundfont.SoundFont;
import dev.isolator.dataset.soundfont.SoundFontPlayer;
import dev.isolator.dataset.soundfont.TinyBank;
import dev.isolator.dataset.synth.InstrumentCollection.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampledPerformanceTest {
  private static final int RATE = 44_100;

  @TempDir Path folder = Path.of("");

  /// Ten notes of 0.2 s on channel 0, on a program.
  private static MidiSong song(int program) {
    var events = new ArrayList<MidiEvent>();
    var notes = new ArrayList<Note>();
    events.add(new MidiEvent(0, 0xC0, 0, program, 0));
    for (int i = 0; i < 10; i++) {
      events.add(new MidiEvent(0.2 * i, 0x90, 0, 60 + i, 100));
      events.add(new MidiEvent(0.2 * i + 0.18, 0x80, 0, 60 + i, 0));
      notes.add(new Note(0.2 * i, 0.2 * i + 0.18, 60 + i, 0, Part.of(0, program)));
    }
    return new MidiSong(events, notes, 2);
  }

  /// A guitar that is a saw, a saxophone and a bass that are the same.
  private InstrumentCollection instruments() throws IOException {
    var sound = new float[1][RATE];
    for (int i = 0; i < RATE; i++) {
      sound[0][i] = (float) (i % 100 / 100.0 - 0.5);
    }
    RecordingFile.writeWav(folder.resolve("saw.wav"), new Recording(sound, RATE));
    var saw =
        SampledInstrument.open(
            Files.writeString(
                folder.resolve("saw.sfz"), "<region> sample=saw.wav pitch_keycenter=69"));
    return new InstrumentCollection(
        Map.of(
            Family.GUITAR, List.of(saw), Family.SAXOPHONE, List.of(saw), Family.BASS, List.of(saw)),
        "saw");
  }

  private SoundFontPlayer player() throws IOException {
    return new SoundFontPlayer(SoundFont.open(TinyBank.write(folder.resolve("tiny.sf2"))), RATE);
  }

  private double played(int program) throws IOException {
    var instruments = instruments();
    return java.util.stream.IntStream.range(0, 1000)
        .filter(
            seed ->
                !SampledPerformance.draw(song(program), instruments, new SplittableRandom(seed))
                    .isEmpty())
        .count();
  }

  @Test
  void guitarsReedsBassesAndLeadsArePlayedOnInstrumentsAsOftenAsTheTableSays() throws IOException {
    assertEquals(800, played(30), 50, "distorted guitar");
    assertEquals(600, played(65), 50, "saxophone");
    assertEquals(600, played(33), 50, "bass");
    assertEquals(500, played(0), 50, "a piano's lead: guitar or saxophone");
  }

  @Test
  void aChannelIsAsLoudAsThePresetAndSoundsOtherwise() throws IOException {
    var player = player();
    var instruments = instruments();
    float[][] preset = player.render(song(30), Part.OTHER, 0, 2).samples();
    int differ = 0;
    for (int seed = 0; seed < 8; seed++) {
      var drawn = SampledPerformance.draw(song(30), instruments, new SplittableRandom(seed));
      float[][] sound = drawn.render(player, Part.OTHER, 0, 2).samples();
      if (drawn.isEmpty()) {
        assertArrayEquals(preset, sound);
      } else {
        differ++;
        assertEquals(Level.rms(preset), Level.rms(sound), 1e-4);
        assertFalse(java.util.Arrays.equals(preset[0], sound[0]));
      }
      assertArrayEquals(
          sound, drawn.render(player, Part.OTHER, 0, 2).samples(), "the same each time");
      assertEquals(0, Level.peak(drawn.render(player, Part.BASS, 0, 2).samples()), "another part");
    }
    assertTrue(differ > 0);
  }

  @Test
  void drumsAndFamiliesThatAreNotThereStayTheBanks() throws IOException {
    var bassAlone =
        new InstrumentCollection(
            Map.of(Family.BASS, instruments().families().get(Family.BASS)), "bass");
    for (int seed = 0; seed < 50; seed++) {
      assertTrue(
          SampledPerformance.draw(song(30), bassAlone, new SplittableRandom(seed)).isEmpty());
    }
  }
}
