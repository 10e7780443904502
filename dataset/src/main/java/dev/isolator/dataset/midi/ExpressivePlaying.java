package dev.isolator.dataset.midi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Plays the leads of a MIDI song as a guitarist or a saxophonist does: with bends, slides, vibrato
/// and portamento, written as pitch-bend messages.
///
/// A network that learns from files whose pitch stands still takes everything that moves for a
/// voice: a guitar lead loses none of its amplitude to the voice when it is played plainly, and two
/// thirds with bends and vibrato. So the accompaniment has to move as well.
///
/// | what | how much |
/// |---|---|
/// | vibrato | ±15 to 45 cents at 4.5 to 6.5 Hz, from 0.12 to 0.25 s into notes longer than 0.35 s; 3 of 4 |
/// | slide into a note | from 1 or 2 semitones below (or above, 1 of 5) within 80 to 250 ms; 1 of 3 |
/// | bend within a note | 1 or 2 semitones up within 80 to 250 ms, half of them back; 1 of 5 of those longer than 0.5 s |
/// | portamento | from the note before, at most 2 semitones, within 40 to 120 ms, if it ended no more than 60 ms ago; 1 of 3 |
///
/// A channel is a lead if it is neither drums nor bass, its notes lie in a voice's range in the
/// mean (52 to 84, E3 to C6), and it plays one note at a time for the most part. Channels that bend
/// by themselves are left as they are.
public final class ExpressivePlaying {
  private static final int BEND = 0xE0;
  private static final int CENTRE = 8192;
  private static final double RANGE_CENTS = 200; // General MIDI's, which these messages rely on
  private static final double STEP_SECONDS = 0.008;
  private static final int LOWEST_MEAN = 52;
  private static final int HIGHEST_MEAN = 84;
  private static final int FEWEST_NOTES = 8;
  private static final double MOST_OVERLAP = 0.2;

  private ExpressivePlaying() {}

  /// The song with some of its leads played expressively.
  ///
  /// @param share of the leads that are, 0 to 1
  /// @param random which of them, and how; the same seed gives the same song
  public static MidiSong of(MidiSong song, double share, SplittableRandom random) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be from 0 to 1, was " + share);
    }
    var bends = new ArrayList<MidiEvent>();
    for (int channel = 0; channel < 16; channel++) {
      boolean chosen = random.nextDouble() < share; // drawn for each, whatever the song has
      var own = random.split();
      List<Note> notes = notesOf(song, channel);
      if (chosen && isLead(notes) && !bendsItself(song, channel)) {
        play(notes, channel, own, bends);
      }
    }
    if (bends.isEmpty()) {
      return song;
    }
    var events = new ArrayList<>(bends); // before notes of the same time: a note begins bent
    events.addAll(song.events());
    events.sort(Comparator.comparingDouble(MidiEvent::seconds));
    return new MidiSong(events, song.notes(), song.seconds());
  }

  private static List<Note> notesOf(MidiSong song, int channel) {
    return song.notes().stream().filter(note -> note.channel() == channel).toList();
  }

  /// Whether a channel's notes are a lead in the voice's range.
  public static boolean isLead(List<Note> notes) {
    if (notes.size() < FEWEST_NOTES || notes.getFirst().part() != Part.OTHER) {
      return false;
    }
    double mean = notes.stream().mapToInt(Note::key).average().orElse(0);
    double sounding = 0;
    double overlapping = 0;
    double end = 0;
    for (Note note : notes) {
      sounding += note.end() - note.start();
      overlapping += Math.max(0, Math.min(end, note.end()) - note.start());
      end = Math.max(end, note.end());
    }
    return mean >= LOWEST_MEAN && mean <= HIGHEST_MEAN && overlapping <= MOST_OVERLAP * sounding;
  }

  private static boolean bendsItself(MidiSong song, int channel) {
    return song.events().stream()
        .anyMatch(
            event ->
                event.channel() == channel
                    && event.command() == BEND
                    && ((event.data2() << 7) | event.data1()) != CENTRE);
  }

  private static void play(
      List<Note> notes, int channel, SplittableRandom random, List<MidiEvent> bends) {
    Note before = null;
    for (int i = 0; i < notes.size(); i++) {
      Note note = notes.get(i);
      double next = i + 1 < notes.size() ? notes.get(i + 1).start() : Double.MAX_VALUE;
      double end = Math.min(note.end() + 0.3, next); // the release still sounds
      var gesture = Gesture.draw(note, before, random);
      int last = -1;
      for (double t = note.start(); t < end; t += STEP_SECONDS) {
        int value = value(gesture.cents(t - note.start()));
        if (value != last) {
          bends.add(new MidiEvent(t, BEND, channel, value & 0x7F, value >> 7));
          last = value;
        }
      }
      before = note;
    }
  }

  private static int value(double cents) {
    return Math.clamp(CENTRE + Math.round(CENTRE * cents / RANGE_CENTS), 0, 2 * CENTRE - 1);
  }

  /// How the pitch of one note moves.
  ///
  /// @param fromCents where it begins, and comes to 0 within `slideSeconds`
  /// @param bendCents how far it is bent from `bendAt` on, within `bendSeconds`; back, if it goes
  ///   back, as long after that
  /// @param vibratoCents depth of the vibrato, which grows over 0.2 s from `vibratoAt` on
  private record Gesture(
      double fromCents,
      double slideSeconds,
      double bendCents,
      double bendAt,
      double bendSeconds,
      boolean back,
      double vibratoCents,
      double vibratoHertz,
      double vibratoAt) {

    static Gesture draw(Note note, @Nullable Note before, SplittableRandom random) {
      double length = note.end() - note.start();
      double from = 0;
      double slide = 0.08 + 0.17 * random.nextDouble();
      boolean joined = before != null && note.start() - before.end() <= 0.06;
      if (joined && random.nextInt(3) == 0 && before != null) {
        from = Math.clamp(100.0 * (before.key() - note.key()), -RANGE_CENTS, RANGE_CENTS);
        slide = 0.04 + 0.08 * random.nextDouble();
      } else if (random.nextInt(3) == 0) {
        from = (random.nextInt(5) == 0 ? 100 : -100) * (1 + random.nextInt(2));
      }
      boolean bent = length > 0.5 && random.nextInt(5) == 0;
      double bend = bent ? 100 * (1 + random.nextInt(2)) : 0;
      boolean vibrato = length > 0.35 && random.nextInt(4) > 0;
      return new Gesture(
          from,
          slide,
          bend,
          length * (0.25 + 0.3 * random.nextDouble()),
          0.08 + 0.17 * random.nextDouble(),
          random.nextBoolean(),
          vibrato ? 15 + 30 * random.nextDouble() : 0,
          4.5 + 2 * random.nextDouble(),
          0.12 + 0.13 * random.nextDouble());
    }

    /// The pitch's distance from the key, in cents.
    ///
    /// @param t seconds since the note's start
    double cents(double t) {
      double cents = fromCents * (1 - smooth(t / slideSeconds));
      cents += bendCents * smooth((t - bendAt) / bendSeconds);
      if (back) {
        cents -= bendCents * smooth((t - bendAt - 2 * bendSeconds) / bendSeconds);
      }
      double depth = vibratoCents * Math.clamp((t - vibratoAt) / 0.2, 0, 1);
      return cents + depth * Math.sin(2 * Math.PI * vibratoHertz * (t - vibratoAt));
    }

    /// 0 to 1 without a corner.
    private static double smooth(double x) {
      double y = Math.clamp(x, 0, 1);
      return y * y * (3 - 2 * y);
    }
  }
}
