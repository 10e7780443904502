package dev.isolator.evaluate.plot;

import java.awt.Color;
import java.awt.Paint;
import java.awt.image.IndexColorModel;
import org.jfree.chart.renderer.PaintScale;

/// A colour map from black over violet, red and orange to pale yellow. Its brightness rises with
/// the value, so that it can be read in grey and by the colour-blind. It has 64 steps, so that
/// pictures stay small.
///
/// @param lowest the value of black
/// @param highest the value of the brightest colour
record HeatColourMap(double lowest, double highest) implements PaintScale {
  private static final int STEPS = 64;

  /// Red, green, blue at equal distances.
  private static final int[][] STOPS = {
    {0, 0, 6},
    {45, 12, 90},
    {120, 28, 110},
    {190, 55, 85},
    {238, 105, 45},
    {252, 175, 40},
    {252, 253, 190}
  };

  int indexOf(double value) {
    double share = (value - lowest) / (highest - lowest);
    return Math.clamp(Math.round(share * (STEPS - 1)), 0, STEPS - 1); // NaN is 0
  }

  static IndexColorModel palette() {
    var rgb = new byte[3][STEPS];
    for (int step = 0; step < STEPS; step++) {
      for (int part = 0; part < 3; part++) {
        rgb[part][step] = (byte) part(step, part);
      }
    }
    return new IndexColorModel(6, STEPS, rgb[0], rgb[1], rgb[2]);
  }

  private static int part(int step, int part) {
    double place = step * (STOPS.length - 1.0) / (STEPS - 1);
    int before = Math.min((int) place, STOPS.length - 2);
    double share = place - before;
    return (int) Math.round((1 - share) * STOPS[before][part] + share * STOPS[before + 1][part]);
  }

  @Override
  public double getLowerBound() {
    return lowest;
  }

  @Override
  public double getUpperBound() {
    return highest;
  }

  @Override
  public Paint getPaint(double value) {
    int step = indexOf(value);
    return new Color(part(step, 0), part(step, 1), part(step, 2));
  }
}
