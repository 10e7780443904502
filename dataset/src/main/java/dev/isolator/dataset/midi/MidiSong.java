package dev.isolator.dataset.midi;

import dev.isolator.audio.AudioException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.MetaMessage;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;

/// A Standard MIDI File with all times in seconds.
///
/// @param events in order of time
/// @param notes in order of their starts
/// @param seconds time of the end of the last note
public record MidiSong(List<MidiEvent> events, List<Note> notes, double seconds) {
  /// Longest song, 30 minutes.
  private static final double MAX_SECONDS = 1800;

  private static final long MAX_BYTES = 8 << 20;
  private static final int MAX_EVENTS = 2_000_000;

  public MidiSong {
    events = List.copyOf(events);
    notes = List.copyOf(notes);
  }

  /// Reads a file.
  ///
  /// @throws AudioException if it is no MIDI file, or past 30 minutes, 8 MiB or 2 million events
  public static MidiSong read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw refused(
          file,
          AudioException.Kind.LIMIT,
          "has %d bytes, expected at most %d".formatted(size, MAX_BYTES));
    }
    try (var in = new BufferedInputStream(Files.newInputStream(file))) {
      Sequence sequence = MidiSystem.getSequence(in);
      if (sequence.getDivisionType() != Sequence.PPQ || sequence.getResolution() <= 0) {
        throw refused(
            file,
            AudioException.Kind.UNSUPPORTED,
            "counts time in SMPTE frames, expected ticks per quarter");
      }
      return of(file, sequence);
    } catch (InvalidMidiDataException e) {
      throw refused(
          file,
          AudioException.Kind.UNSUPPORTED,
          "is not a MIDI file (%s), expected a Standard MIDI File".formatted(e.getMessage()));
    }
  }

  private static AudioException refused(Path file, AudioException.Kind kind, String what) {
    return new AudioException(kind, file.toString(), what + "; leave it out");
  }

  @SuppressWarnings("ArrayRecordComponent") // a carrier inside this file
  private record Tick(long tick, int order, byte[] message) {}

  private static MidiSong of(Path file, Sequence sequence) throws AudioException {
    var ticks = new ArrayList<Tick>();
    for (var track : sequence.getTracks()) {
      for (int i = 0; i < track.size(); i++) {
        var message = track.get(i).getMessage();
        boolean tempo = message instanceof MetaMessage meta && meta.getType() == 0x51;
        if (tempo || message instanceof ShortMessage) {
          ticks.add(new Tick(track.get(i).getTick(), ticks.size(), message.getMessage()));
        }
      }
    }
    if (ticks.size() > MAX_EVENTS) {
      throw refused(
          file,
          AudioException.Kind.LIMIT,
          "has %d events, expected at most %d".formatted(ticks.size(), MAX_EVENTS));
    }
    ticks.sort(Comparator.comparingLong(Tick::tick).thenComparingInt(Tick::order));
    var events = new ArrayList<MidiEvent>();
    double seconds = 0;
    double perTick = 0.5 / sequence.getResolution();
    long last = 0;
    for (Tick t : ticks) {
      seconds += (t.tick - last) * perTick;
      last = t.tick;
      byte[] m = t.message;
      if ((m[0] & 0xFF) == 0xFF) {
        int at = m.length - 3;
        int micros = ((m[at] & 0xFF) << 16) | ((m[at + 1] & 0xFF) << 8) | (m[at + 2] & 0xFF);
        perTick = Math.max(1, micros) * 1e-6 / sequence.getResolution();
      } else if ((m[0] & 0xF0) < 0xF0) {
        int second = m.length > 2 ? m[2] : 0;
        events.add(new MidiEvent(seconds, m[0] & 0xF0, m[0] & 0x0F, m[1], second));
      }
    }
    if (!(seconds <= MAX_SECONDS)) {
      throw refused(
          file,
          AudioException.Kind.LIMIT,
          "lasts %.0f s, expected at most %.0f".formatted(seconds, MAX_SECONDS));
    }
    var notes = notes(events, seconds);
    double end = notes.stream().mapToDouble(Note::end).max().orElse(0);
    return new MidiSong(events, notes, end);
  }

  private static List<Note> notes(List<MidiEvent> events, double songEnd) {
    var notes = new ArrayList<Note>();
    var starts = new double[16][128];
    var programs = new int[16];
    for (double[] channel : starts) {
      java.util.Arrays.fill(channel, -1);
    }
    for (MidiEvent e : events) {
      if (e.command() == 0xC0) {
        programs[e.channel()] = e.data1();
      }
      if (e.isNoteOn() || e.isNoteOff()) {
        double start = starts[e.channel()][e.data1()];
        if (start >= 0 && e.seconds() > start) {
          notes.add(note(start, e.seconds(), e.channel(), e.data1(), programs));
        }
        starts[e.channel()][e.data1()] = e.isNoteOn() ? e.seconds() : -1;
      }
    }
    for (int c = 0; c < 16; c++) {
      for (int k = 0; k < 128; k++) {
        if (starts[c][k] >= 0 && songEnd > starts[c][k]) {
          notes.add(note(starts[c][k], songEnd, c, k, programs));
        }
      }
    }
    notes.sort(
        Comparator.comparingDouble(Note::start)
            .thenComparingInt(Note::channel)
            .thenComparingInt(Note::key));
    return notes;
  }

  private static Note note(double start, double end, int channel, int key, int[] programs) {
    return new Note(start, end, key, channel, Part.of(channel, programs[channel]));
  }
}
