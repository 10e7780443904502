package dev.isolator.audio;

/// What a decoder knows of a song before its first sample.
///
/// @param name what to call the song in messages: the file as it was given, or `-` for a pipe
/// @param container FFmpeg's short name of the container, such as `mp3` or `wav`
/// @param codec FFmpeg's short name of the codec, such as `mp3` or `pcm_s16le`
/// @param sampleRate in Hz, 1 to 768 000; 6 000 to 384 000 by default
/// @param layout the channels
/// @param depth how the file stores amplitudes; F32 for lossy codecs
/// @param lossy whether the codec threw something away
/// @param declaredFrames samples per channel as the header claims, or -1; a hint for progress bars,
///   never a size to allocate
/// @param gapless whether place and length are those of the original
public record AudioInfo(
    String name,
    String container,
    String codec,
    int sampleRate,
    ChannelLayout layout,
    SampleDepth depth,
    boolean lossy,
    long declaredFrames,
    Gapless gapless) {
  AudioInfo withGapless(Gapless other) {
    return new AudioInfo(
        name, container, codec, sampleRate, layout, depth, lossy, declaredFrames, other);
  }
}
