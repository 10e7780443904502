package dev.isolator.dataset.sfz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SfzFileTest {
  private static List<SfzRegion> read(Map<String, String> files) throws IOException {
    return SfzFile.read(
        "guitar.sfz",
        path -> {
          String text = files.get(path);
          if (text == null) {
            throw new IOException("no " + path);
          }
          return text;
        });
  }

  private static List<SfzRegion> read(String text) throws IOException {
    return read(Map.of("guitar.sfz", text));
  }

  private static String samples(String text) throws IOException {
    return String.join(" ", read(text).stream().map(SfzRegion::sample).toList());
  }

  private static String refusal(Map<String, String> files) {
    return String.valueOf(assertThrows(SfzException.class, () -> read(files)).getMessage());
  }

  @Test
  void aRegionHasTheOpcodesOfTheHeadersAroundIt() throws IOException {
    var regions =
        read(
            """
            <control> default_path=notes\\ // where they are
            <global> ampeg_release=0.3 volume=-6
            <group> lokey=40 hikey=e4
            <region> sample=soft e.wav hivel=63 pitch_keycenter=52
            <region> sample=loud.wav lovel=64 volume=3 key=c#4 tune=-12 transpose=1
            <group>
            <region> sample=..\\other/./x.wav
            """);
    assertEquals(3, regions.size());
    var soft = regions.get(0);
    assertEquals("notes/soft e.wav", soft.sample());
    assertEquals(List.of(40, 64, 52), List.of(soft.lowKey(), soft.highKey(), soft.keyCentre()));
    assertEquals(List.of(1, 63), List.of(soft.lowVelocity(), soft.highVelocity()));
    assertEquals(-6, soft.number("volume", 0));
    assertEquals(0.3, soft.number("ampeg_release", 0));
    var loud = regions.get(1);
    assertEquals(List.of(40, 64, 61), List.of(loud.lowKey(), loud.highKey(), loud.keyCentre()));
    assertEquals(3, loud.number("volume", 0));
    assertEquals(88, loud.tuneCents());
    var other = regions.get(2);
    assertEquals("other/x.wav", other.sample());
    assertEquals(List.of(0, 127, 60), List.of(other.lowKey(), other.highKey(), other.keyCentre()));
  }

  @Test
  void textsAreIncludedAndVariablesReplacedTheLongestFirst() throws IOException {
    var regions =
        read(
            Map.of(
                "guitar.sfz",
                "#define $A 60\n#define $AB 62\n<group> key=$AB\n#include \"data\\notes.txt\"\n",
                "data/notes.txt",
                "<region> sample=a.wav <region> sample=b.wav key=$A"));
    assertEquals(List.of(62, 60), regions.stream().map(SfzRegion::lowKey).toList());
  }

  @Test
  void onlyWhatAStruckKeySoundsIsTaken() throws IOException {
    assertEquals(
        "a.wav b.wav c.wav",
        samples(
            """
            <control> set_cc4=80
            <region> sample=a.wav trigger=attack
            <region> sample=released.wav trigger=release
            <region> sample=legato.wav trigger=legato
            <region> sample=b.wav locc4=64 hicc4=127
            <region> sample=pedal.wav locc64=1
            <region> sample=soft.wav hicc4=79
            <region> sample=c.wav sw_last=24 sw_default=24
            <region> sample=muted.wav sw_last=25 sw_default=24
            <region> sample=*sine
            """));
  }

  @Test
  void aNoteOffsetMovesAllKeys() throws IOException {
    var region = read("<control> note_offset=-12 <region> sample=a.wav key=60").getFirst();
    assertEquals(
        List.of(48, 48, 48), List.of(region.lowKey(), region.highKey(), region.keyCentre()));
  }

  @Test
  void filesThatSoundNothingOrIncludeThemselvesAreRefused() {
    assertEquals(
        "guitar.sfz: expected regions that a key makes sound, found none; choose another program",
        refusal(Map.of("guitar.sfz", "")));
    assertEquals(
        "guitar.sfz: a.txt includes itself; leave it out",
        refusal(Map.of("guitar.sfz", "#include \"a.txt\"", "a.txt", "#include \"a.txt\"")));
  }
}
