/// Conditioning: what the network hears, made fit for it; the audio itself is untouched.
///
/// Every step here changes spectra on their way into the network and nothing else. The masks that
/// come back are applied to the song's own spectra, so whatever is taken away or amplified here is
/// undone exactly: there is nothing to undo.
///
/// | step | type | what it does | reach |
/// |---|---|---|---|
/// | choose | [AnalysisOptions] | says which of the steps below a song gets; default none | |
/// | clean | [SpectrumConditioner] | takes away a constant offset, attenuates what lies below the voice | the frame |
/// | de-noise | [NoiseFloor] | attenuates bins that are not above the steady noise under them | all frames before |
/// | normalise | [LevelGain] | brings the song to the level that the network was trained at | some seconds before and after |
///
/// They come in this order. All of them see a song's frames in order, one after the other, so
/// chunks do not show, and memory is constant. A level of the whole song would not be lawful: a
/// stream does not know it. One instance serves one pair of channels on one thread; what the
/// methods that take a frame's number answer may be asked for from several threads.
///
/// ```java
/// var conditioner = new SpectrumConditioner(Conditioning.defaults(), 4096, 44_100);
/// conditioner.apply(spectrum); // an offset of 0.1 of full scale is gone from bins 0 and 1
/// ```
@NullMarked
package dev.isolator.conditioning;

import org.jspecify.annotations.NullMarked;
