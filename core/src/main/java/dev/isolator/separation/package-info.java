/// The engine: samples in, stems out, over whichever contract the model keeps.
///
/// ```java
/// try (var engine = SeparationEngine.of(model, Masking.soft(), 2)) {
///   BlockSeparation song =
///       engine.begin(44_100, ChannelLayout.STEREO, (stems, mix, frames) -> {
///         // stems[0][channel][0 … frames) is the first stem
///       });
///   song.write(block, frames); // blocks of any size, as often as there are any
///   song.finish();
/// }
/// ```
///
/// # From the outside
///
/// [SeparationEngine] holds an opened model and begins songs; a [BlockSeparation] is one song on
/// its way; a [StemReceiver] gets its stems, at most [StemReceiver#MAX_FRAMES] frames at a time, in
/// the song's order. [Pipeline] puts decoding before it and writing after it, each on a thread of
/// its own. [dev.isolator.Separator] does all that for a caller of the library.
///
/// # Inside
///
/// | the model takes | class | the steps |
/// |---|---|---|
/// | chunks or frames of spectra | [MaskSeparation] | [SampleHistory] → [ChunkAnalysis] → [MaskNetwork] → [ChunkVoice] → [ChunkSynthesis] |
/// | segments of samples | [SegmentSeparation] | [SampleHistory] → network → weighted overlap-add |
/// | the same at one rate, or one level | [ResampledSeparation], [StandardisedSeparation] | around it: resampled in and out; the song is heard twice |
/// | a whole song | [SongSeparation] | gather → method → cut into blocks |
/// | what each member takes | [EnsembleSeparation] | [MemberSeparation] of each → [WaveCombination] |
///
/// [HeardSpectrum] cleans what a mask network hears and brings it to a level, [MaskOptionsCheck]
/// and [VoiceGateCheck] refuse what a model has nothing for, [MedianVoice] tells a voice through a
/// running median. [ChannelPair] says which channels a network hears as left and right; [Remainder]
/// makes the last stem from what the others leave of the mix; [EnergyVoice] finds voice activity
/// from the vocal stem, where the network does not say it; [Workers] are the threads that transform
/// frames.
///
/// # Where somebody sings
///
/// A [VoiceDetector] holds a model that says it and does nothing else. Beside a separation
/// ([DetectedVoice]) it hears the same blocks; alone ([VoiceAlone]) nothing is taken apart. The
/// steps of [VoiceDetection] are [SampleHistory] → [ChunkAnalysis] → network → [ChunkVoice]. Where
/// the voice gate is asked for, stems go through [GatedVocals], whichever model they are from; a
/// gate that a card asks for works on the masks, by that network's own voice. The detector opens
/// its model when it is first asked.
///
/// # What holds
///
/// - Stems have the song's frames, rate and channels, and sum to it.
/// - Which frames or samples a network sees together depends on their place in the song alone: the
///   blocks in which the song comes change no bit.
/// - Memory does not grow with the song, except for [SongSeparation].
/// - For a network of finite reach the chunks do not show: a chunk carries a halo of at least the
///   reach, and the answer is that for the whole song between silence. For one whose reach is not
///   finite (recurrence, attention), segments lie on multiples of their stride from sample 0 and
///   are joined with fixed weights.
///
/// One song at a time for each engine, one thread at a time for each song.
@NullMarked
package dev.isolator.separation;

import org.jspecify.annotations.NullMarked;
