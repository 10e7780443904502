package dev.isolator.train.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidationFiguresTest {
  @TempDir Path run = Path.of("replaced");

  @Test
  void figuresOfAVoiceNetworkAreThoseOfItsSets() throws IOException {
    Files.writeString(
        run.resolve("validation.tsv"),
        """
        step\tseconds\tmean_auc\tsynthetic_accuracy\tsynthetic_auc\trecorded_accuracy\trecorded_auc\ttrained_accuracy
        100\t60.0\t0.9000\t0.8000\t0.8500\t0.8100\t0.8600\t0.7000
        200\t120.0\t0.9500\t0.91234\t0.97556\t0.9200\t0.9800\t0.8900
        """);
    var figures = ValidationFigures.ofVoice(run.resolve("best.ckpt"), 200);
    String measure = "voice activity";
    assertEquals(
        List.of(
            "{\"set\":\"the trainer's validation set synthetic\",\"measure\":\"%s\",\"accuracy\":0.9123,\"auc\":0.9756}"
                .formatted(measure),
            "{\"set\":\"the trainer's validation set recorded\",\"measure\":\"%s\",\"accuracy\":0.92,\"auc\":0.98}"
                .formatted(measure)),
        figures.stream().map(Object::toString).toList());
    assertEquals(List.of(), ValidationFigures.of(run.resolve("best.ckpt"), 200), "no SDR in it");
    assertEquals(List.of(), ValidationFigures.ofVoice(run.resolve("best.ckpt"), 300));
  }
}
