package dev.isolator.train.data;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.MetaMessage;
import javax.sound.midi.MidiEvent;
import javax.sound.midi.MidiMessage;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.MidiUnavailableException;
import javax.sound.midi.Receiver;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import javax.sound.midi.Soundbank;
import javax.sound.midi.Synthesizer;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;

/// Renders General-MIDI files with the JDK's software synthesiser and a SoundFont, faster than they
/// sound: drums are channel 10, bass the programs 33–40, the rest is other. Programs that imitate
/// voices (choirs, voice leads) are left out: they would teach that voices are accompaniment.
///
/// Needs `--add-exports java.desktop/com.sun.media.sound=ALL-UNNAMED`: the synthesiser's stream is
/// not part of the public interface.
public final class SoundfontRenderer implements MidiRenderer {
  private static final List<String> STEMS = List.of("drums", "bass", "other");
  private static final List<Integer> VOICES = List.of(52, 53, 54, 85, 91);
  private static final int DRUM_CHANNEL = 9;
  private static final double TAIL_SECONDS = 2;
  private static final double LONGEST_SECONDS = 900;

  private final Soundbank bank;
  private final String name;

  /// @param soundfont an SF2 file
  public SoundfontRenderer(Path soundfont) throws IOException {
    try {
      bank = MidiSystem.getSoundbank(new File(soundfont.toString()));
    } catch (InvalidMidiDataException | IOException e) {
      throw new IOException(
          "%s: expected a SoundFont, found something else (%s); name another with --soundfont"
              .formatted(soundfont, e.getMessage()),
          e);
    }
    name = soundfont.getFileName() + " " + Files.size(soundfont);
  }

  @Override
  public Map<String, PcmFile> stems(Path midi, PcmCache cache) throws IOException {
    var stems = new LinkedHashMap<String, PcmFile>();
    var places = new LinkedHashMap<String, Path>();
    for (String stem : STEMS) {
      places.put(stem, cache.place(midi, "midi 1|" + name + "|" + stem));
    }
    if (!places.values().stream().allMatch(Files::isRegularFile)) {
      render(midi, places);
    }
    for (var place : places.entrySet()) {
      stems.put(place.getKey(), PcmFile.open(place.getValue()));
    }
    return stems;
  }

  private void render(Path midi, Map<String, Path> places) throws IOException {
    try {
      var events = events(MidiSystem.getSequence(midi.toFile()));
      double seconds =
          Math.min(LONGEST_SECONDS, events.getLast().microseconds() / 1e6 + TAIL_SECONDS);
      int n = (int) (seconds * PcmFile.SAMPLE_RATE);
      var sound = new LinkedHashMap<String, float[][]>();
      double peak = 1e-9;
      for (String stem : STEMS) {
        float[][] part = play(events, stem, n);
        sound.put(stem, part);
        for (float[] channel : part) {
          for (float x : channel) {
            peak = Math.max(peak, Math.abs(x));
          }
        }
      }
      for (String stem : STEMS) {
        float[][] part = sound.get(stem);
        Path place = places.get(stem);
        if (part == null || place == null) {
          throw new IllegalStateException(stem);
        }
        scale(part, (float) (0.9 / peak));
        try (var out = new PcmWriter(place)) {
          out.write(part[0], part[1], n);
          out.complete();
        }
      }
    } catch (InvalidMidiDataException e) {
      throw new IOException(
          "%s: expected a MIDI file, found something else (%s)".formatted(midi, e.getMessage()), e);
    } catch (MidiUnavailableException e) {
      throw new IOException(midi + ": the JDK's synthesiser does not start (" + e + ")", e);
    }
  }

  private static void scale(float[][] part, float gain) {
    for (float[] channel : part) {
      for (int i = 0; i < channel.length; i++) {
        channel[i] *= gain;
      }
    }
  }

  /// An event that a stem's synthesiser hears.
  private record Event(MidiMessage message, double microseconds, String stem) {}

