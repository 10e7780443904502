package dev.isolator.dataset.synth;

import dev.isolator.dataset.effect.GuitarAmplifier;
import dev.isolator.dataset.effect.Level;
import dev.isolator.dataset.midi.ExpressivePlaying;
import dev.isolator.dataset.midi.MidiEvent;
import dev.isolator.dataset.midi.MidiSong;
import dev.isolator.dataset.midi.Note;
import dev.isolator.dataset.midi.Part;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.soundfont.Orchestration;
import dev.isolator.dataset.soundfont.SampledInstrument;
import dev.isolator.dataset.soundfont.SoundFontPlayer;
import dev.isolator.dataset.synth.InstrumentCollection.Family;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A MIDI song some of whose channels are played on recordings of real instruments, guitars through
/// an amplifier.
///
/// | channel | is played on | through an amplifier |
/// |---|---|---|
/// | bass | a bass, 3 of 5 | 1 of 4, 0 to 15 dB |
/// | electric guitar, overdriven or distorted (programs 29 to 31) | a guitar, 4 of 5 | 9 of 10, 15 to 45 dB |
/// | other guitars (24 to 28) | a guitar, 4 of 5 | 2 of 5, 0 to 20 dB |
/// | brass and reeds (56 to 71) | a saxophone, 3 of 5 | no |
/// | another lead in the voice's range | a guitar, 3 of 10; a saxophone, 1 of 5 | guitars 3 of 4, 10 to 45 dB |
///
/// Each is as loud as the bank's preset would have been.
public final class SampledPerformance {
  private static final double SILENT = 1e-7;

  private final MidiSong song;
  private final List<Player> players;

  /// Who plays a channel.
  ///
  /// @param amplifier null = none
  private record Player(
      int channel, SampledInstrument instrument, @Nullable GuitarAmplifier amplifier) {}

  private SampledPerformance(MidiSong song, List<Player> players) {
    this.song = song;
    this.players = List.copyOf(players);
  }

  /// Draws who plays what.
  ///
  /// @param random the same seed gives the same performance
  public static SampledPerformance draw(
      MidiSong song, InstrumentCollection instruments, SplittableRandom random) {
    var players = new ArrayList<Player>();
    for (int channel = 0; channel < 16; channel++) {
      var own = random.split(); // drawn for each, whatever the song has
      player(song, channel, instruments, own).ifPresent(players::add);
    }
    return new SampledPerformance(song, players);
  }

  /// Whether anything differs from the bank's rendering.
  public boolean isEmpty() {
    return players.isEmpty();
  }

  private static Optional<Player> player(
      MidiSong song, int channel, InstrumentCollection instruments, SplittableRandom random) {
    int of = channel;
    List<Note> notes = song.notes().stream().filter(note -> note.channel() == of).toList();
    double chance = random.nextDouble();
    if (notes.isEmpty() || notes.getFirst().part() == Part.DRUMS) {
      return Optional.empty();
    }
    int program = program(song, channel);
    Family family = null;
    double amplified = 0;
    double least = 0;
    double most = 0;
    if (notes.getFirst().part() == Part.BASS) {
      family = chance < 0.6 ? Family.BASS : null;
      amplified = 0.25;
      most = 15;
    } else if (program >= 24 && program <= 31) {
      family = chance < 0.8 ? Family.GUITAR : null;
      amplified = program >= 29 ? 0.9 : 0.4;
      least = program >= 29 ? 15 : 0;
      most = program >= 29 ? 45 : 20;
    } else if (program >= 56 && program <= 71) {
      family = chance < 0.6 ? Family.SAXOPHONE : null;
    } else if (ExpressivePlaying.isLead(notes)) {
      family = chance < 0.3 ? Family.GUITAR : chance < 0.5 ? Family.SAXOPHONE : null;
      amplified = family == Family.GUITAR ? 0.75 : 0;
      least = 10;
      most = 45;
    }
    boolean loud = random.nextDouble() < amplified;
    double drive = least + (most - least) * random.nextDouble();
    double cabinet = 4000 + 1500 * random.nextDouble();
    return family == null || !instruments.has(family)
        ? Optional.empty()
        : Optional.of(
            new Player(
                channel,
                instruments.draw(family, random),
                loud ? new GuitarAmplifier(drive, cabinet) : null));
  }

  /// The program at a channel's first note.
  private static int program(MidiSong song, int channel) {
    int program = 0;
    for (MidiEvent event : song.events()) {
      if (event.channel() == channel) {
        if (event.isNoteOn()) {
          return program;
        }
        program = event.command() == 0xC0 ? event.data1() : program;
      }
    }
    return program;
  }

  /// Renders the notes of a part between two times of the song, as
  /// [SoundFontPlayer#render(MidiSong, Part, double, double)] does.
  public Recording render(SoundFontPlayer player, Part part, double from, double to) {
    var replaced = new HashSet<Integer>();
    players.forEach(one -> replaced.add(one.channel));
    Recording rest =
        player.render(song, part, Orchestration.OF_THE_BANK.without(replaced), from, to);
    for (Player one : players) {
      add(rest.samples(), one, player, part, from, to);
    }
    return rest;
  }

  private void add(
      float[][] sum, Player one, SoundFontPlayer player, Part part, double from, double to) {
    float[][] preset =
        player.render(song, part, Orchestration.alone(one.channel), from, to).samples();
    double wanted = Level.rms(preset);
    if (!(wanted > SILENT)) {
      return; // the channel is silent, or of another part
    }
    var played =
        player.render(song, part, Orchestration.alone(one.channel, one.instrument), from, to);
    float[][] track = played.samples();
    if (one.amplifier != null) {
      float[] through = one.amplifier.apply(new float[][] {played.mono()}, played.sampleRate())[0];
      track = new float[][] {through, through};
    }
    double gain = wanted / Math.max(Level.rms(track), SILENT);
    for (int c = 0; c < sum.length; c++) {
      for (int i = 0; i < sum[c].length; i++) {
        sum[c][i] += (float) (gain * track[c][i]);
      }
    }
  }
}
