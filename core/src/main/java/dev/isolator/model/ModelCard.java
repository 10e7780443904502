package dev.isolator.model;

import java.util.List;

/// What a model is and what it needs: the contract between a network and everything around it.
///
/// @param name unique among models, `[a-z0-9-]+`
/// @param version of the weights
/// @param family `studio`, `live`, `binary`, `cepstral`, or an outside architecture's name
/// @param stems what comes out, in order; the last one is the remainder, mixture minus the others
/// @param sampleRate in Hz, of the analysis grid
/// @param fftLength samples under one window at `sampleRate`
/// @param hopLength samples from one frame to the next at `sampleRate`
/// @param window `hann-periodic`
/// @param lookBackFrames frames before a frame that its mask depends on
/// @param lookAheadFrames frames after a frame that its mask depends on
/// @param frameMultiple chunks start and end on multiples of it
/// @param chunkFrames frames the network is given at once, halo included; a multiple of
///   `frameMultiple`
/// @param voiceGate whether the vocals are silenced where the network's `voice` output says that
///   nobody sings, unless the user says otherwise; default false
/// @param parameters number of weights
/// @param licence of the weights
/// @param trainingData what it was trained on
/// @param metrics how good it is, one line each
/// @param training how it was trained
/// @param sha256 of the ONNX file, lower-case hex, or empty where the card came without one
public record ModelCard(
    String name,
    String version,
    String family,
    List<String> stems,
    int sampleRate,
    int fftLength,
    int hopLength,
    String window,
    int lookBackFrames,
    int lookAheadFrames,
    int frameMultiple,
    int chunkFrames,
    boolean voiceGate,
    long parameters,
    String licence,
    List<TrainingData> trainingData,
    List<String> metrics,
    String training,
    String sha256) {

  /// One source that a model was trained on.
  public record TrainingData(String what, String licence, String credit) {}

  public ModelCard {
    stems = List.copyOf(stems);
    trainingData = List.copyOf(trainingData);
    metrics = List.copyOf(metrics);
  }

  /// FFT bins of a frame, 0 Hz to half the rate.
  public int bins() {
    return fftLength / 2 + 1;
  }

  ModelCard withSha256(String hash) {
    return new ModelCard(
        name,
        version,
        family,
        stems,
        sampleRate,
        fftLength,
        hopLength,
        window,
        lookBackFrames,
        lookAheadFrames,
        frameMultiple,
        chunkFrames,
        voiceGate,
        parameters,
        licence,
        trainingData,
        metrics,
        training,
        hash);
  }
}
