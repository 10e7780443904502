package dev.isolator.dataset.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkLogTest {
  /// As the versions before nested records wrote it.
  private static final String LINE =
      """
      {"truth":{"seed":1,"index":7,"source":"song","offsetSeconds":-1.25,"driftPpm":12.5,"gainDb":-3.5,"polarity":-1,"equalised":true,"cutSeconds":4.0,"segments":[{"startSeconds":0.0,"endSeconds":30.5,"offsetSeconds":-1.25},{"startSeconds":30.5,"endSeconds":60.0,"offsetSeconds":2.75}],"mixLossy":true,"vocalsLossy":false,"related":true},"found":{"verdict":"REVIEW","offsetSeconds":-1.25,"driftPpm":12.25,"gainDb":-3.4,"levelDb":-2.1,"bells":[{"hertz":700.0,"decibels":5.0,"quality":1.25}],"polarity":-1,"segments":[{"startSeconds":0.0,"endSeconds":30.5,"offsetSeconds":-1.25},{"startSeconds":30.5,"endSeconds":60.0,"offsetSeconds":2.75}],"nullingDb":42.5,"nullingFrom":"coherence","coherence":[1.0,0.5],"agreement":0.9,"wanderSamples":0.125,"coverage":0.75,"reasons":["cut"],"filterTaps":32},"trueNullingDb":30.25,"seconds":4.5}
      """;

  @TempDir Path folder;

  private Path log(String text) throws IOException {
    return Files.writeString(folder.resolve("trial.jsonl"), text);
  }

  @Test
  void aLogIsReadAndWrittenAsItAlwaysWas() throws IOException {
    var result = Objects.requireNonNull(new BenchmarkLog(log(LINE), 1).result(7));

    assertEquals(0, result.offsetError());
    assertEquals(0.25, result.driftError());
    assertEquals(0, result.segmentError());
    assertEquals(700, result.found().response().peakingFilters().getFirst().hertz());
    assertEquals(LINE, BenchmarkJson.write(result) + "\n");
  }

  @Test
  void aLineThatWasCutOffIsRemovedAndThePairMeasuredAgain() throws IOException {
    var file = log(LINE + LINE.replace("\"index\":7", "\"index\":8").substring(0, 300));

    var log = new BenchmarkLog(file, 1);

    assertNull(log.result(8));
    assertEquals(LINE, Files.readString(file));
  }

  @Test
  void anotherSeedAndOtherFilesAreRefused() throws IOException {
    var file = log(LINE);
    var e = assertThrows(IOException.class, () -> new BenchmarkLog(file, 2));
    assertEquals(file + ": holds pairs of seed 1, expected 2; name another file", e.getMessage());
    for (String other :
        new String[] {"scores\n", "{}\n", "[]\n", "{\"truth\":{},\"found\":{}}\n"}) {
      log(other);
      var refused = assertThrows(IOException.class, () -> new BenchmarkLog(file, 1), other);
      assertEquals(file + ": is not the log of a trial; name another file", refused.getMessage());
    }
  }
}
