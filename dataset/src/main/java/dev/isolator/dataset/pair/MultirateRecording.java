package dev.isolator.dataset.pair;

import dev.isolator.dataset.recording.Recording;

/// A recording as the search looks at it: mixed down, at three rates, each made once.
///
/// | rate | for |
/// |---|---|
/// | the recording's | cuts to the sample |
/// | about 22 kHz | rises in bands, clocks to a fraction of a sample: nothing above 10 kHz counts |
/// | about 5.5 kHz | clocks roughly, unaligned: nothing above 2.2 kHz counts |
///
/// @param full `[frames]`, at the recording's own rate
/// @param middle `[frames / k]`; its sample `i` lies at sample `i · k` of the recording
/// @param middleRate in Hz
/// @param low `[frames / m]`, likewise
/// @param lowRate in Hz
/// @param flux what the rough search compares
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
