/// Separation in real time: blocks of samples in, as many samples of every stem out, late by a
/// constant that is known before the first block.
///
/// ```java
/// var model = ModelCatalogue.open().find("live-vocals");
/// try (var separator = LiveSeparator.prepare(model, LiveSettings.defaults())) {
///   int late = separator.latencyFrames();
///   separator.warmUp(); // where somebody listens: the first hops would be late
///   separator.process(in, stems, mix, frames); // on the audio thread, for every block
/// }
/// ```
///
/// # From the outside
///
/// [LiveSeparator] is prepared for [LiveSettings], warmed up, and then called for every block;
/// [LiveMixer] makes of its stems what is heard. [LiveStatistics] says what happened, [HopTimes]
/// whether the machine is fast enough. Devices are in [dev.isolator.live.device], which this
/// package does not know: a plug-in or a game brings its own.
///
/// # Inside
///
/// | step | class | thread |
/// |---|---|---|
/// | samples → windows → spectra | [ChannelStream], [SynthesisWindow] | audio |
/// | spectra → masks, with states | [NetworkWorker], over [dev.isolator.model.FrameModel] | the network's |
/// | spectra and masks → samples, overlap-add | [ChannelStream] | audio |
/// | the last stem = mix − the others; fade where the network is late | [LiveSeparator] | audio |
/// | noise, before the first block | [WarmUp], [NetworkSpeed] | whoever prepares |
///
/// A network that looks ahead answers late; the spectra of [ChannelStream] wait for their masks,
/// and the latency is longer by as many hops.
///
/// The analysis grid is that of the file separation: windows and hops are scaled to the rate, frame
/// 0 is centred on the stream's first sample. With the same synthesis window, live equals offline
/// within 1e-4.
///
/// # Threads
///
/// [LiveSeparator#process] and [LiveMixer#process] run on the audio thread; they do not allocate,
/// lock, log, or read and write files. Two rings without locks lie between them and the network.
/// Everything else may be called from any thread, unless it says otherwise.
@NullMarked
package dev.isolator.live;

import org.jspecify.annotations.NullMarked;
