package dev.isolator.dataset.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.isolator.dataset.recording.Recording;
import dev.isolator.voice.VoiceSpan;
import dev.isolator.voice.VoiceTimeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelFileTest {
  private static final VoiceTimeline TWO =
      new VoiceTimeline(List.of(new VoiceSpan(0.5, 1.25), new VoiceSpan(3, 10.000001)));

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"labels.txt", "labels.json", "labels.csv"})
  void whatIsWrittenIsRead(String name) throws IOException {
    Path file = folder.resolve(name);
    LabelFile.write(file, TWO);
    assertEquals(TWO, LabelFile.read(file));
    LabelFile.write(file, new VoiceTimeline(List.of()));
    assertEquals(0, LabelFile.read(file).spans().size());
  }

  @Test
  void audacityReadsStartTabEndTabText() throws IOException {
    Path file = folder.resolve("labels.txt");
    LabelFile.write(file, TWO);
    assertEquals("0.500000\t1.250000\tvoice\n3.000000\t10.000001\tvoice\n", Files.readString(file));
  }

  @Test
  void handMadeLabelsAreSortedAndJoined() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("hand.txt"),
            "3.5\t10.000001\tloud\n\\\t100.0\t2000.0\n0.5\t1.25\t\n3\t4\tvoice\n");
    assertEquals(TWO, LabelFile.read(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.txt|1.0|1: expected start, tab, end in seconds with 0 ≤ start < end, found \"1.0\"",
        "a.csv|from,to|1: expected the head start,end, found \"from,to\"",
        "a.json|{}|1: expected {\"voice\":[{\"start\":…,\"end\":…}]}",
        "a.json|{|1: expected {\"voice\":[{\"start\":…,\"end\":…}]}, found no JSON"
      })
  void brokenLabelsAreRefusedWithTheirLine(String name, String text, String message)
      throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    var e = assertThrows(LabelException.class, () -> LabelFile.read(file));
    assertEquals(file + ":" + message, e.getMessage());
  }

  @Test
  void anotherEndingIsRefused() {
    var e =
        assertThrows(IllegalArgumentException.class, () -> LabelFile.read(folder.resolve("a.srt")));
    assertEquals(
        folder.resolve("a.srt") + ": labels must end in .txt (Audacity), .json or .csv",
        e.getMessage());
  }

  @Test
  void aStemSingsWhereItIsLoud() {
    var samples = new float[1][16_000 * 4];
    for (int i = 16_000; i < 32_000; i++) {
      samples[0][i] = (float) (0.3 * Math.sin(i * 0.1));
    }
    for (int i = 48_000; i < 48_400; i++) {
      samples[0][i] = 0.3f; // a click of 25 ms is no voice
    }
    assertEquals(
        List.of(new VoiceSpan(1, 2)),
        StemActivity.defaults().of(new Recording(samples, 16_000)).spans());
    assertEquals(
        List.of(), StemActivity.defaults().of(new Recording(new float[2][100], 16_000)).spans());
  }
}
