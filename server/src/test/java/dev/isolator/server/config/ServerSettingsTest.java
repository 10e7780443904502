package dev.isolator.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSettingsTest {
  private static String refusal(String key, String value) {
    return String.valueOf(
        assertThrows(
                ConfigException.class,
                () -> ServerSettings.of(SettingSources.of(Map.of(key, value), Map.of(), null)))
            .getMessage());
  }

  /// 4294967297 is 1 in the lower 32 bits.
  @ParameterizedTest
  @CsvSource({
    "port, 4294967297, 0, 65535",
    "workers, 4294967297, 1, 256",
    "takeover.workers, 4294967297, 0, 256",
    "worker.threads, 4294967297, 0, 256",
    "worker.heap-mb, 4294967552, 64, 1048576",
    "worker.memory-mb, 4294967552, 64, 1048576",
    "worker.seconds, 4294967297, 1, 604800",
    "worker.transcode-seconds, 4294967297, 1, 86400",
    "upload.min-bytes-per-second, 4294967297, 0, 1073741824",
    "download.min-bytes-per-second, 4294967297, 0, 1073741824",
    "song.max-channels, 4294967297, 1, 8",
    "queue.max-per-caller, 4294967297, 1, 1048576",
    "queue.max, 4294967297, 1, 1048576",
    "rate.requests-per-minute, 4294967297, 1, 1073741824",
    "rate.uploads-per-minute, -1, 1, 1073741824",
  })
  void numbersOutOfRangeAreRefusedByName(String key, String value, long from, long to) {
    assertEquals(
        "--set %s: %s must be a whole number from %d to %d, was '%s'"
            .formatted(key, key, from, to, value),
        refusal(key, value));
  }

  @Test
  void unknownNamesAndWordsAreRefused() {
    assertEquals(
        "--set prot: there is no setting prot; docs/server.md lists them", refusal("prot", "1"));
    assertEquals("--set log: log must be one of text, json, was 'xml'", refusal("log", "xml"));
  }

  @Test
  void documentationListsEverySettingAsItIs() throws Exception {
    String page = Files.readString(Path.of("../docs/server.md"));
    for (Setting setting : Setting.ALL) {
      String initial = setting.initial().isEmpty() ? "" : "`" + setting.initial() + "`";
      String row = "| `%s` | %s | %s |".formatted(setting.key(), initial, setting.what());
      assertTrue(page.contains(row), row);
    }
  }
}
