/// What is said of one song by one candidate, and how it is kept: [SongScores], one JSON file each,
/// and all of them together in `scores.csv`.
@NullMarked
package dev.isolator.evaluate.score;

import org.jspecify.annotations.NullMarked;
