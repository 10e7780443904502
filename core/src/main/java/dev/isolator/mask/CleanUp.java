package dev.isolator.mask;

/// How isolated islands of a mask, which are heard as musical noise, are taken away; see
/// [IslandRemoval].
///
/// @param fromHz islands below stay, 0 to 20 000
/// @param seconds what lasts as long is no island, 0.01 to 0.5
/// @param hertz what is as wide is no island, 10 to 2000
/// @param amount of each island that is taken away, 0 (off) to 1
public record CleanUp(double fromHz, double seconds, double hertz, double amount) {
  /// Nothing is taken away.
  public static final CleanUp OFF = new CleanUp(4000, 0.06, 120, 0);

  public CleanUp {
    MaskShape.check("fromHz", fromHz, 0, 20_000);
    MaskShape.check("seconds", seconds, 0.01, 0.5);
    MaskShape.check("hertz", hertz, 10, 2000);
    MaskShape.check("amount", amount, 0, 1);
  }
}
