package dev.isolator.train.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.train.data.Mix;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetScoresTest {
  /// A song of constants: vocals 0.1, music 0.2, and an estimate that is 0.01 off; and one without
  /// vocals, where 0.02 of 0.2 is found; and the same, where nothing is.
  @Test
  void songsWithoutVocalsCountForFalseVoiceAlone() {
    var scores = new SetScores();
    assertTrue(scores.vocals().isEmpty());
    scores.add(mix(0.1f, 0.2f), flat(0.11f));
    scores.add(mix(0, 0.2f), flat(0.02f));
    scores.add(mix(0, 0.2f), flat(0));

    assertEquals(20, scores.vocals().orElseThrow(), 1e-4);
    var figures = scores.figures("band");
    assertEquals(
        List.of("band_vocals_sdr_db", "band_rest_sdr_db", "band_false_voice_db"),
        figures.stream().map(Validation.Figure::column).toList());
    assertEquals(26.02, figures.get(1).value(), 0.01);
    assertEquals(-23.01, figures.get(2).value(), 0.01);
    assertEquals("band false voice -23.0 dB", figures.get(2).text());
  }

  private static Mix mix(float vocals, float music) {
    return new Mix(new float[][][] {flat(vocals), flat(music)});
  }

  private static float[][] flat(float value) {
    var signal = new float[2][1000];
    for (float[] channel : signal) {
      Arrays.fill(channel, value);
    }
    return signal;
  }
}
