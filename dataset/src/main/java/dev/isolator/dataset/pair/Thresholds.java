package dev.isolator.dataset.pair;

/// The thresholds of [PairGrader].
///
/// @param acceptAgreement least share of sung windows in phase for accept
/// @param rejectAgreement below this share the pair is rejected
/// @param acceptNullingDb least nulling for accept
/// @param rejectNullingDb below this nulling the pair is rejected
/// @param minCoverage least share of the mix that the vocals must cover, else rejected
/// @param maxClippedShare share of clipped samples above which a pair is rejected; a tenth of it
///   sends the pair to review
/// @param maxDriftPpm drift above which a pair goes to review
public record Thresholds(
    double acceptAgreement,
    double rejectAgreement,
    double acceptNullingDb,
    double rejectNullingDb,
    double minCoverage,
    double maxClippedShare,
    double maxDriftPpm) {

  /// 0.7, 0.3, 15 dB, 6 dB, 0.6, 0.001, 400 ppm.
  public static Thresholds defaults() {
    return new Thresholds(0.7, 0.3, 15, 6, 0.6, 0.001, 400);
  }

  /// Another least coverage.
  public Thresholds withMinCoverage(double share) {
    return new Thresholds(
        acceptAgreement,
        rejectAgreement,
        acceptNullingDb,
        rejectNullingDb,
        share,
        maxClippedShare,
        maxDriftPpm);
  }
}
