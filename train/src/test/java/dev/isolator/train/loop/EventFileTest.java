package dev.isolator.train.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
  @TempDir Path folder;

  /// The first record of every event file, as its framing and field numbers give it: the message is
  /// `wall_time: 1.0, file_version: "brain.Event:2"`.
  @Test
  void fileBeginsWithItsVersion() throws Exception {
    try (var file = new EventFile(folder, 1)) {
      file.scalar("loss", 300, 2, 0.5);
    }
    byte[] bytes = Files.readAllBytes(folder.resolve("events.out.tfevents.0000000001.isolator"));
    var hex = HexFormat.of();
    assertEquals("1800000000000000", hex.formatHex(bytes, 0, 8));
    // The masked CRC-32C of the length 24, as in every TensorBoard file.
    assertEquals("a37f4b22", hex.formatHex(bytes, 8, 12));
    assertEquals("09000000000000f03f1a0d627261696e2e4576656e743a32", hex.formatHex(bytes, 12, 36));
    // 09 wall_time, 10 ac02 step 300, 2a 0d summary { 0a 0b value { 0a 04 "loss" 15 0.5f } }
    assertArrayEquals(
        hex.parseHex("0900000000000000401" + "0ac022a0d0a0b0a046c6f7373150000003f"),
        java.util.Arrays.copyOfRange(bytes, 40 + 12, bytes.length - 4));
  }
}
