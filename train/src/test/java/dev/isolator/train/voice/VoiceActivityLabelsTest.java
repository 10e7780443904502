package dev.isolator.train.voice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.isolator.spectrum.AnalysisGrid;
import org.junit.jupiter.api.Test;

class VoiceActivityLabelsTest {
  private static final AnalysisGrid GRID = AnalysisGrid.of(22_050, 1024, 256, 44_100);

  /// A tone from 0.5 to 1.5 s of 2 s: frames whose middle lies there are voice, to the 20 ms that
  /// levels are measured over.
  @Test
  void framesWithToneInTheirMiddleAreVoice() {
    var vocals = new float[2][88_200];
    for (int i = 22_050; i < 66_150; i++) {
      vocals[0][i] = vocals[1][i] = (float) (0.1 * Math.sin(0.05 * i));
    }
    int frames = 170;
    float[] labels = VoiceActivityLabels.of(vocals, GRID, 0, frames);
    for (int t = 0; t < frames; t++) {
      double seconds = t * 512 / 44_100.0;
      boolean atAnEdge = Math.abs(seconds - 0.5) < 0.02 || Math.abs(seconds - 1.5) < 0.02;
      if (!atAnEdge) {
        assertEquals(seconds > 0.5 && seconds < 1.5 ? 1 : 0, labels[t], "frame " + t);
      }
    }
  }

  @Test
  void silenceIsNoVoice() {
    assertArrayEquals(new float[20], VoiceActivityLabels.of(new float[2][10_000], GRID, 1024, 20));
  }
}
