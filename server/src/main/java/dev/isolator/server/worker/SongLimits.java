package dev.isolator.server.worker;

/// The largest song that is separated.
///
/// @param maxSeconds longest song
/// @param maxChannels most channels
public record SongLimits(long maxSeconds, int maxChannels) {}
