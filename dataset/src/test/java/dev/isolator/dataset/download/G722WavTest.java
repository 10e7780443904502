package dev.isolator.dataset.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tone.g722` is a sine of 1000 Hz and amplitude 1/8, by FFmpeg: `ffmpeg -f lavfi -i
/// sine=frequency=1000:sample_rate=16000:duration=0.25 -ac 1 -c:a g722 -f g722 tone.g722`.
class G722WavTest {
  @TempDir Path folder = Path.of("");

  @Test
  void aToneStaysATone() throws IOException {
    byte[] tone;
    try (var in = G722WavTest.class.getResourceAsStream("tone.g722")) {
      assertNotNull(in);
      tone = in.readAllBytes();
    }
    Recording sound = RecordingFile.read(Files.write(folder.resolve("tone.wav"), G722Wav.of(tone)));

    assertEquals(16_000, sound.sampleRate());
    assertEquals(1, sound.channels());
    assertEquals(2 * tone.length, sound.frames());
    double re = 0;
    double im = 0;
    double power = 0;
    for (int i = 800; i < 3200; i++) { // 150 periods; the first 50 ms are the codec's beginning
      double x = sound.samples()[0][i];
      re += x * Math.cos(2 * Math.PI * i / 16);
      im += x * Math.sin(2 * Math.PI * i / 16);
      power += x * x;
    }
    double amplitude = 2 * Math.hypot(re, im) / 2400;
    assertEquals(0.125, amplitude, 0.002);
    assertEquals(1, 2400 * amplitude * amplitude / 2 / power, 0.01, "share of the tone");
  }
}
