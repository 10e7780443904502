/// The scores of one candidate on one song, [SongScores], and their files: one JSON file each, and
/// all of them together in `scores.csv`.
@NullMarked
package dev.isolator.evaluate.score;

import org.jspecify.annotations.NullMarked;
