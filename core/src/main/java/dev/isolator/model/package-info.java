/// Models: what they are, where they are kept, and how they run.
///
/// ```java
/// ModelCatalogue.Entry entry = ModelCatalogue.open().find("studio-vocals");
/// try (Model model = entry.open(2, Accelerator.CPU)) {
///   switch (model) {
///     case ChunkModel chunks -> chunks.run(); // spectrum() → mask()
///     case FrameModel frames -> frames.begin(); // one frame at a time, with states
///     case SegmentModel segments -> segments.run(0, n); // mix() → stems()
///     case SongModel song -> song.separate(samples, 44_100);
///     case VoiceModel voice -> voice.run(); // spectrum() → voice()
///     case EnsembleModel several -> several.parts(); // each is one of the above
///   }
/// }
/// ```
///
/// # A model and its card
///
/// A model is an ONNX file; its [ModelCard] says what comes out ([ModelCard#stems()]), where it
/// comes from ([ModelCard.Provenance]), and what goes in and out at a time: its [Contract]. The
/// card lies beside the file as JSON, and the same keys are in the file's metadata; [CardReader]
/// checks each value against its range, because cards come from outside.
///
/// | contract | a run takes | a run gives | keys of its own |
/// |---|---|---|---|
/// | [Contract.Chunk] | spectra `[4][bins][chunkFrames]` | masks `[stems][2][bins][chunkFrames]` | grid, reach, `chunkFrames`, `voiceGate` |
/// | [Contract.Frame] | a spectrum `[4][bins][1]` and states | masks `[stems][2][bins][1]`, those of the frame its look-ahead before, and the next states | grid, reach |
/// | [Contract.Segment] | samples `[2][segmentFrames]` | stems `[stems][2][segmentFrames]` | `sampleRate`, `segmentFrames`, `strideFrames`, `marginFrames`, `leadFrames`, `blend`, `ends`, `standardised` |
/// | [Contract.Adapted] | the same, by way of an outside model's own tensors | the same | the same, and `adapter` |
/// | [Contract.Song] | samples `[channels][n]` | stems `[stems][channels][n]` | none |
/// | [Contract.Voice] | spectra `[4][bins][chunkFrames]` | where somebody sings, `[chunkFrames]`; no stems | grid, reach, `chunkFrames` |
/// | [Contract.Members] | what each member of an ensemble takes | what each gives | no file |
///
/// Every card may say from which probability on somebody sings: `voiceOn`, `voiceOff`,
/// `voiceMedianSeconds` ([VoiceThresholds]).
///
/// A [VoiceModel] takes nothing apart: it says where somebody sings, beside whichever model does.
/// [ModelCatalogue#separating] finds the ones, [ModelCatalogue#voice] the others.
///
/// Where masks are asked for, all feature computation lives in the network; the engine gives it
/// spectra on its own [Grid] and applies the masks to the song's.
///
/// # Networks of others
///
/// A network that was not made for Isolator gets a card when it is added: [Outside] recognises it
/// by its tensors, and the card's [Adapter] says what lies between those and samples. It is a
/// [SegmentModel] then, like any other.
///
/// # Where models are
///
/// [ModelCatalogue] lists the built-in ones, the user's ([ModelFolder]), and the methods that other
/// modules bring along ([Model.Providers]). Adding one checks its hash, its shapes and the range of
/// its answers.
///
/// # Several together
///
/// An [Ensemble] names models that take a song apart together, as a text (`a,b:2`) or, with a name,
/// in a YAML file among the models ([EnsembleReader]). The catalogue gives it as one model: a
/// [ChunkModel] where all members answer with masks of one contract, which are then combined, else
/// an [EnsembleModel], whose waves the engine combines. [Combination] says how.
///
/// # What runs them
///
/// ONNX Runtime, which no other package sees; [Accelerator] says where. On the processor a network
/// that has a second graph in 8 bits beside it runs in those where the processor has instructions
/// for it ([Precision]); [InferenceSession] runs graphs without a card, for tools. Its telemetry is
/// switched off before it is loaded. Opening costs some 100 ms and the memory of weights and
/// buffers; a run allocates nothing that grows with the song. A model is used by one thread at a
/// time, and spreads over as many as it was opened with.
@NullMarked
package dev.isolator.model;

import org.jspecify.annotations.NullMarked;
