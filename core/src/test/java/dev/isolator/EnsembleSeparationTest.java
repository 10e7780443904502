package dev.isolator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.Songs.Song;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.mask.Masking;
import dev.isolator.model.Accelerator;
import dev.isolator.model.Combination;
import dev.isolator.model.Ensemble;
import dev.isolator.model.Ensemble.Member;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Several models take a song apart together: their masks are combined where they have one grid,
/// else their waves.
class EnsembleSeparationTest {
  private static final int RATE = 44_100;

  @TempDir private static Path folder;

  /// Networks: `a` and `b` on one grid, `c` on another, `ratio` whose masks follow the song, `wave`
  /// that takes segments of samples and gives half of them.
  @BeforeAll
  static void writeNetworks() throws Exception {
    ShareNetwork.ofVoice(1024, 0.2, 0.4).file("a").write(file("a"));
    ShareNetwork.ofVoice(1024, 0.6, 0.5).file("b").write(file("b"));
    ShareNetwork.ofVoice(512, 0.9, 0.9).file("c").write(file("c"));
    ShareNetwork.ofVoice(2048, 1, 1).file("all").write(file("all"));
    ShareNetwork.ofVoice(1024, 1, 1).file("all-too").write(file("all-too"));
    new PowerRatioNetwork(RATE, 1024, 256, 0).chunks("ratio", 32).write(file("ratio"));
    new ShareNetwork(
            1024,
            List.of("drums", "vocals", "bass"),
            new float[][] {{0.3f, 0.3f}, {0.5f, 0.5f}, {0.2f, 0.2f}})
        .file("three")
        .write(file("three"));
    new NetworkFile("wave")
        .card("contract", "segment")
        .card("sampleRate", RATE)
        .card("segmentFrames", 1000)
        .card("strideFrames", 400)
        .input("mix", 1, 2, 1000)
        .output("stems", 1, 2, 2, 1000)
        .floats("half", new float[] {0.5f})
        .longs("shape", 1, 2, 2, 1000)
        .node("Mul", "vocals", "mix", "half")
        .node("Concat", "both", "axis", new long[] {1}, "vocals", "vocals")
        .node("Reshape", "stems", "both", "shape")
        .write(file("wave"));
    // Cuts off what is above the deviation of the whole song, which it must know.
    new NetworkFile("level")
        .card("contract", "segment")
        .card("sampleRate", RATE)
        .card("segmentFrames", 1000)
        .card("strideFrames", 1000)
        .card("standardised", true)
        .input("mix", 1, 2, 1000)
        .output("stems", 1, 2, 2, 1000)
        .floats("least", new float[] {-1})
        .floats("most", new float[] {1})
        .longs("shape", 1, 2, 2, 1000)
        .node("Max", "above", "mix", "least")
        .node("Min", "vocals", "above", "most")
        .node("Concat", "both", "axis", new long[] {1}, "vocals", "vocals")
        .node("Reshape", "stems", "both", "shape")
        .write(file("level"));
  }

  private static Path file(String name) {
    return folder.resolve(name + ".onnx");
  }

  /// `max:a+swap,b:2` with the files of the networks.
  private String text(String ensemble) {
    return Ensemble.parse(ensemble).members().stream()
        .map(
            member ->
                new Member(
                        file(member.model()).toString(),
                        member.weight(),
                        member.channelSwap(),
                        member.halfHopShift())
                    .toString())
        .collect(Collectors.joining(",", Ensemble.parse(ensemble).combination().word() + ":", ""));
  }

  private float[][][] separate(String ensemble, Song song, int block) throws Exception {
    try (var separator =
        Separator.open(SeparatorOptions.defaults().withModel(text(ensemble)).withThreads(1))) {
      return Songs.separate(separator, song, block);
    }
  }

  private static Song noise(int channels, int frames) {
    return new Song(Songs.noise(channels, frames, 7), RATE, ChannelLayout.ofCount(channels));
  }

  private static float[][] scaled(Song song, double... gains) {
    var scaled = new float[gains.length][song.samples()[0].length];
    for (int channel = 0; channel < gains.length; channel++) {
      for (int i = 0; i < scaled[channel].length; i++) {
        scaled[channel][i] = (float) (gains[channel] * song.samples()[channel][i]);
      }
    }
    return scaled;
  }

