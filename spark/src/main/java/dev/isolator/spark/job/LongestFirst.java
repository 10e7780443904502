package dev.isolator.spark.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// Items → partitions, so that all processors are busy to the end: Graham's rule of the longest
/// processing time first, with short items packed together.
///
/// A partition holds at most a 32nd of a processor's share, or one item that is longer. Partitions
/// come in falling order of their weight, and Spark starts them in order. So a three-hour song
/// begins first, and what runs last is short: the end of the job is at most one small partition
/// later than a perfect division, unless one song alone takes longer than that.
///
/// Source: Graham, Bounds on Multiprocessing Timing Anomalies, SIAM J. Appl. Math. 17(2), 1969.
public final class LongestFirst {
  /// Partitions a processor gets, at least.
  private static final int SHARES = 32;

  /// The most items of a partition: what is lost with an executor, and done again only as far as no
  /// marker says that it was done, stays small.
  private static final int MOST_ITEMS = 1000;

  private LongestFirst() {}

  /// Packs items.
  ///
  /// @param processors how many partitions are worked on at a time, 1 or more
  /// @return partitions, none empty; none for no items
  public static List<List<WorkItem>> pack(List<WorkItem> items, int processors) {
    if (processors < 1) {
      throw new IllegalArgumentException("processors must be at least 1, was " + processors);
    }
    var ordered = new ArrayList<>(items);
    ordered.sort(
        Comparator.comparingDouble(WorkItem::weight).reversed().thenComparing(WorkItem::uri));
    double total = ordered.stream().mapToDouble(WorkItem::weight).sum();
    double most = total / processors / SHARES;
    var partitions = new ArrayList<List<WorkItem>>();
    var filling = new ArrayList<WorkItem>();
    double filled = 0;
    for (WorkItem item : ordered) {
      boolean full = filled + item.weight() > most || filling.size() == MOST_ITEMS;
      if (full && !filling.isEmpty()) {
        partitions.add(new ArrayList<>(filling));
        filling.clear();
        filled = 0;
      }
      filling.add(item);
      filled += item.weight();
    }
    if (!filling.isEmpty()) {
      partitions.add(filling);
    }
    partitions.sort(Collections.reverseOrder(Comparator.comparingDouble(LongestFirst::weight)));
    return partitions;
  }

  /// What all items of a partition weigh.
  static double weight(List<WorkItem> partition) {
    return partition.stream().mapToDouble(WorkItem::weight).sum();
  }
}
