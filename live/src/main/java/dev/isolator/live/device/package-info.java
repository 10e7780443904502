/// Audio devices: where live blocks come from and go to.
///
/// ```java
/// var streams = new AudioStreams(0, 2, 256, format, false);
/// try (AudioStream stream = streams.open("jack", "jack", System.in, System.out)) {
///   stream.start((in, out, frames) -> copy(in, out, frames)); // on the audio thread
///   stream.awaitEnd(Duration.ofHours(1));
/// }
/// ```
///
/// # From the outside
///
/// [AudioStreams] opens a stream by the names that people type; an [AudioStream] calls an
/// [AudioCallback] for every block, counts what went wrong, and says when it has ended and why.
/// [DeviceList] says what there is. A [DeviceException] has the way out in its message. [BlockRing]
/// hands samples from one thread to another.
///
/// # Inside
///
/// | stream | class | its clock |
/// |---|---|---|
/// | JACK on one side or both | [JackStream] | the server's, in JACK's own thread |
/// | no JACK | [BlockingStream] | the input device's, else the output device's, else none |
///
/// An [AudioInput] is read and an [AudioOutput] written by threads that may wait: files, pipes,
/// Java Sound. Two Java Sound devices have two clocks, and even one device's two sides are started
/// at different times: [JavaSoundOutput] plays from a ring on a thread of its own, [DriftControl]
/// measures how the clocks differ, and [DriftResampler] follows.
///
/// JACK is reached by JNAJack (LGPL-2.1) and JNA; PipeWire through its own JACK library
/// (`pw-jack`).
@NullMarked
package dev.isolator.live.device;

import org.jspecify.annotations.NullMarked;
