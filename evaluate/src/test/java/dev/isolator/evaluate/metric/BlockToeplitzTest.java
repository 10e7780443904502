package dev.isolator.evaluate.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockToeplitzTest {
  @ParameterizedTest(name = "{0} signals, {1} lags")
  @CsvSource({"1,1", "1,40", "3,1", "2,17", "4,32"})
  void solvesWhatGaussianEliminationSolves(int signals, int lags) {
    var random = new Random(signals + 31L * lags);
    var x = new short[signals][500];
    for (short[] signal : x) {
      for (int i = 1; i < signal.length; i++) {
        signal[i] = (short) (0.9 * signal[i - 1] + 1000 * random.nextGaussian());
      }
    }
    var correlations = Correlations.of(x, List.of(x[0]), lags);
    double[] right = random.doubles((long) lags * signals).toArray();

    double[] fast = BlockToeplitz.of(correlations.ofBasis()).solve(right);
    double[] plain = eliminated(dense(correlations.ofBasis()), right);

    double largest = 0;
    for (double value : plain) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertArrayEquals(plain, fast, 1e-11 * largest); // condition times the precision of a double
  }

  @Test
  void theProductIsTheDenseProduct() {
    var random = new Random(3);
    var x = new short[3][100];
    for (short[] signal : x) {
      for (int i = 0; i < signal.length; i++) {
        signal[i] = (short) random.nextInt(100);
      }
    }
    var r = Correlations.of(x, List.of(), 9).ofBasis();
    double[] vector = random.doubles(27).toArray();
    double[][] dense = dense(r);
    var expected = new double[27];
    for (int i = 0; i < 27; i++) {
      for (int j = 0; j < 27; j++) {
        expected[i] += dense[i][j] * vector[j];
      }
    }
    assertArrayEquals(expected, BlockToeplitz.of(r).multiply(vector), 1e-6);
  }

  @Test
  void correlationsAreTheSumsTheyStandFor() {
    var random = new Random(8);
    var x = new short[2][20_000]; // three FFT blocks
    for (short[] signal : x) {
      for (int i = 0; i < signal.length; i++) {
        signal[i] = (short) random.nextInt(-3000, 3000);
      }
    }
    var correlations = Correlations.of(x, List.of(x[1]), 5);
    for (int lag = 0; lag < 5; lag++) {
      double sum = 0;
      for (int n = 0; n + lag < x[0].length; n++) {
        sum += (double) x[0][n] * x[1][n + lag];
      }
      assertEquals(sum, correlations.ofBasis()[lag][0][1], 1); // sums of 1e11: 1e-11 relative
      assertEquals(sum, correlations.withEstimates()[0][lag * 2], 1);
    }
  }

  @Test
  void correlationsThatAreNoNumbersAreRefused() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> BlockToeplitz.of(new double[][][] {{{Double.NaN}}}));
    assertEquals("correlations must be finite, the diagonal positive", e.getMessage());
  }

  /// Solves by Gaussian elimination with pivoting, as EJML has it.
  private static double[] eliminated(double[][] matrix, double[] right) {
    var solution = new DMatrixRMaj(right.length, 1);
    assertTrue(
        CommonOps_DDRM.solve(
            new DMatrixRMaj(matrix), DMatrixRMaj.wrap(right.length, 1, right), solution));
    return solution.data;
  }

  private static double[][] dense(double[][][] r) {
    int m = r[0].length;
    int n = r.length * m;
    var dense = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int lag = i / m - j / m;
        dense[i][j] = lag >= 0 ? r[lag][i % m][j % m] : r[-lag][j % m][i % m];
      }
    }
    return dense;
  }
}
