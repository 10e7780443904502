package dev.isolator.train.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// One column of a run's table over its steps, as an SVG picture.
///
/// @param name for people
/// @param steps ascending, `[points]`
/// @param values `[points]`
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
record Curve(String name, double[] steps, double[] values) {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 150;
  private static final int LEFT = 60;
  private static final int BOTTOM = 20;
  private static final int MOST_POINTS = 500;

  /// All columns of a table that begins with `step` and `seconds`; rows that are no numbers (of a
  /// run that was killed while it wrote) are left out. Empty if there is no such file.
  static List<Curve> of(Path table) throws IOException {
    var curves = new ArrayList<Curve>();
    if (!Files.isRegularFile(table)) {
      return curves;
    }
    List<String> lines = Files.readAllLines(table);
    if (lines.isEmpty()) {
      return curves;
    }
    String[] names = lines.getFirst().split("\t", -1);
    var rows = new ArrayList<double[]>();
    for (String line : lines.subList(1, lines.size())) {
      double[] row = numbers(line, names.length);
      if (row.length == names.length) {
        rows.add(row);
      }
    }
    for (int c = 2; c < names.length; c++) {
      int column = c;
      curves.add(
          new Curve(
              names[c].replace('_', ' '),
              rows.stream().mapToDouble(r -> r[0]).toArray(),
              rows.stream().mapToDouble(r -> r[column]).toArray()));
    }
    return curves;
  }

  private static double[] numbers(String line, int count) {
    String[] cells = line.split("\t", -1);
    if (cells.length != count) {
      return new double[0];
    }
    var row = new double[count];
    try {
      for (int i = 0; i < count; i++) {
        row[i] = Double.parseDouble(cells[i]);
      }
    } catch (NumberFormatException e) {
      return new double[0];
    }
    return row;
  }

  /// At most 500 points: means of neighbours.
  private Curve thinned() {
    if (steps.length <= MOST_POINTS) {
      return this;
    }
    var fewer = new double[2][MOST_POINTS];
    for (int i = 0; i < MOST_POINTS; i++) {
      int from = (int) ((long) steps.length * i / MOST_POINTS);
      int to = (int) ((long) steps.length * (i + 1) / MOST_POINTS);
      fewer[0][i] = steps[to - 1];
      fewer[1][i] = Arrays.stream(values, from, to).average().orElse(0);
    }
    return new Curve(name, fewer[0], fewer[1]);
  }

  /// A picture with its least and largest value at the left and the steps below; the last value
  /// stands beside the name.
  String svg() {
    if (steps.length == 0) {
      return "";
    }
    var few = thinned();
    double least = Arrays.stream(few.values).min().orElse(0);
    double most = Arrays.stream(few.values).max().orElse(1);
    double height = most > least ? most - least : 1;
    double first = few.steps[0];
    double length = Math.max(1, few.steps[few.steps.length - 1] - first);
    var points = new StringBuilder();
    for (int i = 0; i < few.steps.length; i++) {
      points.append(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f ",
              LEFT + (WIDTH - LEFT - 8) * (few.steps[i] - first) / length,
              8 + (HEIGHT - BOTTOM - 16) * (1 - (few.values[i] - least) / height)));
    }
    return String.format(
        Locale.ROOT,
        """
        <figure><figcaption>%s: <b>%s</b></figcaption>
        <svg viewBox="0 0 %d %d" role="img" aria-label="%s over steps">
        <path d="M%d 8V%dH%d" class="axis"/><polyline points="%s"/>
        <text x="%d" y="16" text-anchor="end">%s</text><text x="%d" y="%d" text-anchor="end">%s</text>
        <text x="%d" y="%d">step %.0f</text><text x="%d" y="%d" text-anchor="end">%.0f</text>
        </svg></figure>
        """,
        name,
        figure(values[values.length - 1]),
        WIDTH,
        HEIGHT,
        name,
        LEFT,
        HEIGHT - BOTTOM,
        WIDTH - 8,
        points.toString().strip(),
        LEFT - 6,
        figure(most),
        LEFT - 6,
        HEIGHT - BOTTOM,
        figure(least),
        LEFT,
        HEIGHT - 4,
        first,
        WIDTH - 8,
        HEIGHT - 4,
        few.steps[few.steps.length - 1]);
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, Math.abs(value) >= 0.01 ? "%.3f" : "%.2g", value);
  }
}
