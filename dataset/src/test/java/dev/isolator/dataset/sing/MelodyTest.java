package dev.isolator.dataset.sing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.dataset.midi.MidiSong;
import dev.isolator.dataset.midi.Note;
import dev.isolator.dataset.midi.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MelodyTest {
  private static final int RATE = 44_100;
  private static final int[] SCALE = {60, 62, 64, 65, 67, 69, 71, 72};

  private static VoiceClip clip(float[] samples) {
    return new VoiceClip(samples, PitchTracker.median(samples, RATE));
  }

  private static SingerClips voice() {
    return new SingerClips(
        "test",
        List.of(
            clip(Vowels.sung(196, 215, 3, RATE)),
            clip(
                Vowels.joined(
                    Vowels.hissed(0.08, RATE, 1),
                    Vowels.sung(233, 233, 1, RATE),
                    Vowels.hissed(0.1, RATE, 2),
                    Vowels.sung(208, 175, 1, RATE)))),
        1);
  }

  /// A note every half second, from second 2 on.
  private static List<Note> melody() {
    var notes = new ArrayList<Note>();
    for (int i = 0; i < 24; i++) {
      double at = 2 + 0.5 * i;
      notes.add(new Note(at, at + 0.5, SCALE[i * 3 % 8], 3, Part.OTHER));
    }
    return notes;
  }

  @ParameterizedTest
  @EnumSource
  void aLineIsInTuneWithTheSong(Formants formants) {
    var notes = melody();
    var tune = new Melody.Midi(notes, notes, 0);
    int frames = 14 * RATE;
    var lead = LeadVocal.compose(new SplittableRandom(4), voice(), tune, frames, 0, RATE);
    float[] track = lead.sound(new SplittableRandom(5), frames, 0, 0, formants, RATE);

    double[] hertz = PitchTracker.track(track, RATE, 441);
    var cents = new ArrayList<Double>();
    for (Note note : notes) {
      // past glide and onset, before the next; vibrato is at most 60 cents to either side
      for (int t = (int) (100 * note.start()) + 15; t < 100 * note.end() - 6; t++) {
        if (hertz[t] > 0) {
          double off = PitchTracker.note(hertz[t]) - note.key();
          cents.add(100 * Math.abs(off - 12 * Math.rint(off / 12)));
        }
      }
    }
    double[] sorted = cents.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    assertTrue(sorted.length > 300, () -> sorted.length + " voiced frames");
    double median = sorted[sorted.length / 2];
    double most = sorted[sorted.length * 9 / 10];
    assertTrue(median < 25, () -> "median %.0f cents off".formatted(median));
    assertTrue(most < 70, () -> "a tenth is %.0f cents off".formatted(most));
  }

  @Test
  void piecesBeginOnTheNotes() {
    var notes = melody();
    var tune = new Melody.Midi(notes, notes, 0);
    assertEquals(2 * RATE, tune.begin(0, RATE), "waits for the melody");
    assertEquals((int) (2.5 * RATE), tune.begin((int) (2.2 * RATE), RATE), "or for its next note");
    assertEquals(3 * RATE, tune.begin(3 * RATE, RATE));
    assertEquals(20 * RATE, tune.begin(20 * RATE, RATE), "after the last it goes on alone");
    assertEquals(12_345, new Melody.RandomWalk(RATE).begin(12_345, RATE));
    var moved = new Melody.Midi(notes, notes, 1.5);
    assertEquals(RATE / 2, moved.begin(0, RATE), "the song begins at its second 1.5");
  }

  @Test
  void aLongNoteIsNotWaitedOutOf() {
    var tune =
        new Melody.Midi(
            List.of(new Note(0, 4, 60, 0, Part.OTHER), new Note(4, 5, 62, 0, Part.OTHER)),
            List.of(),
            0);
    assertEquals(2 * RATE, tune.begin(2 * RATE, RATE));
  }

  @Test
  void theMelodyIsTheHighLineThatPlaysAlone() {
    var all = new ArrayList<Note>(melody());
    for (int i = 0; i < 24; i++) { // chords: three keys at once
      for (int key : new int[] {55, 59, 62}) {
        all.add(new Note(i * 0.5, i * 0.5 + 0.5, key, 1, Part.OTHER));
      }
      all.add(new Note(i * 0.5, i * 0.5 + 0.5, 33, 2, Part.BASS));
    }
    var song = new MidiSong(List.of(), all, 14);
    assertEquals(melody(), Melody.Midi.of(song, 0).lead());
  }

  @Test
  void withoutAMelodyTheNotesAreThoseOfTheChord() {
    var chords =
        List.of(
            new Note(0, 4, 48, 1, Part.OTHER),
            new Note(0, 4, 52, 1, Part.OTHER),
            new Note(0, 4, 67, 1, Part.OTHER));
    var clip = clip(Vowels.sung(220, 220, 1, RATE));
    for (int seed = 0; seed < 20; seed++) {
      var curve =
          new Melody.Midi(List.of(), chords, 0)
              .curve(new SplittableRandom(seed), clip, 0, 3.5, seed % 7 - 3);
      var classes =
          Arrays.stream(curve.semitones())
              .mapToObj(s -> Math.floorMod(Math.round(s + curve.home()), 12))
              .collect(Collectors.toSet());
      assertTrue(Set.of(0, 4, 7).containsAll(classes), classes::toString);
    }
  }

  @Test
  void pitchGlidesAndVibratoSwells() {
    var curve = new MelodyCurve(new double[] {0, 1}, new double[] {0, 4}, 0.1, 5, 0.5, Double.NaN);
    assertEquals(0, curve.at(0), 1e-9);
    assertEquals(2, curve.at(1.05), 0.1, "half-way through the glide");
    assertEquals(0.5, curve.at(0.85), 1e-9, "vibrato's crest, full after 0.3 s");
    assertEquals(4.5 - 0.5 / 6, curve.at(1.25), 1e-9, "and not yet");
    assertEquals(0.5, curve.against(0.85, 64), 1e-9, "no home: the recording's own pitch stays");
    assertEquals(
        60 - 64 + 0.5,
        new MelodyCurve(new double[] {0}, new double[] {0}, 0.1, 5, 0.5, 60).against(0.85, 64),
        1e-9);
  }

  @Test
  void speechKeepsItsOwnMelodyAndMovesAsAWhole() {
    var clip = clip(Vowels.sung(150, 220, 2, RATE));
    var curve = new RecordedMelody().curve(new SplittableRandom(1), clip, 0, 2, 3);
    float[] read = Formants.STAY.read(clip.samples(), 0, 2 * RATE, curve, RATE);

    double[] before = PitchTracker.track(clip.samples(), RATE, 441);
    double[] after = PitchTracker.track(read, RATE, 441);
    for (int t = 20; t < 180; t++) {
      assertEquals(
          3, PitchTracker.note(after[t]) - PitchTracker.note(before[t]), 0.35, "frame " + t);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsCorrectedStandsOnNotesWhateverWasRecorded(Formants formants) {
    var clip = clip(Vowels.sung(150, 220, 3, RATE)); // six semitones up
    var curve = new PitchCorrectedMelody().curve(new SplittableRandom(2), clip, 0, 2, 0);
    float[] read = formants.read(clip.samples(), 0, 2 * RATE, curve, RATE);

    double[] hertz = PitchTracker.track(read, RATE, 441);
    int held = 0;
    int off = 0;
    for (int t = 20; t < hertz.length - 20; t++) {
      double cents = 100 * (PitchTracker.note(hertz[t]) - clip.pitch());
      held +=
          Math.abs(PitchTracker.note(hertz[t]) - PitchTracker.note(hertz[t - 1])) < 0.15 ? 1 : 0;
      off += Math.abs(cents - 100 * Math.rint(cents / 100)) > 25 ? 1 : 0;
    }
    int frames = hertz.length - 40;
    assertTrue(held > 0.85 * frames, "held in %d of %d frames".formatted(held, frames));
    assertTrue(off < 0.15 * frames, "between notes in %d of %d".formatted(off, frames));
  }
}
