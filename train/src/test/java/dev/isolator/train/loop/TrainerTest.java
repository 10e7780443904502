package dev.isolator.train.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isolator.train.data.Mix;
import dev.isolator.train.data.MixLoader;
import dev.isolator.train.data.MixMaker;
import dev.isolator.train.data.Sounds;
import dev.isolator.train.data.ValidationMixes;
import dev.isolator.train.descriptor.NetworkDescriptor;
import dev.isolator.train.family.Binary;
import dev.isolator.train.family.Head;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.loss.Spectra;
import dev.isolator.train.torch.ComputeDevice;
import dev.isolator.train.torch.Libtorch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
  private static final String SMALL =
      "{channels: [4, 6], segmentFrames: 16, margin: 2, batch: 2, precision: float, rate: 0.01, warmUpSteps: 2, ";

  private static final String WINDOWS =
      "{family: binary, segmentFrames: 40, margin: 2, batch: 1, precision: float, rate: 0.001, warmUpSteps: 2, ";

  @TempDir Path folder;

  @BeforeAll
  static void load() {
    Libtorch.load(1);
  }

  /// Keeps what a run tells.
  private static final class Heard implements RunLog {
    final List<Double> losses = new ArrayList<>();
    final List<Double> measured = new ArrayList<>();

    @Override
    public void step(Step step) {
      losses.add(step.loss());
    }

    @Override
    public void validation(long step, double seconds, Validation result) {
      measured.add(result.first());
    }

    @Override
    public void warning(String text) {
      throw new AssertionError(text);
    }
  }

  @Test
  void resumedRunIsTheUninterruptedOneBitForBit() throws Exception {
    run("whole", 8, 8);
    run("parts", 8, 3);
    run("parts", 8, 8);

    var whole = Checkpoint.read(folder.resolve("whole/last.ckpt"));
    var parts = Checkpoint.read(folder.resolve("parts/last.ckpt"));
    assertEquals(8, parts.step());
    assertArrayEquals(whole.weights().parameters(), parts.weights().parameters());
    assertArrayEquals(whole.weights().statistics(), parts.weights().statistics());
    assertArrayEquals(whole.moments().first(), parts.moments().first());
    assertArrayEquals(whole.moments().second(), parts.moments().second());
    assertArrayEquals(whole.average().parameters(), parts.average().parameters());
  }

  /// From averaged weights alone a run counts on; moments and average begin anew, and are resumed
  /// bit for bit from then on.
  @Test
  void weightsAloneAreEnoughToGoOn() throws Exception {
    run("full", 3, 3);
    var full = Checkpoint.read(folder.resolve("full/last.ckpt"));
    var architecture =
        TrainingSettingsReader.parse("small.yaml", SMALL + "steps: 3}").architecture();
    var weights = full.weightsOnly(architecture, folder);
    assertTrue(weights.isWeightsOnly());
    assertArrayEquals(full.average().parameters(), weights.weights().parameters());
    for (var name : List.of("alone", "alone-in-parts")) {
      weights.write(folder.resolve(name + "/last.ckpt"));
    }
    long bytes = Files.size(folder.resolve("full/last.ckpt"));
    assertTrue(Files.size(folder.resolve("alone/last.ckpt")) < bytes / 2);

    run("alone", 8, 8);
    run("alone-in-parts", 8, 5);
    run("alone-in-parts", 8, 8);
    var whole = Checkpoint.read(folder.resolve("alone/last.ckpt"));
    var parts = Checkpoint.read(folder.resolve("alone-in-parts/last.ckpt"));
    assertEquals(8, whole.step());
    assertEquals(5, whole.progress().optimiserStep());
    assertEquals(5, parts.progress().optimiserStep());
    assertTrue(whole.progress().seconds() > full.progress().seconds());
    assertArrayEquals(whole.weights().parameters(), parts.weights().parameters());
    assertArrayEquals(whole.average().parameters(), parts.average().parameters());
    // Weights alone of weights alone are the same.
    assertArrayEquals(
        weights.weights().parameters(),
        weights.weightsOnly(architecture, folder).weights().parameters());
  }

  /// In half precision weights alone are half the size again, and differ by rounding only.
  @Test
  void weightsAloneMayBeKeptInHalfPrecision() throws Exception {
    run("rounded", 1, 1);
    var full = Checkpoint.read(folder.resolve("rounded/last.ckpt"));
    var architecture =
        TrainingSettingsReader.parse("small.yaml", SMALL + "steps: 1}").architecture();
    var weights = full.weightsOnly(architecture, folder);
    Path floats = folder.resolve("floats.ckpt");
    Path halves = folder.resolve("halves.ckpt");
    weights.write(floats);
    weights.writeHalf(halves);
    long parameters = weights.weights().parameters().length;
    assertTrue(Files.size(floats) - Files.size(halves) > 1.9 * parameters);
    var read = Checkpoint.read(halves);
    assertEquals(weights.progress(), read.progress());
    assertArrayEquals(weights.weights().statistics(), read.weights().statistics());
    for (int i = 0; i < parameters; i++) {
      float value = weights.weights().parameters()[i];
      assertEquals(value, read.weights().parameters()[i], 1e-7 + Math.abs(value) / 2048);
    }
    var e = assertThrows(IOException.class, () -> full.writeHalf(halves));
    assertEquals(
        halves + ": expected averaged weights alone, found a run's whole state; keep it in floats",
        e.getMessage());
  }

  /// A model's card quotes the figure of its own weights: those between two validations have none.
  @Test
  void aCheckpointKnowsWhatItsOwnWeightsReached() throws Exception {
    var settings =
        TrainingSettingsReader.parse("small.yaml", SMALL + "steps: 3, checkpointMinutes: 0}");
    Path last = folder.resolve("figures/last.ckpt");
    var heard = new Heard();
    try (var trainer = new Trainer(settings, folder.resolve("figures"), null, mixes(), heard);
        var batches = batches(settings, trainer)) {
      trainer.run(batches, () -> trainer.step() == 1);
      assertTrue(Double.isNaN(Checkpoint.read(last).progress().measured()), "it was stopped");
      trainer.run(batches, () -> trainer.step() == 2 && unmeasured(last));
      assertEquals(List.of(), heard.measured);
      trainer.run(batches, () -> false);
    }
    assertEquals(1, heard.measured.size());
    var end = Checkpoint.read(last);
    assertEquals(heard.measured.getLast(), end.progress().measured());
    assertEquals(heard.measured.stream().max(Double::compare).orElseThrow(), end.progress().best());
  }

  /// The run examines its network with the micro-samples that it never learnt from.
  @Test
  void heldOutMicroSamplesAreScored() throws Exception {
    String configuration =
        WINDOWS + "output: voice, microSamples: {count: 50, heldOut: 0.25}, steps: 4}";
    var settings = TrainingSettingsReader.parse("fixed.yaml", configuration);
    assertEquals(4, settings.differentMixes(), "16 micro-samples in a mix of 40 frames");
    var results = new ArrayList<Validation>();
    var log =
        new RunLog() {
          @Override
          public void step(Step step) {}

          @Override
          public void validation(long step, double seconds, Validation result) {
            results.add(result);
          }

          @Override
          public void warning(String text) {
            throw new AssertionError(text);
          }
        };
    try (var trainer = new Trainer(settings, folder.resolve("fixed"), null, mixes(), log);
        var batches = batches(settings, trainer)) {
      trainer.run(batches, () -> false);
    }
    double held = figure(results.getLast(), "held_out_micro_samples");
    double trained = figure(results.getLast(), "trained_micro_samples");
    assertEquals(4 * 16, held + trained, "each mix was learnt from once");
    assertTrue(held > 0 && held < trained, held + " held out");
    double accuracy = figure(results.getLast(), "held_out_accuracy");
    assertTrue(accuracy >= 0 && accuracy <= 1, "accuracy " + accuracy);
  }

  private static double figure(Validation validation, String column) {
    return validation.figures().stream()
        .filter(figure -> figure.column().equals(column))
        .findFirst()
        .orElseThrow()
        .value();
  }

  /// What is saved after a step, as the run sees it before it validates.
  private static boolean unmeasured(Path last) {
    try {
      var checkpoint = Checkpoint.read(last);
      assertEquals(2, checkpoint.step());
      assertTrue(Double.isNaN(checkpoint.progress().measured()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return true;
  }

  @Test
  void resumedRunWithARecurrenceIsTheUninterruptedOneBitForBit() throws Exception {
    String live = SMALL + "family: live, recurrentUnits: 5, skips: multiply, ";
    run(live, "whole", 3, 3);
    run(live, "parts", 3, 2);
    run(live, "parts", 3, 3);

    var whole = Checkpoint.read(folder.resolve("whole/last.ckpt"));
    var parts = Checkpoint.read(folder.resolve("parts/last.ckpt"));
    assertArrayEquals(whole.weights().parameters(), parts.weights().parameters());
    assertArrayEquals(whole.average().parameters(), parts.average().parameters());
  }

  /// What is dropped follows from the step, not from what was drawn before.
  @ParameterizedTest
  @ValueSource(strings = {"target: magnitude", "target: binary, frame: last", "output: voice"})
  void resumedRunOverWindowsIsTheUninterruptedOneBitForBit(String kind) throws Exception {
    String windows = WINDOWS + kind + ", ";
    run(windows, "whole", 3, 3);
    run(windows, "parts", 3, 2);
    run(windows, "parts", 3, 3);

    var whole = Checkpoint.read(folder.resolve("whole/last.ckpt"));
    var parts = Checkpoint.read(folder.resolve("parts/last.ckpt"));
    assertArrayEquals(whole.weights().parameters(), parts.weights().parameters());
    assertArrayEquals(whole.average().parameters(), parts.average().parameters());
  }

  @Test
  void lossFalls() throws Exception {
    var heard = run("learning", 40, 40);
    assertTrue(
        mean(heard.losses, 30, 40) < 0.8 * mean(heard.losses, 0, 10), heard.losses::toString);
  }

  @Test
  void lossThatIsNoNumberStopsTheRunAndKeepsItsBatch() throws Exception {
    var settings = TrainingSettingsReader.parse("small.yaml", SMALL + "steps: 5}");
    int n = Spectra.samples(settings.architecture(), settings.segments().frames());
    var broken = new float[2][2][n];
    broken[0][1][n / 2] = Float.NaN;
    Path run = folder.resolve("broken");
    try (var trainer = new Trainer(settings, run, null, mixes(), new Heard())) {
      var batch = new Mix[] {new Mix(broken), new Mix(new float[2][2][n])};
      var e = assertThrows(IOException.class, () -> trainer.step(batch, 1e-3));
      assertEquals(
          run.resolve("bad-batch-0")
              + ": the loss became NaN at step 0; its batch is in there, last.ckpt is from before; try a lower rate",
          e.getMessage());
    }
    assertEquals(16L * n, Files.size(run.resolve("bad-batch-0/mix-00.f32")));
  }

  @Test
  void checkpointOfAnotherNetworkIsRefused() throws Exception {
    run("other", 1, 1);
    var settings =
        TrainingSettingsReader.parse(
            "b.yaml", "{channels: [4, 8], segmentFrames: 16, margin: 2, steps: 5}");
    Path file = folder.resolve("other/last.ckpt");
    var e =
        assertThrows(
            IOException.class,
            () -> new Trainer(settings, folder.resolve("other"), null, mixes(), new Heard()));
    assertEquals(
        file
            + ": expected weights of studio [vocals, music] with down0.out = 8, found those of another network with down0.out = 6; name a checkpoint of the same family, stems and settings",
        e.getMessage());
  }

  /// As many weights, taught something else: what differs is named.
  @Test
  void checkpointOfAnotherTargetIsRefused() throws Exception {
    var soft = Binary.masks(List.of("vocals", "music"), Head.Target.SOFT, Binary.Time.CENTRE);
    var binary = Binary.masks(List.of("vocals", "music"), Head.Target.BINARY, Binary.Time.CENTRE);
    var weights = WeightValues.fresh(soft.weights(), 1);
    var checkpoint =
        new Checkpoint(
            NetworkDescriptor.of(soft),
            new Checkpoint.Progress(1, 1, 1, 1, Double.NaN),
            new Checkpoint.Weights(weights.parameters(), weights.statistics()),
            Checkpoint.Weights.NONE,
            Checkpoint.Moments.NONE);
    Path file = folder.resolve("soft.ckpt");
    checkpoint.write(file);
    var e = assertThrows(IOException.class, () -> Checkpoint.read(file).requireFit(binary, file));
    assertEquals(
        file
            + ": expected weights of binary [vocals, music] with head.target = binary, found those of another network with head.target = soft; name a checkpoint of the same family, stems and settings",
        e.getMessage());
  }

  @Test
  void damagedCheckpointsAreRefused() throws Exception {
    run("damaged", 1, 1);
    Path file = folder.resolve("damaged/last.ckpt");
    byte[] bytes = Files.readAllBytes(file);

    Path cut = folder.resolve("cut.ckpt");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    assertEquals(
        cut + ": the checkpoint ends early; use an older one",
        assertThrows(IOException.class, () -> Checkpoint.read(cut)).getMessage());

    bytes[bytes.length / 2] ^= 1;
    Path changed = folder.resolve("changed.ckpt");
    Files.write(changed, bytes);
    assertEquals(
        changed + ": the checkpoint was damaged; use an older one",
        assertThrows(IOException.class, () -> Checkpoint.read(changed)).getMessage());

    Path text = folder.resolve("text.ckpt");
    Files.writeString(text, "no checkpoint at all");
    assertEquals(
        text + ": expected a checkpoint, found something else",
        assertThrows(IOException.class, () -> Checkpoint.read(text)).getMessage());
  }

  @Test
  void checkpointThatCannotBeWrittenLeavesTheOneBefore() throws Exception {
    run("full", 1, 1);
    Path file = folder.resolve("full/last.ckpt");
    var checkpoint = Checkpoint.read(file);
    Path blocked = folder.resolve("blocked");
    Files.createDirectories(blocked.resolve("last.ckpt/not-empty")); // a folder is in the way
    var e = assertThrows(IOException.class, () -> checkpoint.write(blocked.resolve("last.ckpt")));
    assertTrue(
        String.valueOf(e.getMessage()).endsWith("the one before is kept; free some space"),
        e::toString);
    try (var files = Files.list(blocked)) {
      assertEquals(1, files.count(), "no half-written file is left");
    }
  }

  @Test
  void aRunGoesOnWhereNothingCanBeWritten() throws Exception {
    var said = new StringWriter();
    Path run = Files.createDirectories(folder.resolve("blocked-run"));
    Files.createDirectories(run.resolve("best.ckpt/not-empty")); // a folder is in the way
    var settings =
        TrainingSettingsReader.parse("small.yaml", SMALL + "steps: 3, checkpointMinutes: 0}");
    try (var log = new FolderLog(run, new PrintWriter(said), false);
        var trainer = new Trainer(settings, run, null, mixes(), log);
        var batches = batches(settings, trainer)) {
      trainer.run(batches, () -> false);
      assertEquals(3, trainer.step());
    }
    assertTrue(
        said.toString()
            .contains(
                "isolator: warning: " + run.resolve("best.ckpt") + ": the checkpoint cannot be"),
        said::toString);
    assertEquals(3, Checkpoint.read(run.resolve("last.ckpt")).step(), "nothing is lost");
  }

  @Test
  void aGraphicsCardThatIsNotThereIsRefused() throws Exception {
    assumeFalse(torch.cuda_is_available(), "there is one");
    assertEquals(ComputeDevice.CPU, ComputeDevice.of(ComputeDevice.Choice.AUTO));
    assertEquals(ComputeDevice.CPU, ComputeDevice.of(ComputeDevice.Choice.CPU));
    var settings = TrainingSettingsReader.parse("small.yaml", SMALL + "steps: 1, device: cuda}");
    var e =
        assertThrows(
            IOException.class,
            () -> new Trainer(settings, folder.resolve("gpu"), null, mixes(), new Heard()));
    assertEquals(
        "device: expected a CUDA device, libtorch finds none; build the trainer with the Maven profile gpu, look at nvidia-smi, or set device: auto",
        e.getMessage());
  }

  @Test
  void filesHaveThePermissionsThatOthersOfTheUserHave() throws Exception {
    run("permissions", 1, 1);
    Path plain = Files.createFile(folder.resolve("plain"));
    assumeTrue(
        Files.getFileStore(plain).supportsFileAttributeView(PosixFileAttributeView.class),
        "no such permissions on this system");
    assertEquals(
        Files.getPosixFilePermissions(plain),
        Files.getPosixFilePermissions(folder.resolve("permissions/last.ckpt")));
  }

  /// Runs until `stop` steps are done, of a budget of `steps`.
  private Heard run(String name, int steps, int stop) throws Exception {
    return run(SMALL, name, steps, stop);
  }

  private Heard run(String configuration, String name, int steps, int stop) throws Exception {
    var settings =
        TrainingSettingsReader.parse("small.yaml", configuration + "steps: " + steps + "}");
    var heard = new Heard();
    try (var trainer = new Trainer(settings, folder.resolve(name), null, mixes(), heard);
        var batches = batches(settings, trainer)) {
      trainer.run(batches, () -> trainer.step() >= stop);
    }
    return heard;
  }

  private MixLoader batches(TrainingSettings settings, Trainer trainer) throws IOException {
    var architecture = settings.architecture();
    var maker =
        new MixMaker(
            Sounds.library(Files.createDirectories(folder.resolve("sounds"))),
            settings.sounds().mix(),
            settings.model().stems(),
            Spectra.samples(architecture, settings.segments().frames()),
            Spectra.grid(architecture).hopLength());
    return new MixLoader(
        maker::make, settings.segments().batch(), 1, trainer.step(), 2, settings.differentMixes());
  }

  private ValidationMixes mixes() throws IOException {
    var song = Sounds.library(Files.createDirectories(folder.resolve("held"))).songs().getFirst();
    var vocals = Objects.requireNonNull(song.get("vocals"));
    var other = Objects.requireNonNull(song.get("other"));
    var songs = List.of(new ValidationMixes.Song(vocals, other));
    return new ValidationMixes(List.of(new ValidationMixes.Set("made", songs)));
  }

  private static double mean(List<Double> values, int from, int to) {
    return values.subList(from, to).stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }
}
