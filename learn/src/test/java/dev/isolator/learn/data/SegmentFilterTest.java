package dev.isolator.learn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.isolator.learn.data.FeedbackSong.Judgement;
import dev.isolator.learn.data.FeedbackSong.Mark;
import dev.isolator.learn.data.FeedbackSong.Part;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentFilterTest {
  private static final Judgement APPROVED =
      new Judgement(List.of(new Part(0, Double.POSITIVE_INFINITY)), List.of(), List.of());

  /// Nine sung segments; segment `k` has the agreement `k` dB.
  private static List<SongSegment> song() {
    var segments = new ArrayList<SongSegment>();
    for (int k = 0; k < 9; k++) {
      segments.add(new SongSegment(k, 4 * k, 4 * k + 4, k, 0.8, -6, -20));
    }
    return segments;
  }

  private static List<Integer> kept(List<SongSegment> segments, Judgement judgement) {
    return SegmentFilter.defaults().kept(segments, judgement).stream()
        .map(SongSegment::number)
        .toList();
  }

  @Test
  void theUpperThirdOfAnApprovedSongIsKept() {
    assertEquals(List.of(6, 7, 8), kept(song(), APPROVED));
  }

  @Test
  void agreementAloneKeepsNothing() {
    assertEquals(List.of(), kept(song(), Judgement.NONE));
  }

  @Test
  void rejectedAndMarkedSegmentsGoAndNoneComeInTheirPlace() {
    var judgement =
        new Judgement(
            APPROVED.approved(),
            List.of(new Part(25, 26)),
            List.of(new Mark("music-leaked", new Part(35.9, 40))));
    assertEquals(List.of(7), kept(song(), judgement));
  }

  @Test
  void anApprovalMustCoverTheWholeSegment() {
    var judgement = new Judgement(List.of(new Part(25, 33)), List.of(), List.of());
    assertEquals(List.of(7), kept(song(), judgement));
  }

  @Test
  void vocalsMustFitTheTimeline() {
    var segments = song();
    segments.set(6, new SongSegment(6, 24, 28, 6, 0.8, -21, -20)); // sung, and no vocals
    segments.set(7, new SongSegment(7, 28, 32, 7, 0, -14, -20)); // unsung, and vocals
    assertEquals(List.of(8), kept(segments, APPROVED));
    segments.set(8, new SongSegment(8, 32, 36, 8, 0, -40, -20)); // unsung, and none
    assertEquals(List.of(8), kept(segments, APPROVED));
    segments.set(8, new SongSegment(8, 32, 36, 8, 0, -40, -51)); // nearly silent
    assertEquals(List.of(), kept(segments, APPROVED));
  }

  @Test
  void monoAndShortSongsHaveNoThird() {
    var mono = new ArrayList<SongSegment>();
    for (int k = 0; k < 9; k++) {
      mono.add(new SongSegment(k, 4 * k, 4 * k + 4, Double.NaN, 0.8, -6, -20));
    }
    assertEquals(List.of(), kept(mono, APPROVED));
    assertEquals(List.of(), kept(song().subList(0, 2), APPROVED));
    assertEquals(List.of(2), kept(song().subList(0, 3), APPROVED));
    assertEquals(List.of(), kept(List.of(), APPROVED));
  }
}
