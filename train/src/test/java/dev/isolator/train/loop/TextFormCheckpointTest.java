package dev.isolator.train.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.train.descriptor.NetworkDescriptor;
import dev.isolator.train.family.Architecture;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Checkpoints of the first format open as they always did. How the files were made is told beside
/// them, in `src/test/resources/dev/isolator/train/loop/README.md`.
class TextFormCheckpointTest {
  private static final String LIVE =
      "family: live\nchannels: [4, 6]\nfrequencyTransform: 64\nsteps: 4\n";
  private static final String CEPSTRAL =
      "family: cepstral\nchannels: [2, 2]\nexemplars: 2\nsegmentFrames: 40\nsteps: 4\n";

  @TempDir Path folder;

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(TextFormCheckpointTest.class.getResource(name)).toURI());
  }

  private static Architecture architecture(String settings) throws IOException {
    return TrainingSettingsReader.parse("a.yaml", settings).architecture();
  }

  @Test
  void fileOpensWithItsFiguresAndWeights() throws Exception {
    Path file = resource("text-form-live.ckpt");
    var checkpoint = Checkpoint.read(file);
    assertEquals(2, checkpoint.step());
    assertEquals(checkpoint.progress().best(), checkpoint.progress().measured());
    var weights = checkpoint.averaged(architecture(LIVE), file);
    assertEquals(weights.parameters().length, checkpoint.moments().first().length);
    assertTrue(Files.size(file) < 200_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[4, 6]|8|enc0.in.out|20|2",
        "[4, 8]|64|down0.out|8|6",
      })
  void anotherNetworkIsRefused(
      String channels, int across, String field, String expected, String found) throws Exception {
    Path file = resource("text-form-live.ckpt");
    var other =
        architecture(
            "family: live\nchannels: %s\nfrequencyTransform: %d\nsteps: 1\n"
                .formatted(channels, across));
    var e = assertThrows(IOException.class, () -> Checkpoint.read(file).requireFit(other, file));
    assertEquals(
        "%s: expected weights of live [vocals, music] with %s = %s, found those of another network with %s = %s; name a checkpoint of the same family, stems and settings"
            .formatted(file, field, expected, field, found),
        e.getMessage());
  }

  /// What is saved from then on names its network by a descriptor.
  @ParameterizedTest
  @ValueSource(strings = {"text-form-live.ckpt", "text-form-cepstral.ckpt"})
  void writtenAnewItIsOfTheSecondFormat(String name) throws Exception {
    Path file = resource(name);
    var architecture = architecture(name.contains("live") ? LIVE : CEPSTRAL);
    var old = Checkpoint.read(file);
    Path written = folder.resolve("new.ckpt");
    old.weightsOnly(architecture, file).write(written);
    var text = Files.readString(written, StandardCharsets.ISO_8859_1);
    assertEquals("ISOTRAIN2", text.substring(0, 9));
    var read = Checkpoint.read(written);
    assertArrayEquals(old.average().parameters(), read.weights().parameters());
    assertArrayEquals(old.average().statistics(), read.weights().statistics());
    assertEquals(old.progress(), read.progress());
    assertArrayEquals(
        old.averaged(architecture, file).parameters(),
        read.averaged(architecture, written).parameters());
    assertTrue(Files.size(written) < Files.size(file) / 2);
  }

  /// The networks of the checkpoints that were in the tree, by the texts in their headers; and no
  /// other network: a text in which any one number is another one is refused.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "binary-vocals",
        "binary-voice",
        "cepstral",
        "live-vocals",
        "studio-4",
        "studio-vocals"
      })
  void everyNetworkTrainedSoFarIsKnownByItsText(String name) throws Exception {
    String text =
        Files.readAllLines(resource("text-forms.txt")).stream()
            .filter(line -> line.startsWith(name + "\t"))
            .map(line -> line.substring(name.length() + 1))
            .findFirst()
            .orElseThrow();
    // the local level, which some have got since, has no weights and is in no text
    var settings =
        Files.readString(Path.of("../training/" + name + ".yaml"))
            .replaceAll("(?m)^localLevel:.*\\R", "");
    var architecture = architecture(settings);
    assertTrue(NetworkDescriptor.ofText(text).isOf(architecture));

    var numbers = Pattern.compile("(?<![A-Za-z0-9.])\\d+").matcher(text);
    int count = 0;
    while (numbers.find()) {
      String changed =
          text.substring(0, numbers.start())
              + (Integer.parseInt(numbers.group()) + 1)
              + text.substring(numbers.end());
      assertFalse(NetworkDescriptor.ofText(changed).isOf(architecture), changed);
      count++;
    }
    assertTrue(count > 30, count + " numbers");
  }
}
