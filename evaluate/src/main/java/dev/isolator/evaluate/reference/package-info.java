/// Separators that were not trained, to compare with: a network must do better than they do.
///
/// | name | idea | source |
/// |---|---|---|
/// | `reference:mixture` | the mixture itself | – |
/// | `reference:centre` | the voice is in the middle of the stereo image | Avendano 2003 |
/// | `reference:repet` | music repeats with one period, a voice does not | Rafii and Pardo 2013 |
/// | `reference:repet-sim` | music repeats at any distance, a voice does not | Rafii and Pardo 2012 |
/// | `reference:harmonic-percussive` | a voice is steadier than drums, and less steady than chords | FitzGerald 2010 |
///
/// All of them give `vocals` and `music`, and `music` is the mixture less `vocals` (but for
/// `reference:mixture`, where both are the mixture). They need the whole song in memory: some
/// hundred megabytes for four minutes.
///
/// ```java
/// var repet = ReferenceSeparators.named("reference:repet");
/// float[][][] stems = repet.separate(mix, 44100); // vocals, music
/// ```
@NullMarked
package dev.isolator.evaluate.reference;

import org.jspecify.annotations.NullMarked;
