/// Labels of voice activity: when somebody sings.
///
/// [StemActivity] derives them from the level of a vocal stem. [LabelFile] reads and writes them as
/// Audacity labels, JSON or CSV. Times are in seconds from the start of the file, levels in dB;
/// labels are a [dev.isolator.voice.VoiceTimeline].
@NullMarked
package dev.isolator.dataset.activity;

import org.jspecify.annotations.NullMarked;
