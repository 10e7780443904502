package dev.isolator.dataset.soundfont;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.audio.AudioException;
import dev.isolator.dataset.midi.MidiEvent;
import dev.isolator.dataset.midi.MidiSong;
import dev.isolator.dataset.midi.Part;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.sfz.SfzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampledInstrumentTest {
  private static final int RATE = 44_100;

  @TempDir Path folder = Path.of("");

  private SampledInstrument open(String sfz) throws IOException {
    return SampledInstrument.open(Files.writeString(folder.resolve("guitar.sfz"), sfz));
  }

  /// A second of 441 Hz, and one of 662 Hz after it.
  private void writeSound() throws IOException {
    var sound = new float[2][2 * RATE];
    for (int i = 0; i < sound[0].length; i++) {
      double hz = i < RATE ? 441 : 662;
      sound[0][i] = sound[1][i] = (float) (0.5 * Math.sin(2 * Math.PI * hz * i / RATE));
    }
    RecordingFile.writeWav(folder.resolve("sound.wav"), new Recording(sound, RATE));
  }

  private float[] play(SampledInstrument instrument, int... keys) throws IOException {
    var events = new java.util.ArrayList<MidiEvent>();
    for (int i = 0; i < keys.length; i++) {
      events.add(new MidiEvent(0.5 * i, 0x90, 3, keys[i], 127));
      events.add(new MidiEvent(0.5 * i + 0.4, 0x80, 3, keys[i], 0));
    }
    var song = new MidiSong(events, List.of(), 0.5 * keys.length);
    var player =
        new SoundFontPlayer(SoundFont.open(TinyBank.write(folder.resolve("tiny.sf2"))), RATE);
    return player.render(song, Part.OTHER, Orchestration.alone(3, instrument), 0, 0.5 * keys.length)
        .samples()[0];
  }

  /// Upward zero crossings a second, in the middle of a note.
  private static double hertz(float[] samples, int note) {
    int from = note * RATE / 2 + RATE / 20;
    int to = from + RATE / 4;
    int crossings = 0;
    for (int i = from + 1; i < to; i++) {
      crossings += samples[i - 1] < 0 && samples[i] >= 0 ? 1 : 0;
    }
    return crossings * 4.0;
  }

  @Test
  void keysSoundAtTheirPitchFromTheirPartOfTheRecording() throws IOException {
    writeSound();
    var instrument =
        open(
            """
            <region> sample=sound.wav offset=0 end=44099 lokey=57 hikey=72 pitch_keycenter=69
            <region> sample=sound.wav offset=44100 lokey=73 hikey=84 pitch_keycenter=76
            """);
    float[] sound = play(instrument, 69, 57, 76);
    assertEquals(441, hertz(sound, 0), 5);
    assertEquals(220.5, hertz(sound, 1), 5);
    assertEquals(662, hertz(sound, 2), 5);
    assertEquals(List.of(57, 84), List.of(instrument.lowestKey(), instrument.highestKey()));
  }

  @Test
  void recordingsOfOneNoteArePlayedInTurn() throws IOException {
    writeSound();
    var instrument =
        open(
            """
            <region> sample=sound.wav end=44099 key=69 seq_length=2 seq_position=1
            <region> sample=sound.wav offset=44100 key=69 seq_length=2 seq_position=2
            """);
    float[] sound = play(instrument, 69, 69, 69);
    assertEquals(441, hertz(sound, 0), 5);
    assertEquals(662, hertz(sound, 1), 5);
    assertEquals(441, hertz(sound, 2), 5);
  }

  @Test
  void aKeyBeyondTheInstrumentSoundsOctavesAway() throws IOException {
    writeSound();
    var instrument =
        open("<region> sample=sound.wav end=44099 lokey=64 hikey=75 pitch_keycenter=69");
    float[] sound = play(instrument, 45, 93);
    assertEquals(441, hertz(sound, 0), 5);
    assertEquals(441, hertz(sound, 1), 5);
  }

  @Test
  void otherChannelsAreSilent() throws IOException {
    writeSound();
    var instrument = open("<region> sample=sound.wav key=69");
    var song = new MidiSong(List.of(new MidiEvent(0, 0x90, 4, 69, 127)), List.of(), 1);
    var player =
        new SoundFontPlayer(SoundFont.open(TinyBank.write(folder.resolve("tiny.sf2"))), RATE);
    for (float x :
        player.render(song, Part.OTHER, Orchestration.alone(3, instrument), 0, 1).samples()[0]) {
      assertEquals(0, x);
    }
  }

  @Test
  void missingRecordingsAndPathsThatLeaveTheFolderAreRefused() throws IOException {
    var missing = assertThrows(AudioException.class, () -> open("<region> sample=none.wav key=69"));
    assertTrue(String.valueOf(missing.getMessage()).contains("none.wav"), missing::toString);
    var outside =
        assertThrows(SfzException.class, () -> open("<region> sample=../none.wav key=69"));
    assertTrue(
        String.valueOf(outside.getMessage())
            .endsWith("expected files below the folder of the instrument, found ../none.wav"),
        outside::toString);
  }
}
