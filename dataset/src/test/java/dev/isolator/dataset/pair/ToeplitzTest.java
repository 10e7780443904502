package dev.isolator.dataset.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToeplitzTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 17, 64})
  void theSolutionTimesTheMatrixIsTheRightSide(int n) {
    var random = new SplittableRandom(n);
    var row = new double[n];
    var right = new double[n];
    for (int i = 0; i < n; i++) {
      row[i] = Math.pow(0.7, i) * Math.cos(i); // a damped cosine is positive definite
      right[i] = random.nextDouble() - 0.5;
    }
    double[] x = Toeplitz.solve(row, right);
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += row[Math.abs(i - j)] * x[j];
      }
      assertEquals(right[i], sum, 1e-9);
    }
  }
}
