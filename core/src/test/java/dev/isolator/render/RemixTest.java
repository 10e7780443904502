package dev.isolator.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemixTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vocals=-12dB|mix (vocals -12 dB)|-12",
        "vocals = -12 dB|mix (vocals -12 dB)|-12",
        "vocals=+3|mix (vocals +3 dB)|3",
        "vocals=−1.5DB|mix (vocals -1.5 dB)|-1.5",
        "vocals=mute|mix (vocals mute)|-Infinity",
        "vocals=-inf|mix (vocals mute)|-Infinity",
        "karaoke: vocals=-20|karaoke|-20",
      })
  void whatUsersTypeIsUnderstood(String text, String name, double gainDb) {
    assertEquals(new Remix(name, Map.of("vocals", gainDb)), Remix.parse(text));
  }

  @Test
  void severalStemsMayBeNamed() {
    assertEquals(
        new Remix(
            "mix (vocals mute, drums +3 dB)",
            Map.of("vocals", Double.NEGATIVE_INFINITY, "drums", 3.0)),
        Remix.parse("vocals=mute,drums=+3dB"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "vocals|mix must look like vocals=-12dB or vocals=mute,drums=+3dB, was \"vocals\"",
        "=3|mix must look like vocals=-12dB or vocals=mute,drums=+3dB, was \"=3\"",
        "vocals=loud|a gain must be dB, such as -12dB, or mute, was \"loud\" in \"vocals=loud\"",
        "vocals=NaN|a gain must be dB, such as -12dB, or mute, was \"NaN\" in \"vocals=NaN\"",
        "vocals=30|gain of vocals must be from -inf to 24 dB, was 30.0",
        "vocals=0.5|a gain must be dB, such as -12dB, or mute, was \"0.5\" in \"vocals=0.5\"; write -6.0dB if it is a factor, 0.5dB if it is dB",
        "vocals=0|a gain must be dB, such as -12dB, or mute, was \"0\" in \"vocals=0\"; write mute if it is a factor, 0dB if it is dB",
        "vocals=25%|a gain must be dB, such as -12dB, or mute, was \"25%\" in \"vocals=25%\"; write -12.0dB if it is a factor",
        "a=1,a=2|mix names a twice: \"a=1,a=2\"",
        ": vocals=1|a remix needs a name",
      })
  void whatIsNoMixIsRefused(String text, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Remix.parse(text)).getMessage());
  }
}
