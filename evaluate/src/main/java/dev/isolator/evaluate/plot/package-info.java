/// Pictures of sound, as PNG or SVG: waveform, spectrogram, mask, voice activity, what each step of
/// a chain does ([ChainChart]).
///
/// ```java
/// var sound = Pcm16Reader.read(AudioRegion.of(Path.of("song.mp3")));
/// ChartFile.write(SpectrogramChart.of(sound, "song"), Path.of("song.svg"), 1200, 400);
/// ```
///
/// Charts are JFreeChart's; no screen is needed.
@NullMarked
package dev.isolator.evaluate.plot;

import org.jspecify.annotations.NullMarked;
