package dev.isolator.live.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which model plays, with and without one that looks ahead in the user's folder.
class StreamModelsTest {
  @TempDir Path folder = Path.of("replaced by JUnit");

  private ModelCatalogue withOneThatLooksAhead() throws Exception {
    var catalogue = ModelCatalogue.open(folder);
    catalogue.add(LiveFiles.model("ratio-2048-ahead4"));
    return catalogue;
  }

  @Test
  void aLookAheadChoosesTheModelThatWasTrainedForIt() throws Exception {
    var catalogue = withOneThatLooksAhead();
    assertEquals("live-vocals", StreamModels.choose(catalogue, "", null).card().name());
    assertEquals("live-vocals", StreamModels.choose(catalogue, "", 0).card().name());
    assertEquals("ratio-2048-ahead4", StreamModels.choose(catalogue, "", 4).card().name());
    String named = "ratio-2048-ahead4@1";
    assertEquals(named, StreamModels.choose(catalogue, named, 4).card().versionedName());
    assertEquals(named, StreamModels.choose(catalogue, named, null).card().versionedName());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 3 | --look-ahead 3: a network looks as far ahead as it was trained for; there are 0 (live-vocals), 4 (ratio-2048-ahead4)",
        "live-vocals | 4 | --look-ahead 4: live-vocals@3 was trained for 0; leave the option out, or choose another model: there are 0 (live-vocals), 4 (ratio-2048-ahead4)"
      })
  void anotherLookAheadIsRefusedWithWhatThereIs(String model, int lookAhead, String message)
      throws Exception {
    var catalogue = withOneThatLooksAhead();
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> StreamModels.choose(catalogue, model, lookAhead));
    assertEquals(message, e.getMessage());
  }

  /// What is wrong with it is said when it is opened as a stream, whatever the look-ahead.
  @Test
  void aModelWithoutAStreamIsRefusedAsSuch() throws Exception {
    var studio = StreamModels.choose(ModelCatalogue.open(folder), "studio-vocals", 4);
    var e =
        assertThrows(
            ModelException.class, () -> studio.openStream(1, dev.isolator.model.Accelerator.CPU));
    assertEquals(
        "studio-vocals@3: expected a model that answers frame by frame, found one that needs sound from later in the song; choose one that says \"live\" (isolator models list)",
        e.getMessage());
  }
}
