package dev.isolator.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.conditioning.AnalysisOptions;
import dev.isolator.mask.Masking;
import dev.isolator.mask.VoiceGating;
import dev.isolator.model.ModelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainTest {
  private static final String STEPS =
      "conditioning, normalisation, framing, cepstra, voice-activity, similarity, mask-shaping,"
          + " subtraction, restoration, phase, clean-up, rendering";

  private static Chain parse(String yaml) throws ModelException {
    return Chain.parse("mine", "mine.yaml", yaml);
  }

  private static String refused(String yaml) {
    return String.valueOf(assertThrows(ModelException.class, () -> parse(yaml)).getMessage());
  }

  @Test
  void theArticlesChainNamesAllStepsInOrder() throws Exception {
    var kinds = new ArrayList<Stage.Kind>();
    for (Stage stage : Chain.find("article-a").stages()) {
      kinds.add(stage.kind());
    }

    assertEquals(List.of(Stage.Kind.values()), kinds);
    assertEquals(List.of("article-a", "article-a-tuned"), Chain.builtIn());
  }

  @Test
  void anEmptyChainIsNoChain() throws Exception {
    for (Chain chain : new Chain[] {Chain.empty(), parse("stages: []")}) {
      assertEquals(Masking.soft(), chain.masking());
      assertEquals(AnalysisOptions.asItIs(), chain.analysis());
      assertEquals("", chain.model(""));
      assertEquals("theirs", chain.model("theirs"));
    }
  }

  @Test
  void everyKeyReachesItsSetting() throws Exception {
    var chain =
        parse(
            """
            description: all of it
            stages:
              - conditioning: {dc-block: false, high-pass: 80, de-noise: 6}
              - normalisation: {target: -15, window: 2, most-gain: 30}
              - framing: {rate: 44100, window: 4096, hop: 1024}
              - cepstra: {model: other-model}
              - voice-activity: {open: 0.7, close: 0.2, hold: 0.3, fade: 0.4, median: 0.8}
              - mask-shaping: {exponent: 2, threshold: -20, ratio: 3, knee: 4, smooth-time: 0.1, smooth-frequency: 50, entry: 0.01, exit: 0.02, floor: -40}
              - restoration: {wiener: 4}
              - phase: {iterations: 7}
              - clean-up: {from: 3000, time: 0.1, frequency: 200, amount: 0.5}
            """);

    assertEquals("all of it", chain.description());
    assertEquals("other-model", chain.model(""));
    assertEquals(
        "AnalysisOptions[conditioning=Conditioning[dcBlock=false, highPassHz=80.0, denoiseDb=6.0],"
            + " normalisation=Normalisation[targetDbfs=-15.0, windowSeconds=2.0, mostGainDb=30.0],"
            + " framing=Framing[sampleRate=44100, fftLength=4096, hopLength=1024]]",
        chain.analysis().toString());
    assertEquals(
        "Masking[binaryThreshold=NaN, wienerIterations=4, voiceGating=ON,"
            + " gate=GateSettings[on=0.7, off=0.2, holdSeconds=0.3, fadeSeconds=0.4,"
            + " medianSeconds=0.8], broadband=false, shape=MaskShape[exponent=2.0,"
            + " compression=Compression[thresholdDb=-20.0, ratio=3.0, kneeDb=4.0],"
            + " smoothing=Smoothing[seconds=0.1, hertz=50.0], edges=Edges[entrySeconds=0.01,"
            + " exitSeconds=0.02], floorDb=-40.0], cleanUp=CleanUp[fromHz=3000.0, seconds=0.1,"
            + " hertz=200.0, amount=0.5], phaseIterations=7]",
        chain.masking().toString());
  }

  @Test
  void aStepThatIsSwitchedOffIsOff() throws Exception {
    var chain =
        parse(
            """
            stages:
              - voice-activity: {enabled: false}
              - similarity: {enabled: false}
              - phase: {iterations: 3, enabled: false}
            """);

    assertEquals(
        Set.of(Stage.Kind.VOICE_ACTIVITY, Stage.Kind.SIMILARITY, Stage.Kind.PHASE), chain.off());
    assertEquals(VoiceGating.OFF, chain.masking().voiceGating());
    assertTrue(chain.masking().broadband());
    assertEquals(0, chain.masking().phaseIterations());
    assertEquals(
        chain.masking(),
        Chain.empty().without(Stage.Kind.SIMILARITY).without(Stage.Kind.VOICE_ACTIVITY).masking());
  }

  @Test
  void upToAStepEndsThere() throws Exception {
    var chain = Chain.find("article-a").upTo(Stage.Kind.NORMALISATION);

    assertTrue(chain.analysis().normalisation().isOn());
    assertEquals("cepstral-vocals", chain.model(""));
    assertEquals(Masking.soft().withVoiceGating(VoiceGating.OFF), chain.masking());
  }

  @ParameterizedTest
  @CsvSource({"FRAMING,framing", "SUBTRACTION,subtraction", "RENDERING,rendering"})
  void whatMakesStemsCannotBeSwitchedOff(Stage.Kind kind, String word) {
    String why = " cannot be switched off: without it there are no stems; leave it on";
    assertEquals(
        word + why,
        assertThrows(IllegalArgumentException.class, () -> Chain.empty().without(kind))
            .getMessage());
    assertEquals("mine.yaml: " + word + why, refused("stages: [{" + word + ": {enabled: false}}]"));
  }

  @Test
  void whatIsNotAChainIsRefusedWithTheWayOut() {
    String see = "; see docs/chain.md";
    assertEquals("mine.yaml: expected a list named stages, found null" + see, refused(""));
    assertEquals("mine.yaml: expected a list named stages, found 5" + see, refused("stages: 5"));
    assertEquals(
        "mine.yaml: expected the keys description and stages, found steps" + see,
        refused("steps: []"));
    assertEquals(
        "mine.yaml: expected a step of %s, found fase".formatted(STEPS) + see,
        refused("stages: [fase]"));
    assertEquals(
        "mine.yaml: phase: expected the keys enabled, iterations, found rounds" + see,
        refused("stages: [{phase: {rounds: 3}}]"));
    assertEquals(
        "mine.yaml: phase: expected a number for iterations, found many" + see,
        refused("stages: [{phase: {iterations: many}}]"));
    assertEquals(
        "mine.yaml: phase: expected a whole number for iterations, found 2.5" + see,
        refused("stages: [{phase: {iterations: 2.5}}]"));
    assertEquals(
        "mine.yaml: conditioning: expected true or false for dc-block, found 1" + see,
        refused("stages: [{conditioning: {dc-block: 1}}]"));
    assertEquals(
        "mine.yaml: cepstra: expected a text for model, found 7" + see,
        refused("stages: [{cepstra: {model: 7}}]"));
    assertEquals(
        "mine.yaml: expected keys and values for phase, found 3" + see,
        refused("stages: [{phase: 3}]"));
    assertEquals(
        "mine.yaml: expected one step in each entry of stages, found {phase=null, framing=null}"
            + see,
        refused("stages: [{phase: , framing: }]"));
    assertEquals(
        "mine.yaml: mask-shaping: exponent must be from 0.25 to 4.0, was 9.0",
        refused("stages: [{mask-shaping: {exponent: 9}}]"));
    assertEquals(
        "mine.yaml: phase: iterations must be from 1 to 50, was 99",
        refused("stages: [{phase: {iterations: 99}}]"));
    assertEquals(
        "mine.yaml: restoration: wiener must be from 1 to 10, was 0",
        refused("stages: [{restoration: {wiener: 0}}]"));
    assertEquals(
        "mine.yaml: framing must come before phase, came after it",
        refused("stages: [phase, framing]"));
    assertEquals(
        "mine.yaml: phase may be named once, was named twice", refused("stages: [phase, phase]"));
    assertEquals(
        "mine.yaml: expected YAML, found while scanning a quoted scalar" + see,
        refused("stages: '"));
    assertEquals(
        "mine.yaml: expected a chain of at most 65536 characters, found 70000" + see,
        refused("#".repeat(70_000)));
  }

  @Test
  void nestingIsRefusedBeforeTheStackEnds() {
    String found = refused("stages: " + "[".repeat(20_000));
    assertTrue(found.startsWith("mine.yaml: expected "), found);
  }

  @Test
  void chainsAreFoundByNameAndByFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("gentle.yaml");
    Files.writeString(file, "stages: [similarity]");
    assertEquals("gentle", Chain.find(file.toString()).name());

    assertEquals(
        "article-b: expected a chain's name (article-a, article-a-tuned) or a .yaml file, found neither; see"
            + " docs/chain.md",
        message("article-b"));
    Path none = folder.resolve("none.yaml");
    assertEquals(
        none + ": expected a file that names a chain, found nothing there; check the path",
        message(none.toString()));
    Path bytes = folder.resolve("bytes.yaml");
    Files.write(bytes, "stages: [ü]".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        bytes + ": expected YAML in UTF-8, found other bytes; save it as UTF-8",
        message(bytes.toString()));
    Path large = folder.resolve("large.yaml");
    Files.writeString(large, "#".repeat(300_000));
    assertEquals(
        large + ": expected a chain of at most 262144 bytes, found 300000; see docs/chain.md",
        message(large.toString()));
  }

  private static String message(String name) {
    return String.valueOf(assertThrows(ModelException.class, () -> Chain.find(name)).getMessage());
  }

  @Test
  void withoutCepstraANetworkOnSpectraRuns() throws Exception {
    var chain = Chain.find("article-a");
    assertEquals("cepstral-vocals", chain.model("theirs"));
    var without = chain.without(Stage.Kind.CEPSTRA);
    assertEquals("binary-vocals", without.model(""));
    assertEquals("theirs", without.model("theirs"));
    assertEquals(dev.isolator.conditioning.Framing.BY_CARD, without.analysis().framing());
  }

  @Test
  void wordsAndKindsGoBothWays() {
    Stream.of(Stage.Kind.values()).forEach(kind -> assertEquals(kind, Stage.Kind.of(kind.word())));
    assertEquals(
        "expected a step of %s, found x".formatted(STEPS),
        assertThrows(IllegalArgumentException.class, () -> Stage.Kind.of("x")).getMessage());
  }
}
