package dev.isolator.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.SeparatorOptions;
import dev.isolator.evaluate.candidate.Candidate;
import dev.isolator.evaluate.report.ScoreTable;
import dev.isolator.evaluate.report.VoiceTable;
import dev.isolator.evaluate.score.ProbabilityCounts;
import dev.isolator.evaluate.score.ScoreFile;
import dev.isolator.evaluate.songs.DataSet;
import dev.isolator.evaluate.threshold.VoiceFrames;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoiceEvaluationTest {
  private static final int FRAMES = 2 * TestSounds.RATE;

  @TempDir private Path folder = Path.of("");

  /// A song whose vocals are there in its first half only, and alone: the mixture taken for the
  /// voice is right about half of it.
  @Test
  void modelsAreScoredByWhereTheySayThatSomebodySings() throws Exception {
    float[][] vocals = TestSounds.noise(2, FRAMES, 1);
    float[][] music = TestSounds.noise(2, FRAMES, 2);
    for (int channel = 0; channel < 2; channel++) {
      java.util.Arrays.fill(vocals[channel], FRAMES / 2, FRAMES, 0);
    }
    TestSounds.wav(folder.resolve("songs/song/vocals.wav"), vocals);
    TestSounds.wav(folder.resolve("songs/song/music.wav"), music);
    TestSounds.wav(folder.resolve("good/song/vocals.wav"), vocals);
    TestSounds.wav(folder.resolve("good/song/music.wav"), music);
    var output = folder.resolve("out");
    try (var model = Candidate.named("", SeparatorOptions.defaults())) {
      var result =
          new Evaluation(output, 1)
              .run(
                  DataSet.open(folder.resolve("songs"), DataSet.Layout.AUTO, ""),
                  List.of(model, Candidate.folder(folder.resolve("good"))),
                  LISTENER);

      var voice = result.scores().getFirst().voice();
      assertNotNull(voice);
      assertEquals("stem energy", voice.source());
      assertEquals(100, voice.frames(), "every 20 ms");
      assertEquals(0.5, voice.voiced(), 0.03);
      assertEquals(voice.majority(), Math.max(voice.voiced(), 1 - voice.voiced()));
      assertTrue(voice.scores().accuracy() >= 0 && voice.scores().accuracy() <= 1);
      assertNull(result.scores().getLast().voice(), "folders say nothing");

      var file = folder.resolve("again.json");
      ScoreFile.write(file, result.scores().getFirst());
      var again = ScoreFile.read(file).voice();
      assertNotNull(again);
      assertEquals(voice.scores().accuracy(), again.scores().accuracy(), 1e-6);
      assertEquals(voice.frames(), again.frames());

      var text = new StringWriter();
      VoiceTable.print(result.scores(), new PrintWriter(text, true));
      assertEquals(2, text.toString().lines().count(), text.toString());
      assertTrue(text.toString().contains("stem energy"), text.toString());
    }
  }

  /// Somebody sings where it is loud, says a network that is known by heart (core's test class
  /// VoiceModel wrote it); so the song without music is a song that it hears right.
  @Test
  void aModelThatTakesNothingApartIsScoredForTheVoiceAlone() throws Exception {
    float[][] vocals = TestSounds.noise(2, FRAMES, 1);
    float[][] silence = new float[2][FRAMES];
    for (int channel = 0; channel < 2; channel++) {
      java.util.Arrays.fill(vocals[channel], FRAMES / 2, FRAMES, 0);
    }
    for (String song : List.of("a", "b")) {
      TestSounds.wav(folder.resolve("songs/" + song + "/vocals.wav"), vocals);
      TestSounds.wav(folder.resolve("songs/" + song + "/music.wav"), silence);
    }
    var file =
        Path.of(
            Objects.requireNonNull(VoiceEvaluationTest.class.getResource("loud-detector-1.onnx"))
                .toURI());
    var set = DataSet.open(folder.resolve("songs"), DataSet.Layout.AUTO, "");
    try (var model = Candidate.named(file.toString(), SeparatorOptions.defaults())) {
      assertEquals("loud-detector@1", model.name());
      var scores =
          new Evaluation(folder.resolve("out"), 1).run(set, List.of(model), LISTENER).scores();

      var voice = scores.getFirst().voice();
      assertNotNull(voice);
      assertEquals(List.of(), scores.getFirst().stems());
      assertEquals("voice network", voice.source());
      assertTrue(voice.scores().accuracy() > 0.97, "accuracy " + voice.scores().accuracy());
      var text = new StringWriter();
      ScoreTable.print(scores, new PrintWriter(text, true));
      assertEquals("", text.toString(), "no stems, no table of them");
      VoiceTable.print(scores, new PrintWriter(text, true));
      assertEquals(2, text.toString().lines().count(), text.toString());
      var one = ProbabilityCounts.auc(List.of(voice.counts()));
      assertEquals(voice.scores().auc(), one, 0.01);
      var frames = new VoiceFrames();
      frames.add(set, model);
      assertTrue(frames.fit(0).balanced() > 0.97);
    }
  }

  /// Of frames whose odds lie further apart than a step, the counts know the order.
  @Test
  void countsPoolTheAreaUnderTheCurve() throws Exception {
    var voiced = counts(0.9, 0.6, 0.3);
    var unvoiced = counts(0.7, 0.1, 0.0, 1.0);
    var one = new ProbabilityCounts(voiced, unvoiced);

    // 0.9 above three, 0.6 above two, 0.3 above two, of 12 pairs.
    assertEquals(7.0 / 12, ProbabilityCounts.auc(List.of(one)), 1e-12);
    assertEquals(7.0 / 12, ProbabilityCounts.auc(List.of(one, one)), 1e-12);
    assertTrue(Double.isNaN(ProbabilityCounts.auc(List.of(one, ProbabilityCounts.NOT_KEPT))));
  }

  private static List<Integer> counts(double... probabilities) {
    var counts = new Integer[201];
    java.util.Arrays.fill(counts, 0);
    for (double p : probabilities) {
      counts[100 + (int) Math.round(Math.clamp(10 * Math.log(p / (1 - p)), -100.0, 100.0))]++;
    }
    return List.of(counts);
  }

  private static final EvaluationListener LISTENER =
      new EvaluationListener() {
        @Override
        public void finished(String system, String song, int done, int total) {}

        @Override
        public void problem(String message) {
          throw new AssertionError(message);
        }
      };
}
