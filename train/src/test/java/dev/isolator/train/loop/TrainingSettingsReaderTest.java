package dev.isolator.train.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.isolator.train.family.Family;
import dev.isolator.train.family.UNetSettings;
import dev.isolator.train.torch.TorchNetwork.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingSettingsReaderTest {
  @Test
  void whatIsLeftOutHasItsDefault() throws Exception {
    var settings = TrainingSettingsReader.parse("a.yaml", "minutes: 5\nmix: {mono: 0.5}\n");
    assertEquals(List.of("vocals", "music"), settings.model().stems());
    assertEquals(
        new Family.StudioMasks(new UNetSettings(List.of(24, 48, 72, 96, 128), 0)),
        settings.model().family());
    assertEquals(176, settings.segments().frames());
    assertEquals(Precision.BFLOAT16, settings.compute().precision());
    assertEquals(Schedule.defaults(), settings.optimiser().schedule());
    assertEquals(0.5, settings.sounds().mix().whole().mono());
    assertEquals(0.88, settings.sounds().mix().sources().phraseShare());
    assertEquals(TrainingSettings.Distillation.NONE, settings.distillation());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1, 2]|a.yaml: expected a configuration of keys and values, found [1, 2]",
        "minutes: soon|a.yaml: minutes must be a number, was soon",
        "steps: 1.5|a.yaml: steps must be a whole number, was 1.5",
        "batch: 0|a.yaml: batch must be from 1 to 256, was 0",
        "{steps: 1, colour: red}|a.yaml: no setting is called colour; see isolator train --help",
        "{steps: 1, mix: {mono: 2}}|a.yaml: a probability must be from 0 to 1, was 2.0",
        "{steps: 1, mix: {mona: 0}}|a.yaml: no setting is called mona; see isolator train --help",
        "{steps: 1, loss: huge}|a.yaml: loss must be compressed, complex, square or entropy, was huge",
        "{steps: 1, family: binary, loss: complex}|a.yaml: loss of such a network must be square or entropy, was complex",
        "{steps: 1, device: tpu}|a.yaml: device must be auto, cpu or cuda, was tpu",
        "{steps: 1, mix: {pan: -1}}|a.yaml: a probability must be from 0 to 1, was -1.0",
        "{steps: 1, precision: int8}|a.yaml: precision must be bfloat16 or float, was int8",
        "{steps: 1, family: magic}|a.yaml: family must be studio, live, binary, cepstral or voice, was magic",
        "{steps: 1, family: cepstral, microSamples: {count: 9}}|a.yaml: microSamples are of networks for voice activity alone; leave them out",
        "{steps: 1, family: voice, microSamples: {heldOut: 1}}|a.yaml: heldOut must be above 0 and below 1, was 1.0",
        "{steps: 1, family: voice, microSamples: {share: 1}}|a.yaml: no setting is called share; see isolator train --help",
        "{steps: 1, family: cepstral, exemplars: 1}|a.yaml: exemplars must be from 2 to 65536, was 1",
        "{steps: 1, family: cepstral, frame: next}|a.yaml: frame must be centre or last, was next",
        "{steps: 1, family: cepstral, target: soft}|a.yaml: no setting is called target; see isolator train --help",
        "{steps: 1, family: cepstral, segmentFrames: 24, margin: 0}|a.yaml: segmentFrames must be above 24, which a network of this family sees at once, was 24",
        "{steps: 1, family: binary, channels: [8, 8]}|a.yaml: no setting is called channels; see isolator train --help",
        "{steps: 1, family: binary, target: hard}|a.yaml: target must be magnitude, soft or binary, was hard",
        "{steps: 1, family: binary, output: text}|a.yaml: output must be mask or voice, was text",
        "{steps: 1, family: binary, frame: next}|a.yaml: frame must be centre or last, was next",
        "{steps: 1, family: binary, segmentFrames: 24, margin: 0}|a.yaml: segmentFrames must be above 24, which a network of this family sees at once, was 24",
        "{steps: 1, evenness: 2}|a.yaml: evenness must be from 0 to 1, was 2.0",
        "{steps: 1, evenness: 0.5, loss: complex}|a.yaml: evenness is of the families studio and live with their usual loss; leave it out",
        "{steps: 1, family: live, recurrentUnits: 1025}|a.yaml: recurrentUnits must be from 0 to 1024, was 1025",
        "{steps: 1, family: live, skips: add}|a.yaml: skips must be concatenate or multiply, was add",
        "{steps: 1, recurrentUnits: 8}|a.yaml: no setting is called recurrentUnits; see isolator train --help",
        "{steps: 1, family: studio, skips: multiply}|a.yaml: no setting is called skips; see isolator train --help",
        "{steps: 1, windowHop: 12}|a.yaml: windowHop is of the family binary, whose windows can be learnt from one by one; leave it out",
        "{steps: 1, segmentFrames: 170}|a.yaml: segmentFrames must be a multiple of 16, was 170",
        "{steps: 1, channels: []}|a.yaml: channels must be a list of whole numbers from 1 to 4096, was []",
        "{steps: 1, rate: 0}|a.yaml: rate must be above 0 and at most 1, was 0.0",
        "{steps: 1, bandWeightExponent: 2}|a.yaml: bandWeightExponent must be from 0 to 1, was 2.0",
        "{steps: 1, bandWeightExponent: 0.5, loss: complex}|a.yaml: bandWeightExponent is of the families studio and live with their usual loss; leave it out",
        "{steps: 1, plateau: 2}|a.yaml: plateau must be from 0 to 1, was 2.0",
        "{steps: 1, finalRate: -1}|a.yaml: finalRate must be from 0 to 1, was -1.0",
        "{steps: 1, across: 65}|a.yaml: across must be from 0 to 64, was 65",
        "{steps: 1, across: 8, frequencyTransform: 8}|a.yaml: across is the former name of frequencyTransform; leave one of them out",
        "{steps: 1, teacher: studio-vocals-3}|a.yaml: expected teacher of keys and values, found studio-vocals-3",
        "{steps: 1, teacher: {share: 1}}|a.yaml: model must be a model's name and version, or an .onnx file, was left out",
        "{steps: 1, teacher: {model: a-1, share: 2}}|a.yaml: share must be from 0 to 1, was 2.0",
        "{steps: 1, teacher: {model: a-1, weight: 1}}|a.yaml: no setting is called weight; see isolator train --help",
        "{steps: 1, family: binary, output: voice, segmentFrames: 61, teacher: {model: a-1}}|a.yaml: teacher is of networks that put out masks alone, as voice activity is read off the true stems; leave it out",
        "name: x|a.yaml: minutes or steps must be above 0, both were 0"
      })
  void wrongSettingsAreNamed(String text, String message) {
    var e = assertThrows(IOException.class, () -> TrainingSettingsReader.parse("a.yaml", text));
    assertEquals(message, e.getMessage());
  }

  /// Files that were written with the former names mean the same.
  @Test
  void formerNamesGoOn() throws Exception {
    var former =
        TrainingSettingsReader.parse(
            "a.yaml", "{steps: 1, across: 8, evenness: 0.5, plateau: 0.7, last: 0.02}");
    var now =
        TrainingSettingsReader.parse(
            "a.yaml",
            "{steps: 1, frequencyTransform: 8, bandWeightExponent: 0.5, constantShare: 0.7, finalRate: 0.02}");
    assertEquals(now, former);
    assertEquals(
        new Family.StudioMasks(new UNetSettings(List.of(24, 48, 72, 96, 128), 8)),
        former.model().family());
    assertEquals(0.5, former.loss().bandWeightExponent());
    assertEquals(new Schedule(1e-3, 200, 0.7, 0.02), former.optimiser().schedule());
  }

  /// 4294967296 more is the same in 32 bits: no number is cut to what fits.
  @ParameterizedTest
  @CsvSource({
    "segmentFrames, 16, 4096",
    "margin, 0, 44",
    "windowHop, 1, 4096",
    "batch, 1, 256",
    "warmUpSteps, 0, 2147483647",
    "phraseMinutes, 1, 10000",
    "patience, 0, 10000",
    "frequencyTransform, 0, 64",
  })
  void wholeNumbersOutOfRangeAreNamed(String key, int least, int most) {
    for (var value :
        List.of(least + 4_294_967_296L, least - 1L, most + 1L, "99999999999999999999")) {
      refused(key, value, "from %d to %d".formatted(least, most));
    }
    for (var value : List.of("1.5", "many", "[1]", "1e2")) {
      refused(key, value, "a whole number from %d to %d".formatted(least, most));
    }
  }

  @Test
  void seedsAndStepsHaveSixtyFourBits() throws Exception {
    var settings =
        TrainingSettingsReader.parse("a.yaml", "{steps: 4294967297, seed: -9223372036854775808}");
    assertEquals(4_294_967_297L, settings.budget().steps());
    assertEquals(Long.MIN_VALUE, settings.seed());
    refused("seed", "9223372036854775808", "from -9223372036854775808 to 9223372036854775807");
  }

  private static void refused(String key, Object value, String expected) {
    var text = "{minutes: 1, %s: %s}".formatted(key, value);
    var e = assertThrows(IOException.class, () -> TrainingSettingsReader.parse("a.yaml", text));
    String found = value.equals("1e2") ? "100.0" : value.toString();
    assertEquals("a.yaml: %s must be %s, was %s".formatted(key, expected, found), e.getMessage());
  }

  @Test
  void missingFileIsNamed() {
    var file = Path.of("nowhere.yaml");
    var e = assertThrows(IOException.class, () -> TrainingSettingsReader.read(file));
    assertEquals(
        "nowhere.yaml: expected a configuration (YAML), found nothing there; check the path",
        e.getMessage());
  }
}
