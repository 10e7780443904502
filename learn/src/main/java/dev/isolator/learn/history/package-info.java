/// The audit of the learning loop: versions of the data, runs, gates, promotions and revocations,
/// in a file that only grows, each line bound to the one before by its hash.
///
/// ```java
/// var history = new History(Path.of("learn"));
/// history.add("anna", HistoryEntry.Kind.PROMOTION, "promotion:3", details);
/// history.read().forEach(System.out::println);
/// ```
@NullMarked
package dev.isolator.learn.history;

import org.jspecify.annotations.NullMarked;
