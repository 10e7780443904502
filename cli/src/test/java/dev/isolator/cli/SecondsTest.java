package dev.isolator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SecondsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "90, 90",
    "90.5, 90.5",
    "1:30, 90",
    "1:30.250, 90.25",
    "0:05, 5",
    "75:00, 4500",
    "1:02:03.5, 3723.5",
    "86400, 86400"
  })
  void placesAreReadAsPeopleWriteThem(String text, double seconds) {
    assertEquals(seconds, new Seconds().convert(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "1:75",
        "1:99:00",
        "1:2:3:4",
        "90s",
        "NaN",
        "1e3",
        "Infinity",
        ":30",
        "1:"
      })
  void whatIsNoPlaceIsRefused(String text) {
    var e = assertThrows(TypeConversionException.class, () -> new Seconds().convert(text));

    assertEquals(
        "expected seconds or minutes:seconds, such as 90.5 or 1:30.5, but was '" + text + "'",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0:00",
    "59.4, 0:59",
    "59.6, 1:00",
    "243, 4:03",
    "3599.9, 1:00:00",
    "86400, 24:00:00"
  })
  void lengthsAreShownAsOnAPlayer(double seconds, String shown) {
    assertEquals(shown, Seconds.shown(seconds));
  }
}
