/// Whole recordings in memory, for stages that need a song from its start to its end.
///
/// [RecordingFile] decodes a file to a [Recording] and writes one, whole or not at all.
/// [SampleRateConversion] changes the sample rate, with a filter made by [KaiserWindow]; [Axpy] is
/// its inner loop.
///
/// Samples are `[channels][frames]`, full scale ±1.0; sample rates are in Hz. Files of up to 30
/// minutes are read.
@NullMarked
package dev.isolator.dataset.recording;

import org.jspecify.annotations.NullMarked;
