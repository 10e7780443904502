package dev.isolator.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongestFirstTest {
  private static WorkItem song(String name, double seconds) {
    return new WorkItem(name, 0, 0, seconds, "", "");
  }

  /// When the last processor ends, if each takes the next partition as soon as it is free.
  private static double makespan(List<List<WorkItem>> partitions, int processors) {
    var free = new PriorityQueue<Double>();
    for (int i = 0; i < processors; i++) {
      free.add(0.0);
    }
    double end = 0;
    for (var partition : partitions) {
      double done = free.remove() + LongestFirst.weight(partition);
      end = Math.max(end, done);
      free.add(done);
    }
    return end;
  }

  @ParameterizedTest(name = "{0} processors")
  @ValueSource(ints = {1, 2, 4, 16})
  void aThreeHourSongBesideTwoHundredShortOnesEndsWithinAFifthOfTheIdeal(int processors) {
    var songs = new ArrayList<WorkItem>();
    var random = new SplittableRandom(1);
    double total = 3 * 3600;
    for (int i = 0; i < 200; i++) {
      double seconds = 120 + random.nextInt(240);
      songs.add(song("short-" + i, seconds));
      total += seconds;
    }
    songs.add(100, song("long", 3 * 3600));

    var partitions = LongestFirst.pack(songs, processors);

    double ideal = Math.max(3 * 3600, total / processors);
    double made = makespan(partitions, processors);
    assertTrue(made <= 1.05 * ideal, made + " s, ideal " + ideal);
    assertEquals("long", partitions.getFirst().getFirst().uri());
  }

  @Test
  void everyItemIsInOnePartition() {
    var songs = new ArrayList<WorkItem>();
    for (int i = 0; i < 5000; i++) {
      songs.add(song("song-" + i, i % 7));
    }

    var names =
        LongestFirst.pack(songs, 3).stream()
            .flatMap(List::stream)
            .map(WorkItem::uri)
            .sorted()
            .toList();

    assertEquals(songs.stream().map(WorkItem::uri).sorted().toList(), names);
  }

  @Test
  void theOrderOfTheListChangesNothing() {
    var songs = List.of(song("a", 3), song("b", 1), song("c", 2), song("d", 2));

    assertEquals(LongestFirst.pack(songs, 2), LongestFirst.pack(songs.reversed(), 2));
  }

  @Test
  void manyShortItemsShareATask() {
    var songs = new ArrayList<WorkItem>();
    for (int i = 0; i < 10_000; i++) {
      songs.add(song("song-" + i, 1));
    }

    int partitions = LongestFirst.pack(songs, 2).size();

    assertTrue(partitions >= 64 && partitions <= 66, partitions + " partitions");
  }

  @Test
  void thereAreNoPartitionsOfNothing() {
    assertEquals(List.of(), LongestFirst.pack(List.of(), 4));
    assertEquals(1, LongestFirst.pack(List.of(song("only", 0)), 4).size());
  }

  @Test
  void noProcessorIsRefused() {
    var e = assertThrows(IllegalArgumentException.class, () -> LongestFirst.pack(List.of(), 0));
    assertEquals("processors must be at least 1, was 0", e.getMessage());
  }
}
