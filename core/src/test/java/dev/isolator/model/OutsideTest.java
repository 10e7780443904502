package dev.isolator.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.NetworkFile;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is recognised, as what, and what is refused in which line.
class OutsideTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/outside").toAbsolutePath();
  private static final Path MDX = GOLDEN.resolve("mdx-2048/model.onnx");
  private static final OutsideOptions NONE = OutsideOptions.defaults();

  @TempDir private Path folder;

  private ModelCatalogue catalogue = ModelCatalogue.open();

  @BeforeEach
  void open() {
    catalogue = ModelCatalogue.open(folder.resolve("user"));
  }

  private String refused(Path file, OutsideOptions options) {
    return refused(List.of(file), options);
  }

  private String refused(List<Path> files, OutsideOptions options) {
    var e = assertThrows(ModelException.class, () -> catalogue.addAny(files, "", options));
    String message = String.valueOf(e.getMessage());
    assertEquals(1, message.lines().count(), message);
    assertFalse(message.contains(".adding"), message);
    return message;
  }

  /// Waves to waves, without a card in its metadata that would be ours.
  private Path waves(NetworkFile network, String name) throws Exception {
    return Path.of(network.write(folder.resolve(name)));
  }

  @Test
  void mdxNetIsAddedWithWhatItsTensorsDoNotTell() throws Exception {
    var added =
        catalogue.addAny(
            List.of(MDX),
            "",
            NONE.withFftLength(6144)
                .withStems(List.of("vocals"))
                .withCompensate(1.035)
                .withName("Voc FT")
                .withLicence("MIT"));

    assertEquals(
        "MDX-Net (UVR), by the shapes of its tensors: likely; windows of 6144, gives vocals, music, times 1.035",
        added.found());
    var card = added.entry().card();
    assertEquals("voc-ft@1", card.versionedName());
    assertEquals("MIT", card.provenance().licence());
    var contract = (Contract.Adapted) card.contract();
    assertEquals(
        new Contract.Segment(
            44_100,
            261_120,
            254_976,
            0,
            3072,
            Contract.Blend.HANN_SYMMETRIC,
            Contract.Ends.SILENT,
            false),
        contract.segment());
    assertEquals(MDX.toString(), contract.adapter().source());
    assertEquals(card, ModelCard.fromJson("card", card.toJson()));
    assertEquals(card, catalogue.find("voc-ft").card());
    catalogue.verify(added.entry());
    catalogue.addAny(
        List.of(MDX),
        "",
        NONE.withFftLength(6144).withStems(List.of("vocals")).withName("voc-ft")); // no conflict
  }

  @Test
  void whatItsTensorsDoNotTellIsAskedFor() {
    assertEquals(
        MDX
            + ": is of the family mdx-net (inputs input [*, 4, 2048, 256] and outputs output [*, 4, 2048, 256]), but its tensors do not tell its window; say it with --n-fft (often 5120, 6144, 7680 or 8192)",
        refused(MDX, NONE));
    assertEquals(
        MDX
            + ": is of the family mdx-net (inputs input [*, 4, 2048, 256] and outputs output [*, 4, 2048, 256]), but its tensors do not tell what it gives; say it with --stems (1 in its order, such as vocals)",
        refused(MDX, NONE.withFftLength(6144)));
    assertEquals(
        MDX
            + ": expected 1 names of stems, and one more for the rest if you like, found 3 (a, b, c); correct --stems",
        refused(MDX, NONE.withFftLength(6144).withStems(List.of("a", "b", "c"))));
    assertEquals(
        MDX
            + ": is of the family mdx-net, but does not fit it: bins must be 1 to fftLength / 2 + 1; it cannot be used, or correct the options",
        refused(MDX, NONE.withFftLength(2048).withStems(List.of("a"))));
  }

  @Test
  void fourSourcesHaveTheirUsualNamesAndOtherIsTheRest() throws Exception {
    var added = catalogue.addOutside(List.of(GOLDEN.resolve("htdemucs/model.onnx")), NONE);

    var card = added.entry().card();
    assertEquals("htdemucs-core", card.family());
    assertEquals(List.of("drums", "bass", "vocals", "other"), card.stems());
    assertEquals(Outside.UNKNOWN_LICENCE, card.provenance().licence());
    var contract = (Contract.Adapted) card.contract();
    assertEquals(List.of("drums", "bass", "other", "vocals"), contract.adapter().sources());
    assertEquals(257_985, contract.segment().strideFrames());
    assertEquals(-1536, Objects.requireNonNull(contract.adapter().spectra()).firstSample());
  }

  @Test
  void filesOfAModelAreKeptTogetherAndEachIsChecked() throws Exception {
    var files =
        List.of(
            GOLDEN.resolve("spleeter/vocals.onnx"), GOLDEN.resolve("spleeter/accompaniment.onnx"));
    var entry = catalogue.addOutside(files, NONE.withName("two")).entry();

    assertEquals(List.of("vocals", "accompaniment"), entry.card().stems());
    assertEquals(
        1, catalogue.list().stream().filter(e -> !e.location().equals("built-in")).count());
    Path second = folder.resolve("user/two-1.part2.onnx");
    Files.copy(MDX, second, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    var e = assertThrows(ModelException.class, () -> catalogue.verify(catalogue.find("two")));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith(second + ": expected SHA-256 "), e.getMessage());
    Files.delete(second);
    var gone = assertThrows(ModelException.class, () -> catalogue.find("two"));
    assertEquals(
        folder.resolve("user/two-1.onnx")
            + ": expected file 2 of the model in "
            + second
            + ", found nothing there; add the model again",
        gone.getMessage());
  }

  @Test
  void anotherTasksNetworkIsToldWhatWouldBeAccepted() throws Exception {
    var file =
        waves(
            new NetworkFile("other")
                .card("stems", "")
                .input("image", 1, 3, 224, 224)
                .output("classes", 1, 3, 224, 224)
                .node("Identity", "classes", "image"),
            "image.onnx");

    String message = refused(file, NONE.withFamily("waves"));

    assertEquals(
        file
            + ": expected the tensors of a separator, found inputs image [1, 3, 224, 224] and outputs classes [1, 3, 224, 224]; accepted are: waves [*, 2, samples] to [*, stems, 2, samples] or the same; or put a card beside it (docs/outside-models.md)",
        message);
    var all =
        String.valueOf(
            assertThrows(ModelException.class, () -> catalogue.addOutside(List.of(file), NONE))
                .getMessage());
    assertTrue(
        Outside.families().stream().allMatch(all::contains) && all.lines().count() == 1, all);
  }

  @Test
  void aFamilyThatIsNotThereIsNamed() {
    String message = refused(MDX, NONE.withFamily("vr"));
    assertTrue(
        message.startsWith("--as vr: expected a family, one of spleeter, mdx-net, "), message);
  }

  @Test
  void aTruncatedFileIsRefused() throws Exception {
    byte[] bytes = Files.readAllBytes(MDX);
    var file = Files.write(folder.resolve("half.onnx"), Arrays.copyOf(bytes, bytes.length / 2));

    String message = refused(file, NONE);

    assertTrue(
        message.startsWith(
            file + ": expected an ONNX model, found something ONNX Runtime cannot open ("),
        message);
  }

  @Test
  void aHugeFileIsRefusedUnread() throws Exception {
    var file = folder.resolve("huge.onnx");
    try (var huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(1L << 31); // takes no room where files may have holes
    }

    assertEquals(
        file
            + ": expected an ONNX file of at most 2147483647 bytes, found 2147483648; larger ones are in no single file, choose another",
        refused(file, NONE));
    assertEquals(
        folder.resolve("none.onnx")
            + ": expected an ONNX file, found nothing there; check the path",
        refused(folder.resolve("none.onnx"), NONE));
  }

  @Test
  void weightsInAnotherFileAreRefusedWhetherThereOrNot() throws Exception {
    var network =
        new NetworkFile("external")
            .input("mix", 1, 2, 1000)
            .output("stems", 1, 2, 1000)
            .external("gains", "weights.bin", 1000)
            .node("Mul", "stems", "mix", "gains");
    var file = Path.of(network.write(folder.resolve("external.onnx")));
    var options = NONE.withFamily("waves").withStems(List.of("vocals"));
    String expected =
        file
            + ": expected a model in one file, found weights in other files beside it (external data); save it as one file first (docs/outside-models.md)";

    assertEquals(expected, refused(file, options));
    Files.write(folder.resolve("weights.bin"), new byte[4000]);
    assertEquals(expected, refused(file, options));
    try (var left = Files.list(folder.resolve("user"))) {
      assertEquals(0, left.count(), "files left behind");
    }
  }

  @Test
  void filesOfDifferentModelsAreRefused() {
    var other = GOLDEN.resolve("openunmix/vocals.onnx");
    String message = refused(List.of(GOLDEN.resolve("spleeter/vocals.onnx"), other), NONE);
    assertTrue(message.startsWith(other + ": expected tensors like those of "), message);
  }

  @Test
  void aPublishedFileIsKnownByItsHash() throws Exception {
    assertEquals(
        new KnownNetworks.Known(7680, 1.021, "vocals"),
        KnownNetworks.of("77d07b2667ddf05b9e3175941b4454a0"));
    var bytes = new byte[10_240_000 + 12_345];
    new Random(1).nextBytes(bytes);
    var file = new OutsideFile(folder.resolve("large"), List.of(), List.of());
    Files.write(file.file(), bytes);
    var end = Arrays.copyOfRange(bytes, 12_345, bytes.length);
    String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(end));
    assertEquals(md5, file.uvrHash());
    Files.write(file.file(), new byte[] {'a', 'b', 'c'});
    assertEquals("900150983cd24fb0d6963f7d28e17f72", file.uvrHash()); // RFC 1321, A.5
  }

  @Test
  void aBrokenAdapterCardIsRefusedByKey() throws Exception {
    var added = catalogue.addOutside(List.of(GOLDEN.resolve("htdemucs/model.onnx")), NONE);
    String card = added.entry().card().toJson();

    for (String[] change :
        new String[][] {
          {"\"gain\": 1.0", "\"gain\": -1", "adapter"},
          {"\"kind\": \"waves\"", "\"kind\": \"smell\"", "adapter"},
          {"\"axes\": \"1 c n\"", "\"axes\": \"1 c c\"", "adapter"},
          {"\"adapter\"", "\"adaptor\"", "adapter"},
          {"\"hopLength\": 1024", "\"hopLength\": 0", "adapter"},
          {"\"segmentFrames\": 343980", "\"segmentFrames\": 900000000", "segmentFrames"},
          {"\"ends\": \"centred\"", "\"ends\": \"loose\"", "ends"},
          {"\"leadFrames\": 0", "\"leadFrames\": 9", "ends"},
          {"\"blend\": \"bartlett\"", "\"blend\": \"windows\"", "blend"},
        }) {
      assertTrue(card.contains(change[0]), change[0]);
      String broken = card.replace(change[0], change[1]);
      var e = assertThrows(ModelException.class, () -> ModelCard.fromJson("card.json", broken));
      assertTrue(
          String.valueOf(e.getMessage())
              .startsWith("card.json: the model card's " + change[2] + " must be "),
          e.getMessage());
    }
  }
}
