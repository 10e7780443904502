/// Audio in and out: files and streams to blocks of samples, and back.
///
/// All of FFmpeg is in here, and all hostile input stops here: what leaves this package as a block
/// is finite, in place, and of the rate and channels that [AudioInfo][dev.isolator.audio.AudioInfo]
/// says.
///
/// ## In
///
/// [Decoder][dev.isolator.audio.Decoder] opens wav, flac, mp3, ogg (vorbis, opus, flac, speex), m4a
/// (aac, alac), aiff, wma and twenty more kinds of sound files, and the sound of videos;
/// `docs/cli.md` lists the endings of their names, but a file is recognised by its content, never
/// by its name. A file and a pipe give the same bits. Sampling rates are 6 to 384 kHz (1 to 768
/// where limits allow it), channels 1 to 16. The decoder gives
///
/// - *samples*: `[channels][frames]`, floats of full scale ±1.0; an integer of `n` bits becomes `k
///   / 2^(n-1)`, exactly up to 24 bits. NaN and infinities become silence and are counted.
/// - *place and length* of the original, where the container stores them; else
///   [Gapless#UNKNOWN][dev.isolator.audio.Gapless#UNKNOWN].
/// - *tags and cover* ([Tags][dev.isolator.audio.Tags]), which an encoder carries over.
/// - *errors* ([DecodeErrors][dev.isolator.audio.DecodeErrors]): what was broken and is silent now.
/// - or an [AudioException][dev.isolator.audio.AudioException], one line of file, expected, found
///   and way out, whose kind programs switch over.
///
/// [DecodeLimits][dev.isolator.audio.DecodeLimits] are the named limits of what it puts up with. No
/// header sizes an allocation. Only containers and codecs of an allow-list are opened, and only the
/// bytes that were given are read: playlists are refused whatever they are called, and FFmpeg may
/// open no file and no address by itself.
///
/// ## Between
///
/// [Resampler][dev.isolator.audio.Resampler] changes the rate, with exact place and length.
///
/// ## Out
///
/// [Encoder][dev.isolator.audio.Encoder] writes wav, flac, mp3, m4a and opus, as
/// [OutputFormat][dev.isolator.audio.OutputFormat] says;
/// [StemFileEncoder][dev.isolator.audio.StemFileEncoder] writes a mix and its stems as one file.
///
/// ## Example
///
/// The loudest sample of a song, at whatever rate it comes, as `AudioTourTest` runs it:
///
/// ```java
/// float peak = 0;
/// try (var song = Decoder.open(file)) {
///   var block = new float[song.info().layout().count()][4096];
///   for (int n; (n = song.read(block, 4096)) > 0; ) {
///     for (var channel : block) {
///       for (int i = 0; i < n; i++) {
///         peak = Math.max(peak, Math.abs(channel[i]));
///       }
///     }
///   }
/// }
/// ```
///
/// ## Threads and start-up
///
/// One thread at a time for each object; different objects are independent. The first use loads
/// four of FFmpeg's libraries, about 0.4 s of one core; the very first start on a machine unpacks
/// them (some 60 MB) into JavaCPP's cache, `~/.javacpp/cache` unless
/// `org.bytedeco.javacpp.cachedir` says otherwise.
@NullMarked
package dev.isolator.audio;

import org.jspecify.annotations.NullMarked;