  /// All events in order, with their times; `stem` is empty where all hear them.
  private static List<Event> events(Sequence sequence) throws InvalidMidiDataException {
    if (sequence.getDivisionType() != Sequence.PPQ) {
      throw new InvalidMidiDataException("time codes instead of beats");
    }
    var all = new ArrayList<MidiEvent>();
    for (var track : sequence.getTracks()) {
      for (int i = 0; i < track.size(); i++) {
        all.add(track.get(i));
      }
    }
    all.sort(Comparator.comparingLong(MidiEvent::getTick));
    var events = new ArrayList<Event>();
    var program = new int[16];
    double microseconds = 0;
    double perBeat = 500_000;
    long tick = 0;
    for (MidiEvent event : all) {
      microseconds += (event.getTick() - tick) * perBeat / sequence.getResolution();
      tick = event.getTick();
      var message = event.getMessage();
      if (message instanceof MetaMessage meta) {
        byte[] data = meta.getData();
        if (meta.getType() == 0x51 && data.length == 3) {
          perBeat = (data[0] & 0xff) << 16 | (data[1] & 0xff) << 8 | (data[2] & 0xff);
        }
        continue;
      }
      String stem = "";
      if (message instanceof ShortMessage s) {
        if (s.getCommand() == ShortMessage.PROGRAM_CHANGE) {
          program[s.getChannel()] = s.getData1();
        } else if (s.getCommand() == ShortMessage.NOTE_ON && s.getData2() > 0) {
          stem = stem(s.getChannel(), program[s.getChannel()]);
        }
      }
      events.add(new Event(message, microseconds, stem));
    }
    if (events.isEmpty()) {
      throw new InvalidMidiDataException("no notes");
    }
    return events;
  }

  private static String stem(int channel, int program) {
    if (channel == DRUM_CHANNEL) {
      return "drums";
    }
    if (VOICES.contains(program)) {
      return "none";
    }
    return program >= 32 && program < 40 ? "bass" : "other";
  }

  private float[][] play(List<Event> events, String stem, int n)
      throws IOException, MidiUnavailableException {
    var sound = new float[2][n];
    if (events.stream().noneMatch(e -> e.stem().equals(stem))) {
      return sound;
    }
    try (Synthesizer synth = MidiSystem.getSynthesizer();
        AudioInputStream in = open(synth)) {
      if (!synth.loadAllInstruments(bank)) {
        throw new IOException(name + ": the synthesiser refuses this SoundFont");
      }
      Receiver receiver = synth.getReceiver();
      for (Event event : events) {
        if (event.stem().isEmpty() || event.stem().equals(stem)) {
          receiver.send(event.message(), (long) event.microseconds());
        }
      }
      var bytes = new byte[8 * PcmFile.SAMPLE_RATE];
      for (int at = 0; at < n; ) {
        int read = in.readNBytes(bytes, 0, Math.min(bytes.length, 8 * (n - at))) / 8;
        var floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        for (int i = 0; i < read; i++, at++) {
          sound[0][at] = floats.get(2 * i);
          sound[1][at] = floats.get(2 * i + 1);
        }
        if (read == 0) {
          break;
        }
      }
    }
    return sound;
  }

  private static AudioInputStream open(Synthesizer synth) throws MidiUnavailableException {
    var format =
        new AudioFormat(
            AudioFormat.Encoding.PCM_FLOAT,
            PcmFile.SAMPLE_RATE,
            32,
            2,
            8,
            PcmFile.SAMPLE_RATE,
            false);
    Map<String, Object> options =
        Map.of(
            "interpolation",
            "linear",
            "max polyphony",
            "96",
            "load default soundbank",
            false,
            "light reverb",
            true);
    try {
      var openStream = synth.getClass().getMethod("openStream", AudioFormat.class, Map.class);
      return (AudioInputStream) openStream.invoke(synth, format, options);
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalStateException(
          "the JDK's synthesiser is closed; start java with --add-exports java.desktop/com.sun.media.sound=ALL-UNNAMED",
          e);
    } catch (InvocationTargetException e) {
      var unavailable = new MidiUnavailableException("the synthesiser does not start");
      unavailable.initCause(e);
      throw unavailable;
    }
  }
}
