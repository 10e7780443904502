package dev.isolator.train.descriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Binary;
import dev.isolator.train.family.Cepstral;
import dev.isolator.train.family.Head;
import dev.isolator.train.family.Live;
import dev.isolator.train.family.Studio;
import dev.isolator.train.family.UNetSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkDescriptorTest {
  private static final Path FILE = Path.of("a.ckpt");
  private static final List<String> TWO = List.of("vocals", "music");
  private static final List<String> FOUR = List.of("vocals", "drums", "bass", "other");

  private static final List<Architecture> NETWORKS =
      List.of(
          Studio.of(TWO, List.of(4, 6), 0),
          Studio.of(FOUR, List.of(4, 6), 0),
          Studio.of(TWO, List.of(4, 8), 0),
          Studio.of(TWO, List.of(4, 6), 8),
          Live.of(TWO, List.of(4, 6), 0),
          Binary.masks(TWO, Head.Target.BINARY, Binary.Time.CENTRE),
          Binary.masks(TWO, Head.Target.BINARY, Binary.Time.LAST),
          Binary.masks(TWO, Head.Target.SOFT, Binary.Time.CENTRE),
          Binary.voice(TWO, Binary.Time.CENTRE),
          Cepstral.of(TWO, List.of(4, 4), 8, false),
          Cepstral.of(TWO, List.of(4, 4), 8, true),
          Cepstral.of(TWO, List.of(4, 4), 9, false),
          Cepstral.of(TWO, new Cepstral.Settings(List.of(4, 4), 9, 1, 32, 25, false, true)));

  private static NetworkDescriptor written(Architecture architecture) throws IOException {
    String text = NetworkDescriptor.of(architecture).json().toString();
    return NetworkDescriptor.read(JsonParser.parseString(text), FILE);
  }

  @Test
  void whatIsReadBackIsTheNetworkAndNoOther() throws IOException {
    for (int i = 0; i < NETWORKS.size(); i++) {
      for (int j = 0; j < NETWORKS.size(); j++) {
        assertEquals(i == j, written(NETWORKS.get(i)).isOf(NETWORKS.get(j)), i + " and " + j);
      }
    }
  }

  /// Files keep this for as long as there are any: a change of it needs a new version.
  @Test
  void versionOneIsFrozen() throws IOException {
    String text =
        """
        {"schema":"isolator-network","version":1,"family":"live","stems":["vocals","music"],\
        "grid":{"sampleRate":44100,"fftLength":2048,"hopLength":512},\
        "frontEnd":{"type":"bands","multiple":2},"head":{"type":"bands"},"frameMultiple":2,\
        "reach":{"back":22,"ahead":0},"network":{"type":"chain","layers":[\
        {"type":"convolution","name":"stem","in":4,"out":4,"bands":{"kernel":3,"stride":1,"before":1,"after":1},"frames":{"kernel":3,"stride":1,"before":2,"after":0},"activation":"batch-norm-relu"},\
        {"type":"chain","layers":[{"type":"residual","inner":{"type":"chain","layers":[\
        {"type":"convolution","name":"enc0.0","in":4,"out":4,"bands":{"kernel":3,"stride":1,"before":1,"after":1},"frames":{"kernel":3,"stride":1,"before":2,"after":0},"activation":"batch-norm-relu"},\
        {"type":"convolution","name":"enc0.1","in":4,"out":4,"bands":{"kernel":3,"stride":1,"before":1,"after":1},"frames":{"kernel":3,"stride":1,"before":2,"after":0},"activation":"batch-norm-relu"}]}},\
        {"type":"skip","inner":{"type":"chain","layers":[\
        {"type":"convolution","name":"down0","in":4,"out":6,"bands":{"kernel":4,"stride":2,"before":1,"after":1},"frames":{"kernel":4,"stride":2,"before":2,"after":0},"activation":"batch-norm-relu"},\
        {"type":"residual","inner":{"type":"chain","layers":[\
        {"type":"convolution","name":"enc1.0","in":6,"out":6,"bands":{"kernel":3,"stride":1,"before":1,"after":1},"frames":{"kernel":3,"stride":1,"before":2,"after":0},"activation":"batch-norm-relu"},\
        {"type":"convolution","name":"enc1.1","in":6,"out":6,"bands":{"kernel":3,"stride":1,"before":1,"after":1},"frames":{"kernel":3,"stride":1,"before":2,"after":0},"activation":"batch-norm-relu"}]}},\
        {"type":"transposed-convolution","name":"up0","in":6,"out":4,"delay":1}]}},\
        {"type":"chain","layers":[\
        {"type":"convolution","name":"dec0.0","in":8,"out":4,"bands":{"kernel":3,"stride":1,"before":1,"after":1},"frames":{"kernel":3,"stride":1,"before":2,"after":0},"activation":"batch-norm-relu"},\
        {"type":"convolution","name":"dec0.1","in":4,"out":4,"bands":{"kernel":3,"stride":1,"before":1,"after":1},"frames":{"kernel":3,"stride":1,"before":2,"after":0},"activation":"batch-norm-relu"}]}]},\
        {"type":"convolution","name":"out","in":4,"out":2,"bands":{"kernel":1,"stride":1,"before":0,"after":0},"frames":{"kernel":1,"stride":1,"before":0,"after":0},"activation":"linear"}]}}""";
    var architecture = Live.of(TWO, List.of(4, 6), 0);
    assertTrue(NetworkDescriptor.read(JsonParser.parseString(text), FILE).isOf(architecture));
    assertEquals(text.replace("\"version\":1", "\"version\":4"), json(architecture));
  }

  /// What version 2 added.
  @Test
  void versionTwoIsFrozen() {
    var settings = new UNetSettings(List.of(4, 6), 64, 1, true);
    String live = json(Live.of(TWO, settings, new Live.Time(4096, 3)));
    assertTrue(
        live.contains(
            "\"frontEnd\":{\"type\":\"bands\",\"multiple\":2,\"localLevel\":{\"before\":160,\"after\":0}}"),
        live);
    assertTrue(live.contains("\"reach\":{\"back\":187,\"ahead\":3}"), live);
    assertTrue(live.endsWith("{\"type\":\"advance\",\"frames\":3}]}}"), live);
    assertTrue(
        live.contains(
            "\"name\":\"bottom0.1\",\"in\":6,\"out\":6,\"bands\":{\"kernel\":3,\"stride\":1,\"before\":1,\"after\":1},\"frames\":{\"kernel\":3,\"stride\":1,\"before\":2,\"after\":0},\"activation\":\"batch-norm-relu\"}]},"
                + "{\"type\":\"chain\",\"layers\":[{\"type\":\"frequency-transform\",\"name\":\"bottom0.in\""),
        live);
  }

  /// What version 3 added.
  @Test
  void versionThreeIsFrozen() {
    var settings = new UNetSettings(List.of(4, 6), 0, 0, false, 5, UNetSettings.Skips.MULTIPLY);
    String live = json(Live.of(TWO, settings, Live.Time.DEFAULT));
    assertTrue(
        live.contains(
            "{\"type\":\"residual\",\"inner\":{\"type\":\"recurrence\",\"name\":\"recurrence\",\"channels\":6,\"units\":5}}"),
        live);
    assertTrue(
        live.contains(
            "{\"type\":\"multiplied-skip\",\"inner\":{\"type\":\"chain\",\"layers\":[{\"type\":\"convolution\",\"name\":\"down0\""),
        live);
    assertTrue(live.contains("\"name\":\"dec0.0\",\"in\":4,\"out\":4"), live);
  }

  @Test
  void kindsOfLayersThatTheOtherFamiliesHaveAreFrozenToo() {
    String studio = json(Studio.of(TWO, List.of(4, 6), 64));
    assertTrue(
        studio.contains(
            "{\"type\":\"residual\",\"inner\":{\"type\":\"chain\",\"layers\":[{\"type\":\"frequency-transform\",\"name\":\"enc1.in\",\"in\":117,\"out\":1,\"channels\":6,\"activation\":\"batch-norm-relu\"},{\"type\":\"frequency-transform\",\"name\":\"enc1.across\",\"in\":1,\"out\":117,\"channels\":6,\"activation\":\"linear\"}]}}"),
        studio);
    String binary = json(Binary.masks(TWO, Head.Target.SOFT, Binary.Time.LAST));
    assertTrue(
        binary.contains(
            "\"frontEnd\":{\"type\":\"mono\"},\"head\":{\"type\":\"bins\",\"target\":\"soft\"},"),
        binary);
    assertTrue(
        binary.contains("\"network\":{\"type\":\"windows\",\"frames\":25,\"at\":24,\"inner\":"),
        binary);
    assertTrue(
        binary.contains(
            "{\"type\":\"pool\",\"bands\":3,\"frames\":3},{\"type\":\"leaky-relu\",\"slope\":0.01},{\"type\":\"dropout\",\"probability\":0.25}"),
        binary);
    String cepstral = json(Cepstral.of(FOUR, List.of(4, 4, 4, 4), 8, false));
    assertTrue(
        cepstral.contains(
            "\"frontEnd\":{\"type\":\"cepstra\",\"quefrencies\":288},\"head\":{\"type\":\"voice-and-shares\"},"),
        cepstral);
    assertTrue(cepstral.contains("{\"type\":\"scale\",\"factor\":0.5}"), cepstral);
    assertTrue(
        cepstral.endsWith(
            "{\"type\":\"exemplars\",\"name\":\"exemplars\",\"embedding\":32,\"count\":8,\"pictures\":4,\"bins\":513,\"temperature\":0.1}]}}"),
        cepstral);
  }

  private static String json(Architecture architecture) {
    return NetworkDescriptor.of(architecture).json().toString();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, , , ",
    "0, 1, stems, '[vocals, music]', '[vocals, drums, bass, other]'",
    "0, 2, down0.out, 6, 8",
    "0, 3, network.layers[1].layers[0].type, residual, chain",
    "0, 4, family, studio, live",
    "5, 6, reach.back, 12, 24",
    "5, 7, head.target, binary, soft",
    "5, 8, head.type, bins, voice",
    "9, 10, reach.back, 12, 24",
    "9, 11, exemplars.count, 8, 9",
  })
  void firstDifferenceIsNamed(int a, int b, String field, String first, String second)
      throws IOException {
    var difference = written(NETWORKS.get(a)).difference(written(NETWORKS.get(b)));
    assertEquals(field == null ? null : new Difference(field, first, second), difference);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"schema\":\"isolator-network\",\"version\":5}|a.ckpt: expected a network's description of version 4 or before, found version 5; use a newer Isolator",
        "{\"schema\":\"isolator-manifest\",\"version\":1}|a.ckpt: expected a description of a network (schema isolator-network), found none; use an older file",
        "[]|a.ckpt: expected a description of a network (schema isolator-network), found none; use an older file"
      })
  void whatIsNotKnownIsRefused(String json, String message) {
    var e =
        assertThrows(
            IOException.class, () -> NetworkDescriptor.read(JsonParser.parseString(json), FILE));
    assertEquals(message, e.getMessage());
  }

  /// What Java printed of this network when checkpoints named it by that.
  @Test
  void textOfTheFirstFormatIsUnderstood() {
    var text =
        "Architecture[family=live, stems=[vocals, music], sampleRate=44100, fftLength=2048, hopLength=512, bandMultiple=2, frameMultiple=2, lookBack=22, lookAhead=0, network=Chain[layers=[stem: convolution 3×3 stride 1×1, 4 → 4, NORM_RELU, Chain[layers=[Residual[inner=Chain[layers=[enc0.0: convolution 3×3 stride 1×1, 4 → 4, NORM_RELU, enc0.1: convolution 3×3 stride 1×1, 4 → 4, NORM_RELU]]], Skip[inner=Chain[layers=[down0: convolution 4×4 stride 2×2, 4 → 6, NORM_RELU, Residual[inner=Chain[layers=[enc1.0: convolution 3×3 stride 1×1, 6 → 6, NORM_RELU, enc1.1: convolution 3×3 stride 1×1, 6 → 6, NORM_RELU]]], Expansion[name=up0, in=6, out=4, delay=1]]]], Chain[layers=[dec0.0: convolution 3×3 stride 1×1, 8 → 4, NORM_RELU, dec0.1: convolution 3×3 stride 1×1, 4 → 4, NORM_RELU]]]], out: convolution 1×1 stride 1×1, 4 → 2, LINEAR]]]";
    var read = NetworkDescriptor.ofText(text);
    assertNull(read.difference(NetworkDescriptor.of(NETWORKS.get(4))));
    assertThrows(IllegalStateException.class, read::json);
    for (int i = 0; i < NETWORKS.size(); i++) {
      assertEquals(i == 4, read.isOf(NETWORKS.get(i)), i + "");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''",
        "Architecture[family=live",
        "Architecture[family=live]]",
        "Architecture[family=]",
        "Architecture[network=Drum[size=3]]",
        "[vocals, music]"
      })
  void textsOfSomethingElseAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> NetworkDescriptor.ofText(text));
  }

  @Test
  void textsNestedTooDeepAreRefused() {
    String deep = "Residual[inner=".repeat(10_000);
    var e = assertThrows(IllegalArgumentException.class, () -> NetworkDescriptor.ofText(deep));
    assertEquals("a network nested deeper than 256", e.getMessage());
  }
}