  private static void assertNulls(float[][][] stems, Song song) {
    for (int channel = 0; channel < song.samples().length; channel++) {
      assertEquals(song.samples()[channel].length, stems[0][channel].length);
      for (int i = 0; i < song.samples()[channel].length; i++) {
        double sum = 0;
        for (float[][] stem : stems) {
          sum += stem[channel][i];
        }
        assertEquals(song.samples()[channel][i], sum, 1e-6, "at " + i);
      }
    }
  }

  @ParameterizedTest(name = "{0}: {1} left, {2} right")
  @CsvSource(
      delimiter = ';',
      value = {
        "a,b; 0.4; 0.45",
        "a:3,b; 0.3; 0.425",
        "a,a+swap; 0.3; 0.3",
        "a+swap; 0.4; 0.2",
        "min:a,b; 0.2; 0.4",
        "max:a,b; 0.6; 0.5",
        "median:a,b; 0.4; 0.45",
        "median:a,b,b+swap; 0.5; 0.5",
        "median:a:3,b,b; 0.2; 0.4",
        "a,c; 0.55; 0.65",
        "a,a+swap,c:2; 0.6; 0.6",
        "a,b,a+shift; 0.333333333; 0.433333333",
        "min:a,c; 0.2; 0.4",
        "max:a,c; 0.9; 0.9",
        "median:a,b,c; 0.6; 0.5",
        "median:a,c; 0.55; 0.65",
        "a,three; 0.35; 0.45",
        "a+shift+swap; 0.4; 0.2",
        "a,wave; 0.35; 0.45",
        "wave+shift,c; 0.7; 0.7",
        "wave,wave+shift+swap; 0.5; 0.5",
        "max:wave,a; 0.5; 0.5"
      })
  void theVoiceIsTheCombinationOfTheMembers(String ensemble, double left, double right)
      throws Exception {
    var song = noise(2, 30_000);

    float[][][] stems = separate(ensemble, song, 4096);

    assertEquals(2, stems.length);
    assertEquals(0, Songs.difference(scaled(song, left, right), stems[0]), 1e-6);
    assertNulls(stems, song);
  }

  @ParameterizedTest(name = "{0} frames")
  @ValueSource(ints = {0, 1, 257, 1024, 8193})
  void membersThatGiveTheSongToTheVoiceNull(int frames) throws Exception {
    for (int channels = 1; channels <= 2; channels++) {
      var song = noise(channels, frames);
      for (String ensemble :
          List.of(
              "all,all-too",
              "all+shift,all-too+swap",
              "max:all,all-too",
              "median:all,all-too,all+swap+shift",
              "min:all+shift,all-too")) {
        float[][][] stems = separate(ensemble, song, 512);

        for (int channel = 0; channel < channels; channel++) {
          assertArrayEquals(song.samples()[channel], stems[0][channel], 1e-6f, ensemble);
          assertArrayEquals(new float[frames], stems[1][channel], 1e-6f, ensemble);
        }
      }
    }
  }

  @Test
  void oneModelTwiceIsTheModel() throws Exception {
    var song = noise(2, 20_011);

    float[][][] twice = separate("ratio,ratio:2", song, 4096);

    float[][][] once = separate("ratio", song, 4096);
    assertEquals(0, Songs.difference(once[0], twice[0]));
    assertEquals(0, Songs.difference(once[1], twice[1]));
  }

  /// A network that must know the level of the whole song hears the same in company as alone.
  @Test
  void aMemberHearsTheLevelOfTheWholeSong() throws Exception {
    var song = noise(2, 20_011);
    for (int i = 5000; i < 20_011; i++) {
      song.samples()[0][i] *= 0.01f;
      song.samples()[1][i] *= 0.01f;
    }
    float[][][] alone = separate("level", song, 4096);
    float[][] shares = scaled(song, 0.2, 0.4);
    assertTrue(Songs.difference(song.samples(), alone[0]) > 0.1, "nothing was cut off");

    float[][][] twice = separate("level,level:2", song, 97);
    float[][][] together = separate("level,a", song, 4096);

    assertEquals(0, Songs.difference(alone[0], twice[0]), 1e-7);
    for (int channel = 0; channel < 2; channel++) {
      for (int i = 0; i < 20_011; i++) {
        double mean = 0.5 * ((double) alone[0][channel][i] + shares[channel][i]);
        assertEquals(mean, together[0][channel][i], 1e-6, "at " + i);
      }
    }
    assertNulls(together, song);
  }

