package dev.isolator.dataset.midi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExpressivePlayingTest {
  /// Notes of 0.8 s, one a second.
  private static MidiSong song(int channel, int key, int together) {
    var events = new ArrayList<MidiEvent>();
    var notes = new ArrayList<Note>();
    for (int n = 0; n < 20; n++) {
      for (int k = 0; k < together; k++) {
        events.add(new MidiEvent(n, 0x90, channel, key + 4 * k, 100));
        notes.add(new Note(n, n + 0.8, key + 4 * k, channel, Part.of(channel, 26)));
      }
      for (int k = 0; k < together; k++) {
        events.add(new MidiEvent(n + 0.8, 0x80, channel, key + 4 * k, 0));
      }
    }
    return new MidiSong(events, notes, 19.8);
  }

  private static List<MidiEvent> bends(MidiSong song) {
    return song.events().stream().filter(event -> event.command() == 0xE0).toList();
  }

  private static double cents(MidiEvent bend) {
    return 200 * (((bend.data2() << 7) | bend.data1()) - 8192) / 8192.0;
  }

  @Test
  void aLeadIsBentWithinTwoSemitonesAndItsNotesStay() {
    var plain = song(2, 64, 1);
    var played = ExpressivePlaying.of(plain, 1, new SplittableRandom(1));

    assertEquals(plain.notes(), played.notes());
    assertEquals(
        plain.events(), played.events().stream().filter(e -> e.command() != 0xE0).toList());
    var bends = bends(played);
    assertTrue(bends.size() > 500, "bends: " + bends.size());
    assertTrue(
        bends.stream().allMatch(bend -> Math.abs(cents(bend)) <= 200 && bend.channel() == 2));
    assertTrue(bends.stream().anyMatch(bend -> cents(bend) > 80), "bent up");
    assertTrue(bends.stream().anyMatch(bend -> cents(bend) < -80), "slid into");
    for (int i = 1; i < played.events().size(); i++) {
      assertTrue(
          played.events().get(i - 1).seconds() <= played.events().get(i).seconds(), "in order");
    }
  }

  /// What a note before left is not heard in the next one: each begins with a message of its own,
  /// which stands before it.
  @Test
  void everyNoteBeginsWithItsOwnPitch() {
    var events = ExpressivePlaying.of(song(2, 64, 1), 1, new SplittableRandom(3)).events();
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).isNoteOn()) {
        MidiEvent before = events.get(i - 1);
        assertEquals(0xE0, before.command(), "note at " + events.get(i).seconds());
        assertEquals(events.get(i).seconds(), before.seconds());
      }
    }
  }

  @Test
  void theVibratoIsThatOfASingerInRateAndDepth() {
    var played = ExpressivePlaying.of(song(2, 64, 1), 1, new SplittableRandom(5));
    int notesWithVibrato = 0;
    for (int n = 0; n < 20; n++) {
      int start = n;
      var late =
          bends(played).stream()
              .filter(e -> e.seconds() > start + 0.45 && e.seconds() < start + 0.8)
              .toList();
      int turns = 0;
      for (int i = 2; i < late.size(); i++) {
        double before = cents(late.get(i - 1)) - cents(late.get(i - 2));
        double after = cents(late.get(i)) - cents(late.get(i - 1));
        turns += before * after < 0 ? 1 : 0;
      }
      notesWithVibrato += turns >= 2 && turns <= 6 ? 1 : 0; // 0.35 s at 4.5 to 6.5 Hz
    }
    assertTrue(notesWithVibrato >= 8, "notes with vibrato: " + notesWithVibrato);
  }

  @Test
  void theSameSeedPlaysTheSame() {
    var one = ExpressivePlaying.of(song(2, 64, 1), 0.5, new SplittableRandom(7));
    var two = ExpressivePlaying.of(song(2, 64, 1), 0.5, new SplittableRandom(7));
    assertEquals(one, two);
  }

  @Test
  void whatIsNoLeadIsLeftAsItIs() {
    var random = new SplittableRandom(1);
    var drums = song(9, 64, 1);
    var chords = song(2, 64, 3);
    var low = song(2, 40, 1);
    assertSame(drums, ExpressivePlaying.of(drums, 1, random));
    assertSame(chords, ExpressivePlaying.of(chords, 1, random));
    assertSame(low, ExpressivePlaying.of(low, 1, random));
    var lead = song(2, 64, 1);
    assertSame(lead, ExpressivePlaying.of(lead, 0, random));
    var events = new ArrayList<>(lead.events());
    events.addFirst(new MidiEvent(0, 0xE0, 2, 0, 80));
    var bent = new MidiSong(events, lead.notes(), lead.seconds());
    assertSame(bent, ExpressivePlaying.of(bent, 1, random));
    assertFalse(ExpressivePlaying.isLead(List.of()));
  }

  @Test
  void aShareOutOfRangeIsRefused() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ExpressivePlaying.of(song(2, 64, 1), 1.5, new SplittableRandom(1)));
    assertEquals("share must be from 0 to 1, was 1.5", e.getMessage());
  }
}
