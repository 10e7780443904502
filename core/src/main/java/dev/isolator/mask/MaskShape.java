package dev.isolator.mask;

/// How soft masks are shaped before they are applied; see [ShapedMasks] for the formulas.
///
/// @param exponent of the masks, renormalised, 0.25 to 4; 1 = off. Below 1 shares move towards each
///   other, above 1 apart
/// @param compression of deep attenuations; default off
/// @param smoothing over time and frequency; default off
/// @param edges how a voice comes in and goes out; default off
/// @param floorDb the least share that every stem keeps of every bin, in dB, −100 to −6; −∞ = off
public record MaskShape(
    double exponent, Compression compression, Smoothing smoothing, Edges edges, double floorDb) {
  /// The masks stay as they are.
  public static final MaskShape OFF =
      new MaskShape(1, Compression.OFF, Smoothing.OFF, Edges.OFF, Double.NEGATIVE_INFINITY);

  public MaskShape {
    check("exponent", exponent, 0.25, 4);
    if (floorDb != Double.NEGATIVE_INFINITY) {
      check("floorDb", floorDb, -100, -6);
    }
  }

  /// Attenuations beyond a threshold are made shallower or deeper.
  ///
  /// @param thresholdDb attenuation in dB from which on it works, −60 to 0
  /// @param ratio by which what is beyond is divided, 0.25 to 20; 1 = off, below 1 = expansion
  /// @param kneeDb width of the soft knee around the threshold, 0 to 40
  public record Compression(double thresholdDb, double ratio, double kneeDb) {
    public static final Compression OFF = new Compression(-12, 1, 6);

    public Compression {
      check("thresholdDb", thresholdDb, -60, 0);
      check("ratio", ratio, 0.25, 20);
      check("kneeDb", kneeDb, 0, 40);
    }
  }

  /// A Hann window over masks.
  ///
  /// @param seconds from its middle to its end, 0 (off) to 1
  /// @param hertz from its middle to its end, 0 (off) to 1000
  public record Smoothing(double seconds, double hertz) {
    public static final Smoothing OFF = new Smoothing(0, 0);

    public Smoothing {
      check("seconds", seconds, 0, 1);
      check("hertz", hertz, 0, 1000);
    }
  }

  /// How long the vocals take to come in and go out, at least.
  ///
  /// @param entrySeconds before a voice in which its mask rises, 0 (off) to 1
  /// @param exitSeconds after it in which the mask falls, 0 (off) to 1
  public record Edges(double entrySeconds, double exitSeconds) {
    public static final Edges OFF = new Edges(0, 0);

    public Edges {
      check("entrySeconds", entrySeconds, 0, 1);
      check("exitSeconds", exitSeconds, 0, 1);
    }
  }

  static void check(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s must be from %s to %s, was %s".formatted(name, least, most, value));
    }
  }
}
