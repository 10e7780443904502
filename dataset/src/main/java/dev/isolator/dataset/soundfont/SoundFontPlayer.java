package dev.isolator.dataset.soundfont;

import dev.isolator.dataset.midi.MidiEvent;
import dev.isolator.dataset.midi.MidiSong;
import dev.isolator.dataset.midi.Part;
import dev.isolator.dataset.recording.Recording;
import java.util.ArrayList;
import java.util.List;

/// Plays one part of a MIDI song. Stateless between songs; any number of threads. Cost: about 10 ns
/// per voice and frame.
public final class SoundFontPlayer {
  private static final int MOST_VOICES = 96;

  /// Seconds that are rendered after the last note.
  private static final double TAIL = 2;

  private final SoundFont bank;
  private final int sampleRate;

  public SoundFontPlayer(SoundFont bank, int sampleRate) {
    this.bank = bank;
    this.sampleRate = sampleRate;
  }

  /// Renders the notes of a part between two times of the song. Notes that began earlier are
  /// silent; earlier controllers apply.
  ///
  /// @param part whose notes are rendered
  /// @param fromSeconds start in the song
  /// @param toSeconds end in the song
  /// @return stereo, `round((to − from) · sampleRate)` frames, not normalised: a single loud note
  ///   peaks at about 0.5
  public Recording render(MidiSong song, Part part, double fromSeconds, double toSeconds) {
    return render(song, part, Orchestration.OF_THE_BANK, fromSeconds, toSeconds);
  }

  /// The same, of some channels, on instruments that are not the bank's.
  public Recording render(
      MidiSong song, Part part, Orchestration orchestration, double fromSeconds, double toSeconds) {
    int frames =
        (int) Math.round((Math.min(toSeconds, song.seconds() + TAIL) - fromSeconds) * sampleRate);
    int wanted = (int) Math.round((toSeconds - fromSeconds) * sampleRate);
    var out = new float[2][Math.max(0, wanted)];
    var channels = new ChannelState[16];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = new ChannelState();
    }
    var counts = new int[16]; // notes that were played on each channel
    var voices = new ArrayList<SynthVoice>();
    int next = 0;
    List<MidiEvent> events = song.events();
    for (int at = 0; at < Math.min(frames, wanted); at += SynthVoice.BLOCK) {
      double now = fromSeconds + (double) at / sampleRate;
      while (next < events.size() && events.get(next).seconds() <= now) {
        MidiEvent event = events.get(next++);
        ChannelState state = channels[event.channel()];
        if (!event.isNoteOn()) {
          handle(event, state, voices);
        } else if (event.seconds() >= fromSeconds
            && partOf(event.channel(), state) == part
            && orchestration.channels().contains(event.channel())) {
          int count = counts[event.channel()]++;
          SampledInstrument instrument = orchestration.instruments().get(event.channel());
          if (instrument == null) {
            start(event, state, voices);
          } else {
            start(event, instrument, count, voices);
          }
        }
      }
      int n = Math.min(SynthVoice.BLOCK, Math.min(frames, wanted) - at);
      for (SynthVoice voice : voices) {
        voice.add(out[0], out[1], at, n, channels[voice.channel()]);
      }
      voices.removeIf(SynthVoice::isOver);
    }
    return new Recording(out, sampleRate);
  }

  private static void handle(MidiEvent e, ChannelState state, List<SynthVoice> voices) {
    if (e.isNoteOff()) {
      for (SynthVoice voice : voices) {
        if (voice.channel() == e.channel() && voice.key() == e.data1() && !voice.isReleased()) {
          if (state.sustained()) {
            voice.hold();
          } else {
            voice.release();
          }
        }
      }
    } else {
      state.take(e);
      boolean allOff = e.command() == 0xB0 && (e.data1() == 123 || e.data1() == 120);
      for (SynthVoice voice : voices) {
        if (voice.channel() == e.channel()
            && (allOff || (voice.isHeld() && !state.sustained()))
            && !voice.isReleased()) {
          voice.release();
        }
      }
    }
  }

  private static Part partOf(int channel, ChannelState state) {
    return Part.of(channel, state.program());
  }

  private void start(MidiEvent e, ChannelState state, List<SynthVoice> voices) {
    int bankNumber = e.channel() == 9 ? 128 : state.bank();
    for (Region region : bank.preset(bankNumber, state.program())) {
      if (!region.covers(e.data1(), e.data2())) {
        continue;
      }
      var voice =
          new SynthVoice(
              region,
              bank.samples(region),
              e.channel(),
              e.data1(),
              e.data1(),
              e.data2(),
              sampleRate);
      if (voice.exclusiveClass() != 0) {
        for (SynthVoice other : voices) {
          if (other.channel() == e.channel()
              && other.exclusiveClass() == voice.exclusiveClass()
              && other.key() != e.data1()) {
            other.release();
          }
        }
      }
      add(voice, voices);
    }
  }

  private void start(
      MidiEvent e, SampledInstrument instrument, int count, List<SynthVoice> voices) {
    int sounding = instrument.withinRange(e.data1());
    instrument
        .sounding(sounding, e.data2(), count)
        .forEach(
            (region, samples) ->
                add(
                    new SynthVoice(
                        region, samples, e.channel(), e.data1(), sounding, e.data2(), sampleRate),
                    voices));
  }

  private static void add(SynthVoice voice, List<SynthVoice> voices) {
    if (voices.size() >= MOST_VOICES) {
      voices.removeFirst();
    }
    voices.add(voice);
  }
}
