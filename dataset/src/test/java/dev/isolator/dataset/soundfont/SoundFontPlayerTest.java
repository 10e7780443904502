package dev.isolator.dataset.soundfont;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.audio.AudioException;
import dev.isolator.dataset.midi.MidiEvent;
import dev.isolator.dataset.midi.MidiSong;
import dev.isolator.dataset.midi.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoundFontPlayerTest {
  private static final int RATE = 44_100;

  @TempDir Path folder = Path.of("");
  private Path bank = Path.of("");

  @BeforeEach
  void writeBank() throws IOException {
    bank = TinyBank.write(folder.resolve("tiny.sf2"));
  }

  private float[][] play(Part part, MidiEvent... events) throws IOException {
    var song = new MidiSong(List.of(events), List.of(), 1);
    return new SoundFontPlayer(SoundFont.open(bank), RATE).render(song, part, 0, 1).samples();
  }

  private static MidiEvent on(double at, int channel, int key) {
    return new MidiEvent(at, 0x90, channel, key, 127);
  }

  private static MidiEvent off(double at, int channel, int key) {
    return new MidiEvent(at, 0x80, channel, key, 0);
  }

  /// Upward zero crossings a second.
  private static double hertz(float[] samples, int from, int to) {
    int crossings = 0;
    for (int i = from + 1; i < to; i++) {
      crossings += samples[i - 1] < 0 && samples[i] >= 0 ? 1 : 0;
    }
    return crossings * (double) RATE / (to - from);
  }

  @Test
  void aKeySoundsAtItsPitchAndAnOctaveUpAtTwiceIt() throws IOException {
    assertEquals(441, hertz(play(Part.OTHER, on(0, 0, 69))[0], 4410, 39_690), 2);
    assertEquals(882, hertz(play(Part.OTHER, on(0, 0, 81))[0], 4410, 39_690), 2);
  }

  @Test
  void bendAndPanAndVolumeAreHeard() throws IOException {
    var bent =
        play(Part.OTHER, new MidiEvent(0, 0xE0, 0, 127, 127), on(0.001, 0, 69)); // two semitones
    assertEquals(441 * Math.pow(2, 2 / 12.0), hertz(bent[0], 4410, 39_690), 3);
    var left = play(Part.OTHER, new MidiEvent(0, 0xB0, 0, 10, 0), on(0.001, 0, 69));
    assertTrue(peak(left[1]) < 0.01 * peak(left[0]));
    var quiet = play(Part.OTHER, new MidiEvent(0, 0xB0, 0, 7, 50), on(0.001, 0, 69));
    var loud = play(Part.OTHER, new MidiEvent(0, 0xB0, 0, 7, 100), on(0.001, 0, 69));
    assertEquals(0.25, peak(quiet[0]) / peak(loud[0]), 0.01);
  }

  private static float peak(float[] samples) {
    float most = 0;
    for (float x : samples) {
      most = Math.max(most, Math.abs(x));
    }
    return most;
  }

  @Test
  void aReleasedKeyFallsSilentUnlessThePedalIsDown() throws IOException {
    var released = play(Part.OTHER, on(0, 0, 69), off(0.5, 0, 69));
    assertTrue(peak(java.util.Arrays.copyOfRange(released[0], 0, 20_000)) > 0.1);
    assertEquals(0, peak(java.util.Arrays.copyOfRange(released[0], 24_000, RATE)));
    var held =
        play(Part.OTHER, new MidiEvent(0, 0xB0, 0, 64, 127), on(0.001, 0, 69), off(0.5, 0, 69));
    assertTrue(peak(java.util.Arrays.copyOfRange(held[0], 24_000, RATE)) > 0.1);
  }

  @Test
  void partsAreApartAndSumToTheWhole() throws IOException {
    var events = new MidiEvent[] {on(0, 0, 60), on(0, 9, 60), on(0, 1, 40)};
    var withBass =
        new MidiEvent[] {new MidiEvent(0, 0xC0, 1, 33, 0), events[0], events[1], events[2]};
    assertTrue(peak(play(Part.DRUMS, withBass)[0]) > 0.1);
    assertTrue(peak(play(Part.BASS, withBass)[0]) > 0.1);
    assertArrayEquals(play(Part.OTHER, events[0])[0], play(Part.OTHER, withBass)[0]);
  }

  @Test
  void theSameNotesGiveTheSameBits() throws IOException {
    assertArrayEquals(play(Part.OTHER, on(0, 0, 64))[1], play(Part.OTHER, on(0, 0, 64))[1]);
  }

  @Test
  void whatIsNoSoundFontIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("text.sf2"), "not a bank at all");
    var e = assertThrows(AudioException.class, () -> SoundFont.open(text));
    assertEquals(
        text + ": does not start as a SoundFont, expected a SoundFont 2 bank; give another file",
        e.getMessage());
    Path none = folder.resolve("none.sf2");
    var missing = assertThrows(AudioException.class, () -> SoundFont.open(none));
    assertEquals(
        none + ": no such file, expected a SoundFont 2 bank; on Debian, install fluid-soundfont-gm",
        missing.getMessage());
  }

  @Test
  void aBankThatIsCutOffIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(bank);
    Path cut = Files.write(folder.resolve("cut.sf2"), java.util.Arrays.copyOf(whole, 5000));
    var e = assertThrows(AudioException.class, () -> SoundFont.open(cut));
    assertEquals(AudioException.Kind.CORRUPT, e.kind());
  }
}
