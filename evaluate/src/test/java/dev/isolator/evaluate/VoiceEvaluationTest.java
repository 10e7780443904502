package dev.isolator.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.SeparatorOptions;
import dev.isolator.evaluate.candidate.Candidate;
import dev.isolator.evaluate.report.VoiceTable;
import dev.isolator.evaluate.score.ScoreFile;
import dev.isolator.evaluate.songs.DataSet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
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
                  new EvaluationListener() {
                    @Override
                    public void finished(String system, String song, int done, int total) {}

                    @Override
                    public void problem(String message) {
                      throw new AssertionError(message);
                    }
                  });

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
}
