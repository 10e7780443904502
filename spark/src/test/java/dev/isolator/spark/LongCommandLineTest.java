package dev.isolator.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// ONNX Runtime 1.29's telemetry crashes the JVM where the command line is longer than 4 kB, as
/// Spark's is. It must be off before the library is loaded, whoever starts the JVM.
class LongCommandLineTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void aCommandLineOf20KilobytesDoesNotKillTheJvm() throws IOException, InterruptedException {
    Path song = SmallSongs.write(folder.resolve("song.wav"), 0.3, 1);
    var builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Dlong=" + "x".repeat(20_000),
                    "--enable-native-access=ALL-UNNAMED",
                    "dev.isolator.cli.Isolator",
                    "separate",
                    "--model",
                    "cepstral-vocals",
                    "-o",
                    folder.toString(),
                    song.toString()))
            .redirectErrorStream(true);
    builder.environment().remove("ORT_DISABLE_TELEMETRY");
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    var process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertEquals(0, process.waitFor(), said);
    assertTrue(Files.exists(folder.resolve("song/vocals.wav")), said);
  }
}