  @Test
  void theMeanOfMasksGivesTheMeanOfWaves() throws Exception {
    var song = noise(2, 20_011);

    float[][][] together = separate("a,ratio", song, 4096);

    float[][] ratio = separate("ratio", song, 4096)[0];
    float[][] shares = scaled(song, 0.2, 0.4);
    for (int channel = 0; channel < 2; channel++) {
      for (int i = 0; i < ratio[channel].length; i++) {
        double mean = 0.5 * ((double) ratio[channel][i] + shares[channel][i]);
        assertEquals(mean, together[0][channel][i], 1e-6);
      }
    }
  }

  @Test
  void aShiftedMemberHearsTheSongHalfAHopLater() throws Exception {
    var song = noise(2, 20_011);
    int shift = 128;
    var late = new float[2][shift + 20_011];
    for (int channel = 0; channel < 2; channel++) {
      System.arraycopy(song.samples()[channel], 0, late[channel], shift, 20_011);
    }

    float[][][] shifted = separate("ratio+shift", song, 3000);

    float[][] expected = separate("ratio", new Song(late, RATE, song.layout()), 3000)[0];
    for (int channel = 0; channel < 2; channel++) {
      assertArrayEquals(
          java.util.Arrays.copyOfRange(expected[channel], shift, shift + 20_011),
          shifted[0][channel]);
    }
    assertNulls(shifted, song);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ratio,a+swap",
        "ratio,ratio+shift,c",
        "median:ratio,c,ratio+shift",
        "max:ratio,c",
        "level+shift,ratio"
      })
  void blockSizeChangesNoBit(String ensemble) throws Exception {
    var song = noise(2, 40_011);
    float[][][] expected = separate(ensemble, song, 40_011);
    for (int block : new int[] {97, 4096, 16_385}) {
      float[][][] stems = separate(ensemble, song, block);
      for (int stem = 0; stem < 2; stem++) {
        assertEquals(0, Songs.difference(expected[stem], stems[stem]), "block " + block);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a+swap,b+swap", "a+swap,c", "max:a+swap,a+swap+shift"})
  void theLfeIsLeftAndPairsAreExchangedByThemselves(String ensemble) throws Exception {
    var song = noise(6, 9000);

    float[][][] stems = separate(ensemble, song, 4096);

    assertArrayEquals(new float[9000], stems[0][3], "LFE");
    assertNulls(stems, song);
    double heard = ensemble.contains("max") ? 0.4 : ensemble.contains("b") ? 0.45 : 0.65;
    assertArrayEquals(scaled(song, heard)[0], stems[0][0], 1e-6f, "front left");
  }

  @Test
  void aMedianOfThreeStemsIsNeverMoreThanTheSong() throws Exception {
    var stems = List.of("drums", "vocals", "bass");
    for (int i = 0; i < 2; i++) {
      var shares = new float[][] {{0.1f, 0.1f}, {0.1f, 0.1f}, {0.8f, 0.8f}};
      shares[i] = new float[] {0.8f, 0.8f};
      shares[2] = new float[] {0.1f, 0.1f};
      new ShareNetwork(1024, stems, shares).file("s" + i).write(file("s" + i));
    }
    var song = noise(2, 5000);

    float[][][] loudest = separate("max:s0,s1", song, 4096);

    assertEquals(0, Songs.difference(scaled(song, 0.5, 0.5), loudest[0]), 1e-6);
    assertEquals(0, Songs.difference(scaled(song, 0.5, 0.5), loudest[1]), 1e-6);
    assertEquals(0, Songs.difference(scaled(song, 0, 0), loudest[2]), 1e-6);
    assertNulls(loudest, song);
  }

  @Test
  void stemsInAnotherOrderAreTheSameStems() throws Exception {
    new ShareNetwork(
            1024,
            List.of("bass", "drums", "vocals"),
            new float[][] {{0.1f, 0.1f}, {0.2f, 0.2f}, {0.7f, 0.7f}})
        .file("other-order")
        .write(file("other-order"));
    var song = noise(2, 5000);

    float[][][] stems = separate("three,other-order", song, 4096);

    assertEquals(0, Songs.difference(scaled(song, 0.25, 0.25), stems[0]), 1e-6); // drums
    assertEquals(0, Songs.difference(scaled(song, 0.6, 0.6), stems[1]), 1e-6); // vocals
    assertNulls(stems, song);
  }

  @Test
  void aFileNamesAnEnsemble() throws Exception {
    var yaml =
        Files.writeString(
            folder.resolve("duo.yaml"),
            """
            # two that differ
            description: two networks
            combine: median
            members:
              - a.onnx
              - model: b.onnx
                weight: 2
                swap: true
            """);
    var song = noise(2, 5000);
    try (var separator =
        Separator.open(SeparatorOptions.defaults().withModel(yaml.toString()).withThreads(1))) {

      float[][][] stems = Songs.separate(separator, song, 4096);

      assertEquals(0, Songs.difference(scaled(song, 0.5, 0.6), stems[0]), 1e-6);
      assertEquals("duo", separator.card().name());
      assertEquals("two networks: median:a@1,b@1+swap:2", separator.card().provenance().training());
    }
  }

  @Test
  void theUsersFolderNamesEnsembles() throws Exception {
    Files.writeString(folder.resolve("duo.yaml"), "members: [a, b]\n");
    var catalogue = ModelCatalogue.open(folder);

    var entry = catalogue.find("duo");

    assertEquals(List.of("vocals", "music"), entry.card().stems());
    assertEquals(folder.resolve("duo.yaml").toString(), entry.location());
    assertEquals("duo", catalogue.list().getLast().card().name());
    var versioned = entry.card().versionedName();
    assertTrue(versioned.matches("duo@[0-9a-f]{8}"), versioned);
    assertEquals(entry.card(), catalogue.find(versioned).card());
    var e = assertThrows(ModelException.class, () -> entry.openStream(1, Accelerator.CPU)); // live
    assertEquals(
        "duo: expected one model that answers frame by frame, found an ensemble (a@1,b@1); live use has no time for several, choose one that says \"live\" (isolator models list)",
        e.getMessage());
  }

  @Test
  void theLibraryTakesAnEnsemble() throws Exception {
    var ensemble =
        new Ensemble(
            Combination.MAXIMUM,
            List.of(Member.of(file("a").toString()), Member.of(file("c").toString())));
    var song = noise(2, 5000);
    try (var separator = Separator.open(SeparatorOptions.defaults().withEnsemble(ensemble))) {
      float[][][] stems = Songs.separate(separator, song, 4096);

      assertEquals(0, Songs.difference(scaled(song, 0.9, 0.9), stems[0]), 1e-6);
    }
  }

  @Test
  void standardQualityIsTheDefaultModelAndTheOthersAreThere() throws Exception {
    assertEquals(
        SeparatorOptions.defaults(), SeparatorOptions.defaults().withQuality(Quality.STANDARD));
    var stems = List.of("vocals", "music");
    for (var quality : Quality.values()) {
      var entry = ModelCatalogue.open(folder.resolve("none")).find(quality.model());
      assertEquals(stems, entry.card().stems(), quality.toString());
      assertEquals("built-in", entry.location(), quality.toString());
    }
  }

  @Test
  void stemsThatDoNotAgreeAreRefused() throws Exception {
    new ShareNetwork(1024, List.of("piano", "rest"), new float[][] {{0.5f, 0.5f}, {0.5f, 0.5f}})
        .file("piano")
        .write(file("piano"));

    var e = assertThrows(ModelException.class, () -> separate("a,piano", noise(2, 10), 10));

    assertEquals(
        text("mean:a,piano")
            + ": expected members with the same stems, or one of two stems whose first all have, found a@1 vocals/music, piano@1 piano/rest; leave one out",
        e.getMessage());
  }

  @Test
  void hardMasksOfWavesAreRefusedAndOfMasksTaken() throws Exception {
    var hard = SeparatorOptions.defaults().withMasking(Masking.soft().withBinaryThreshold(0.42));

    var e =
        assertThrows(ModelException.class, () -> Separator.open(hard.withModel(text("mean:a,c"))));

    assertEquals(
        "ensemble: hard masks want models that answer with masks on one grid, found an ensemble whose waves are combined; leave them off, or choose one model",
        e.getMessage());
    var song = noise(2, 5000);
    try (var separator = Separator.open(hard.withModel(text("mean:a,b")))) {
      float[][][] stems = Songs.separate(separator, song, 4096);
      assertEquals(0, Songs.difference(scaled(song, 0, 1), stems[0]), 1e-6);
    }
  }

  @Test
  void theWienerFilterTakesEnsembles() throws Exception {
    var options = SeparatorOptions.defaults().withMasking(Masking.soft().withWienerIterations(1));
    var song = noise(2, 9000);
    for (String ensemble : List.of("mean:ratio,a", "mean:ratio,c")) {
      try (var separator = Separator.open(options.withModel(text(ensemble)))) {
        assertNulls(Songs.separate(separator, song, 4096), song);
      }
    }
  }
}
