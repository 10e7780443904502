package dev.isolator.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.model.Ensemble.Member;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Ensembles as texts and as YAML, and how values become one.
class EnsembleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b",
        "a:2,b",
        "median:a,b,c",
        "min:a,b",
        "max:voices/c.onnx,b@2",
        "a+swap",
        "a,a+swap+shift:0.25",
        "reference:repet,a:3"
      })
  void aTextComesBackAsItWas(String text) {
    assertTrue(Ensemble.isMeant(text));
    assertEquals(text, Ensemble.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "studio-vocals@3", "a/b.onnx", "reference:repet", "a:2", ""})
  void oneModelIsNoEnsemble(String text) {
    assertFalse(Ensemble.isMeant(text));
  }

  @Test
  void weightsAndVariantsAreRead() {
    assertEquals(
        new Ensemble(
            Combination.MEDIAN,
            List.of(new Member("a", 2.5, true, true), new Member("b@2", 1, false, false))),
        Ensemble.parse("Median: a+shift+swap:2.5 , b@2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,|expected models with commas between them, such as a,b:2, found \"a,\"",
        ",|expected models with commas between them, such as a,b:2, found \",\"",
        "a:0,b|the weight of a must be above 0 and at most 1000000, was 0.0",
        "max:a:2,b|weights are for mean and median; max takes each member alike",
        "+swap,b|expected a model's name without a comma, found \"\"",
        "a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a|an ensemble must have from 1 to 16 members, had 17"
      })
  void whatIsNoneIsRefused(String text, String message) {
    var e = assertThrows(IllegalArgumentException.class, () -> Ensemble.parse(text));
    assertEquals(message, e.getMessage());
  }

  @Test
  void theWeightedMedianIsThatOfRepeatedValues() {
    var random = new Random(5);
    for (int round = 0; round < 2000; round++) {
      var values = new double[1 + random.nextInt(6)];
      var weights = new double[values.length];
      var repeated = new ArrayList<Double>();
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextInt(5);
        weights[i] = 1 + random.nextInt(4);
        repeated.addAll(Collections.nCopies((int) weights[i], values[i]));
      }
      Collections.sort(repeated);
      int n = repeated.size();
      double median = 0.5 * (repeated.get((n - 1) / 2) + repeated.get(n / 2));
      var chosen = new int[2];

      assertEquals(
          median,
          Combination.MEDIAN.of(values, weights, chosen),
          () -> Arrays.toString(values) + Arrays.toString(weights));
      Arrays.fill(weights, 1);
      assertEquals(
          Arrays.stream(values).min().orElseThrow(),
          Combination.MINIMUM.of(values, weights, chosen));
      assertEquals(
          Arrays.stream(values).max().orElseThrow(),
          Combination.MAXIMUM.of(values, weights, chosen));
      assertEquals(
          Arrays.stream(values).average().orElseThrow(),
          Combination.MEAN.of(values, weights, chosen),
          1e-12);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "members: a|f: expected a list named members, found none; see docs/ensembles.md",
        "[a, b]|f: expected an ensemble of keys and values, found [a, b]",
        "members: []|f: an ensemble must have from 1 to 16 members, had 0",
        "{members: [a], combine: sum}|f: expected one of mean, median, min, max, found sum",
        "{members: [a], stems: 2}|f: expected the keys description, combine and members, found stems",
        "members: [{model: a, gain: 2}]|f: expected the keys model, weight, swap and shift, found gain",
        "members: [{weight: 2}]|f: expected the key model in each member, found {weight=2}",
        "members: [{model: a, weight: two}]|f: expected a number as the weight of a, found two",
        "members: [{model: a, weight: .nan}]|f: the weight of a must be above 0 and at most 1000000, was NaN",
        "members: [{model: a, swap: left}]|f: expected true or false for swap, found left",
        "members: [7]|f: expected a model's name, or a member of keys and values, found 7"
      })
  void yamlThatIsNoneIsRefused(String yaml, String message) {
    var e = assertThrows(ModelException.class, () -> EnsembleReader.read("f", yaml));
    assertEquals(message, e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"members: [", "\u0000", "a: &a [*a]", "? [[[", "members: !!java/x [a]"})
  void whatIsNotEvenYamlIsRefused(String yaml) {
    assertThrows(ModelException.class, () -> EnsembleReader.read("f", yaml));
  }

  @Test
  void hostileYamlIsRefused() {
    for (String yaml : List.of("[".repeat(60_000), "- ".repeat(30_000), "x".repeat(70_000))) {
      assertThrows(ModelException.class, () -> EnsembleReader.read("f", yaml));
    }
  }

  @Test
  void aMemberThatIsNotThereIsNamed(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("x.yaml"), "members: [studio-vocals, nobody]\n");

    var e = assertThrows(ModelException.class, () -> ModelCatalogue.open(folder).find("x"));

    var message = String.valueOf(e.getMessage());
    assertTrue(
        message.startsWith(file + ": nobody: no model of that name; there are studio-"), message);
  }
}
