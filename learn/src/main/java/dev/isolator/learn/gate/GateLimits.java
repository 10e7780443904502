package dev.isolator.learn.gate;

/// What a candidate must reach beside the model in use.
///
/// @param leastMedianDb median over the songs of the difference in SDR; default 0
/// @param leastLowerDb lower end of that median's 95 % interval, exclusive; default −0.1
/// @param leastSongDb difference of any one song; default −0.5
/// @param mostF1Loss of the voice activity, 0 to 1; default 0.005, half a point
/// @param mostFalseVoiceDb by how much louder the voice may be that is found in songs without one;
///   default 0.5
/// @param leastSongs with a voice that the set must have; default 4
/// @param leastInstrumentals songs without a voice that the set must have; default 1
public record GateLimits(
    double leastMedianDb,
    double leastLowerDb,
    double leastSongDb,
    double mostF1Loss,
    double mostFalseVoiceDb,
    int leastSongs,
    int leastInstrumentals) {
  public static GateLimits defaults() {
    return new GateLimits(0, -0.1, -0.5, 0.005, 0.5, 4, 1);
  }
}
