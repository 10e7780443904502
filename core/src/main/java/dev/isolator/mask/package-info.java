/// Masks: from the network's answer to each stem's share of the mix.
///
/// A mask is a gain from 0 to 1 for every bin of a frame. The network gives one for each stem but
/// the last; the last stem has what the others leave of 1. A stem's spectrum is mask times mix, so
/// whatever is done to masks here, the stems still sum to the mix.
///
/// | step | type | what it does | costs |
/// |---|---|---|---|
/// | choose | [Masking] | says which of the steps below a song gets; default: none but the card's gate | |
/// | shape | [MaskShaping] | soft masks stay as they are; binary ones give each bin whole to one stem | nothing |
/// | gate | [VoiceGate] | silences the vocals where nobody sings, with soft edges ([VoiceGating]: on, off, or as the model's card says) | 0.2 s of look-ahead |
/// | reshape | [ShapedMasks] | exponent, compression, floor, smoothing, soft entry and exit ([MaskShape]), islands away ([CleanUp]) | a lag of some frames, and as many masks |
/// | filter | [WienerFilter] | sharpens the masked spectra with what level and phase between the channels say about each stem | a lag of up to 256 frames; in stereo some 10 MB and 18 MB for each stem but the last |
/// | refine | [PhaseRefinement] | gives the stems' spectra phases that go with their magnitudes and with the mix | a lag of 3 frames a round; two transforms a stem, frame and round |
///
/// They come in this order. All of them work frame by frame with a lag that is known, and none
/// looks at the song as a whole, so memory is constant and chunks do not show. One instance of each
/// serves one song (and one pair of channels) on one thread; only [WienerFilter#refine] may run on
/// several threads at once, for different bins.
///
/// Shaping with a threshold:
///
/// ```java
/// var shaping = MaskShaping.of(Masking.soft().withBinaryThreshold(0.5));
/// float[][] masks = {{0.9f, 0.4f}}; // of the vocals, in two bins
/// shaping.shape(masks); // {{1, 0}}: the first bin is the vocals', the second the music's
/// ```
///
/// Sources are cited at the types: Wang 2005 for binary masks, Nugraha et al. 2016 and Duong et al.
/// 2010 for the filter, Gunawan and Sen 2010 for the phases; both are compared with the papers'
/// formulas in tests.
@NullMarked
package dev.isolator.mask;

import org.jspecify.annotations.NullMarked;
