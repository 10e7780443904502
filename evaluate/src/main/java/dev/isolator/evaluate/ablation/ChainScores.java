package dev.isolator.evaluate.ablation;

/// What a chain reached on a data set.
///
/// @param name of the chain, or what is left out of it
/// @param songs that were scored
/// @param vocalsSdr track SDR of the vocals in dB, mean over songs in which somebody sings
/// @param musicSdr track SDR of the rest in dB, mean over the same songs
/// @param voiceF1 of all songs' frames, 0 to 1, at the model's own threshold; NaN where the model
///   does not say where somebody sings
/// @param rawnessDb [dev.isolator.evaluate.metric.EdgeRawness], mean over songs
/// @param islandsDb [dev.isolator.evaluate.metric.MusicalNoise#islandsDb], mean over songs
/// @param kurtosisDb [dev.isolator.evaluate.metric.MusicalNoise#kurtosisDb], mean over songs
/// @param speed seconds of music in a second
public record ChainScores(
    String name,
    int songs,
    double vocalsSdr,
    double musicSdr,
    double voiceF1,
    double rawnessDb,
    double islandsDb,
    double kurtosisDb,
    double speed) {}
