/// Spectra: the short-time Fourier transform (STFT) and its exact inverse, on a grid fixed in
/// seconds and hertz.
///
/// Audio flows through this package twice. On its way in, [Stft] cuts it into overlapping frames
/// and turns each into a complex spectrum; on its way out, [OverlapAdd] joins masked spectra into
/// sound again. Untouched spectra give back the very signal they came from, at every length.
///
/// | type | what it holds |
/// |---|---|
/// | [AnalysisGrid] | how long a frame and a hop are at a file's sample rate, so that bins keep their frequency |
/// | [Window] | the Hann window, and the gains of a cross-fade |
/// | [RealFft] | one transform of real samples, and which lengths it has; JTransforms for powers of two, [MixedRadixFft] otherwise |
/// | [Stft] | samples → frames of bins, one frame or a whole signal |
/// | [OverlapAdd] | frames of bins → samples, as a stream |
///
/// Conventions, everywhere in Isolator: frame *t* is centred on sample *t*·hop; a song of *n*
/// frames of samples has `ceil(n / hop) + 1` spectra; outside the song there is silence; a spectrum
/// is interleaved, `[2 * bins]`: re, im of bin 0, re, im of bin 1, … up to half the sample rate;
/// the transform is not normalised.
///
/// ```java
/// var stft = new Stft(1024, 256);
/// float[][] spectrum = stft.forward(signal);
/// float[] same = stft.inverse(spectrum, signal.length);
/// ```
@NullMarked
package dev.isolator.spectrum;

import org.jspecify.annotations.NullMarked;
