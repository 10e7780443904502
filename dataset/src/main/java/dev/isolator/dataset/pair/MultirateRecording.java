package dev.isolator.dataset.pair;

import dev.isolator.dataset.recording.Recording;

/// A recording, mixed down to mono at three sample rates for the stages of the search.
///
/// | rate | used for |
/// |---|---|
/// | the recording's | borders of segments, to the sample |
/// | about 22 kHz | spectral flux, and lags to a fraction of a sample, from frequencies up to 10 kHz |
/// | about 5.5 kHz | first fit of the lags, and unaligned segments, from frequencies up to 2.2 kHz |
///
/// @param full `[frames]`, at the recording's own rate
/// @param middle `[frames / k]`; its sample `i` lies at sample `i · k` of the recording
/// @param middleRate in Hz
/// @param low `[frames / m]`, likewise
/// @param lowRate in Hz
/// @param flux spectral flux, which the coarse search compares
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
record MultirateRecording(
    Recording recording,
    Defects defects,
    float[] full,
    float[] middle,
    double middleRate,
    float[] low,
    double lowRate,
    BandFlux flux) {
  private static final int MIDDLE_HZ = 22_050;
  private static final int LOW_HZ = 5_500;

  static MultirateRecording of(Recording recording) {
    int rate = recording.sampleRate();
    int toMiddle = Math.max(1, (int) Math.round((double) rate / MIDDLE_HZ));
    double middleRate = (double) rate / toMiddle;
    int toLow = Math.max(1, (int) (middleRate / LOW_HZ));
    float[] full = recording.mono();
    float[] middle = Decimator.decimate(full, toMiddle);
    float[] low = Decimator.decimate(middle, toLow);
    return new MultirateRecording(
        recording,
        Defects.of(recording),
        full,
        middle,
        middleRate,
        low,
        middleRate / toLow,
        BandFlux.of(middle, middleRate));
  }

  int sampleRate() {
    return recording.sampleRate();
  }
}
