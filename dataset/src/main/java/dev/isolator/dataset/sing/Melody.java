package dev.isolator.dataset.sing;

import dev.isolator.dataset.midi.MidiSong;
import dev.isolator.dataset.midi.Note;
import dev.isolator.dataset.midi.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The melody of a vocal track.
public sealed interface Melody
    permits Melody.RandomWalk, Melody.Midi, RecordedMelody, PitchCorrectedMelody {
  /// The pitch shift for a clip, in semitones from its recorded pitch.
  ///
  /// @param atSeconds time in the track at which the clip begins
  /// @param seconds duration of the clip in the track
  /// @param shift semitones by which the singer is shifted as a whole
  MelodyCurve curve(
      SplittableRandom random, VoiceClip clip, double atSeconds, double seconds, double shift);

  /// The frame at which the next clip may begin: any frame, unless the melody has rests.
  ///
  /// @param atFrame frame of the track at which the last clip and its pause have ended
  /// @return the same frame, or a later one
  default int begin(int atFrame, int sampleRate) {
    return atFrame;
  }

  /// A random walk over a scale around the recorded pitch.
  ///
  /// @param sampleRate of the clips, in Hz
  record RandomWalk(int sampleRate) implements Melody {
    @Override
    public MelodyCurve curve(
        SplittableRandom random, VoiceClip clip, double atSeconds, double seconds, double shift) {
      var walk = RandomWalkMelody.walk(random, seconds);
      return walk.with(shift, LeadVocal.stepsFor(clip, sampleRate));
    }
  }

  /// The lead melody of a MIDI song; while it rests, notes of the sounding chord.
  ///
  /// @param lead notes of the melody channel in order, may be empty
  /// @param chords all pitched notes in order
  /// @param startSeconds time in the song at which the track begins
  record Midi(List<Note> lead, List<Note> chords, double startSeconds) implements Melody {
    private static final double REST_SECONDS = 3;
    private static final double LATE_SECONDS = 0.4;
    private static final double ON_TIME_SECONDS = 0.02;

    /// Takes the channel that is most likely the lead: one with many single, high notes.
    public static Midi of(MidiSong song, double startSeconds) {
      var pitched = song.notes().stream().filter(n -> n.part() != Part.DRUMS).toList();
      List<Note> best = List.of();
      double most = 0;
      for (int c = 0; c < 16; c++) {
        int channel = c;
        var line =
            pitched.stream().filter(n -> n.channel() == channel && n.part() == Part.OTHER).toList();
        double score = melodiousness(line);
        if (score > most) {
          most = score;
          best = line;
        }
      }
      return new Midi(best, pitched, startSeconds);
    }

    private static double melodiousness(List<Note> line) {
      if (line.size() < 16) {
        return 0;
      }
      int alone = 0;
      double pitch = 0;
      for (int i = 0; i + 1 < line.size(); i++) {
        alone += line.get(i + 1).start() - line.get(i).start() > 0.06 ? 1 : 0;
        pitch += line.get(i).key();
      }
      double share = (double) alone / line.size();
      double mean = pitch / line.size();
      return share < 0.8
          ? 0
          : share * Math.clamp((mean - 40) / 30, 0.05, 1) * Math.sqrt(line.size());
    }

    @Override
    public MelodyCurve curve(
        SplittableRandom random, VoiceClip clip, double atSeconds, double seconds, double shift) {
      double from = startSeconds + atSeconds;
      var notes = new ArrayList<Note>();
      for (Note note : lead) {
        if (note.start() < from + seconds && note.end() > from) {
          notes.add(note);
        }
      }
      if (notes.isEmpty()) {
        return chordTones(random, clip, from, seconds, shift);
      }
      var times = new ArrayList<Double>();
      var keys = new ArrayList<Double>();
      for (Note note : notes) {
        double at = Math.max(0, note.start() - from);
        if (times.isEmpty() || at - times.getLast() > 0.08) {
          times.add(times.isEmpty() ? 0 : at);
          keys.add((double) note.key());
        }
      }
      return absolute(random, clip, times, keys, shift);
    }

    /// The next note of the melody, if it begins within 3 s, or within 0.4 s if a note is sounding
    /// already. Else the given frame: during longer rests the notes of the chords are sung.
    @Override
    public int begin(int atFrame, int sampleRate) {
      double from = startSeconds + (double) atFrame / sampleRate;
      double patience = REST_SECONDS;
      for (Note note : lead) {
        if (note.start() > from + patience) {
          break;
        }
        if (note.start() >= from - ON_TIME_SECONDS) {
          return Math.max(atFrame, (int) Math.round((note.start() - startSeconds) * sampleRate));
        }
        if (note.end() > from + ON_TIME_SECONDS) {
          patience = LATE_SECONDS;
        }
      }
      return atFrame;
    }

    private MelodyCurve chordTones(
        SplittableRandom random, VoiceClip clip, double from, double seconds, double shift) {
      var times = new ArrayList<Double>();
      var keys = new ArrayList<Double>();
      double last = Double.NaN;
      for (double at = 0; at < seconds; at += 0.2 + 0.6 * random.nextDouble()) {
        var sounding = new ArrayList<Note>();
        for (Note note : chords) {
          if (note.start() <= from + at + 0.05 && note.end() > from + at) {
            sounding.add(note);
          }
        }
        double key = sounding.isEmpty() ? 60 : sounding.get(random.nextInt(sounding.size())).key();
        if (!Double.isNaN(last)) { // not the first: the octave that is nearest to the last note
          key += 12 * Math.rint((last - key) / 12);
        }
        last = key;
        times.add(at);
        keys.add(key);
      }
      return absolute(random, clip, times, keys, shift);
    }

    /// Notes as semitones from the recorded pitch, shifted by octaves into the singer's range.
    private static MelodyCurve absolute(
        SplittableRandom random,
        VoiceClip clip,
        List<Double> times,
        List<Double> keys,
        double shift) {
      double own = clip.pitch();
      // an unvoiced clip counts as middle C
      double home = Double.isNaN(own) ? 60 : own;
      double mean = keys.stream().mapToDouble(Double::doubleValue).average().orElse(60);
      double octaves = 12 * Math.rint((home + shift - mean) / 12);
      var semitones = new double[keys.size()];
      for (int i = 0; i < semitones.length; i++) {
        double off = keys.get(i) + octaves - home;
        semitones[i] = off - 12 * (int) (off / 12); // beyond an octave, the same note nearer by
      }
      return new MelodyCurve(
          times.stream().mapToDouble(Double::doubleValue).toArray(),
          semitones,
          0.02 + 0.06 * random.nextDouble(),
          4.5 + 2 * random.nextDouble(),
          0.6 * random.nextDouble(),
          own);
    }
  }
}
