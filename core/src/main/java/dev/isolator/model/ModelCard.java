package dev.isolator.model;

import java.util.List;

/// What a model is and what it needs: the agreement between a network and everything around it.
///
/// @param name unique among models, `[a-z0-9-]+`
/// @param version of the weights
/// @param family `studio`, `live`, `binary`, `cepstral`, or an outside architecture's name
/// @param stems what comes out, in order; the last one is the remainder, mixture minus the others;
///   none of a [VoiceModel]
/// @param contract what goes in and comes out at a time
/// @param provenance where it comes from
/// @param sha256 of the ONNX file, lower-case hex, or empty where the card came without one
/// @param streamSha256 of the `.stream.onnx` file beside it, the same network frame by frame for
///   live use; empty where the card names none
/// @param int8Sha256 of the `.int8.onnx` file beside it, the same network with its convolutions in
///   8 bits; empty where the card names none
/// @param voice from which probability on somebody sings
public record ModelCard(
    String name,
    String version,
    String family,
    List<String> stems,
    Contract contract,
    Provenance provenance,
    String sha256,
    String streamSha256,
    String int8Sha256,
    VoiceThresholds voice) {
  public ModelCard {
    stems = List.copyOf(stems);
  }

  /// A card that does not say from which probability on somebody sings.
  public ModelCard(
      String name,
      String version,
      String family,
      List<String> stems,
      Contract contract,
      Provenance provenance,
      String sha256,
      String streamSha256,
      String int8Sha256) {
    this(
        name,
        version,
        family,
        stems,
        contract,
        provenance,
        sha256,
        streamSha256,
        int8Sha256,
        VoiceThresholds.NOT_SAID);
  }

  /// Where a model comes from, and how good it is.
  ///
  /// @param parameters number of weights; 0 where it is not known or there are none
  /// @param licence of the weights
  /// @param trainingData what it was trained on
  /// @param metrics how good it is, one line each
  /// @param training how it was trained
  /// @param run of the learning loop that trained it, `[a-z0-9-]+`; empty where none did
  public record Provenance(
      long parameters,
      String licence,
      List<TrainingData> trainingData,
      List<String> metrics,
      String training,
      String run) {
    public Provenance {
      trainingData = List.copyOf(trainingData);
      metrics = List.copyOf(metrics);
    }

    /// Of a model that no run of the learning loop trained.
    public Provenance(
        long parameters,
        String licence,
        List<TrainingData> trainingData,
        List<String> metrics,
        String training) {
      this(parameters, licence, trainingData, metrics, training, "");
    }
  }

  /// One source that a model was trained on.
  public record TrainingData(String what, String licence, String credit) {}

  /// Whether it takes songs apart; else it says where somebody sings, [VoiceModel].
  public boolean separates() {
    return !(contract instanceof Contract.Voice);
  }

  /// Name and version, as people ask for a model: `studio-vocals@3`.
  public String versionedName() {
    return name + "@" + version;
  }

  /// The card as JSON, as it lies beside a model; [#fromJson] reads it back.
  public String toJson() {
    return CardWriter.json(this);
  }

  /// Reads a card as JSON.
  ///
  /// @param where the file's name for messages
  /// @throws ModelException if it is none, or a value is out of its range
  public static ModelCard fromJson(String where, String json) throws ModelException {
    return CardReader.fromJson(where, json);
  }

  ModelCard withHashes(String onnx, String stream, String int8) {
    return new ModelCard(
        name, version, family, stems, contract, provenance, onnx, stream, int8, voice);
  }
}
